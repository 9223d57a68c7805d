import type { Item } from './item.ts';

/** Tells one event; `sequence_number` is whoever sends it. */
export type Emit = (type: string, fields: Readonly<Record<string, unknown>>) => void;

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** An item of the answer that is being written. */
export interface OpenItem {
  /** Tells its last events; the item as it is for ever. */
  close(status: ItemStatus): Item;
}

/** The place of an item in the answer, and the events that every item has. */
export interface ItemFrame {
  readonly id: string;
  /** An event about a part of the item. */
  tell(type: string, fields: Readonly<Record<string, unknown>>): void;
  added(item: Item): void;
  done(item: Item): Item;
}

export function createItemFrame(emit: Emit, id: string, outputIndex: number): ItemFrame {
  return {
    id,
    tell: (type, fields) => emit(`response.${type}`, { item_id: id, output_index: outputIndex, ...fields }),
    added: (item) => emit('response.output_item.added', { output_index: outputIndex, item }),
    done: (item) => {
      emit('response.output_item.done', { output_index: outputIndex, item });
      return item;
    },
  };
}
