import type { JsonObject } from '../http/json-body.ts';

/** Writes one event of Anthropic's stream. */
export type Tell = (type: string, fields: JsonObject) => void;

/** The blocks of one streamed message, numbered as they begin. */
export interface BlockWriter {
  /** Begins a block; the index by which it is grown and ended. */
  start(block: JsonObject): number;
  grow(index: number, delta: JsonObject): void;
  stop(index: number): void;
}

export function createBlockWriter(tell: Tell): BlockWriter {
  let next = 0;
  return {
    start: (block) => {
      const index = next;
      next += 1;
      tell('content_block_start', { index, content_block: block });
      return index;
    },
    grow: (index, delta) => tell('content_block_delta', { index, delta }),
    stop: (index) => tell('content_block_stop', { index }),
  };
}
