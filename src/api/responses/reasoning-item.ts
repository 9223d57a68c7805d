import type { Item } from './item.ts';
import type { ItemFrame, ItemStatus, OpenItem } from './item-frame.ts';

export interface ReasoningItem extends OpenItem {
  text(delta: string): void;
}

/** What the model says to itself, as open models show it: whole, not summed up. */
export function openReasoning(frame: ItemFrame): ReasoningItem {
  const place = { content_index: 0 };
  let text = '';
  const part = (): Item => ({ type: 'reasoning_text', text });
  const item = (status: ItemStatus, content: readonly Item[]): Item => ({
    id: frame.id,
    type: 'reasoning',
    summary: [],
    content,
    status,
  });
  frame.added(item('in_progress', []));
  frame.tell('content_part.added', { ...place, part: part() });
  return {
    text: (delta) => {
      text += delta;
      frame.tell('reasoning_text.delta', { ...place, delta });
    },
    close: (status) => {
      frame.tell('reasoning_text.done', { ...place, text });
      frame.tell('content_part.done', { ...place, part: part() });
      return frame.done(item(status, [part()]));
    },
  };
}
