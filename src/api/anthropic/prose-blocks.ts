import type { BlockWriter } from './block-writer.ts';
import type { Prose } from './prose.ts';

/** Text and thinking of a streamed message: one block is open at a time. */
export interface ProseBlocks {
  say(piece: Prose): void;
  /** Ends the open block. */
  close(): void;
}

export function createProseBlocks(blocks: BlockWriter): ProseBlocks {
  let open: { readonly kind: Prose['kind']; readonly index: number } | null = null;

  function close(): void {
    if (open !== null) blocks.stop(open.index);
    open = null;
  }

  return {
    say: ({ kind, text }) => {
      if (open?.kind !== kind) {
        close();
        open = { kind, index: blocks.start(beginnings[kind]) };
      }
      blocks.grow(
        open.index,
        kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text },
      );
    },
    close,
  };
}

const beginnings = {
  text: { type: 'text', text: '' },
  // Nobody but Anthropic signs what was thought.
  thinking: { type: 'thinking', thinking: '', signature: '' },
} as const;
