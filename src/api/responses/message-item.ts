import type { Item } from './item.ts';
import type { ItemFrame, ItemStatus, OpenItem } from './item-frame.ts';

export interface MessageItem extends OpenItem {
  text(delta: string, logprobs: readonly unknown[]): void;
  refusal(delta: string): void;
}

interface OpenPart {
  readonly type: 'output_text' | 'refusal';
  text: string;
  readonly logprobs: unknown[];
}

/** A message of text, and of a refusal where the model gives one. */
export function openMessage(frame: ItemFrame): MessageItem {
  const content: Item[] = [];
  let part: OpenPart | null = null;
  frame.added(message('in_progress'));

  function message(status: ItemStatus): Item {
    return { id: frame.id, type: 'message', status, role: 'assistant', content: [...content] };
  }

  function partOf(type: OpenPart['type']): OpenPart {
    if (part?.type === type) return part;
    closePart();
    part = { type, text: '', logprobs: [] };
    frame.tell('content_part.added', { content_index: content.length, part: presentPart(part) });
    return part;
  }

  function closePart(): void {
    if (part === null) return;
    const place = { content_index: content.length };
    const { type, text, logprobs } = part;
    const shown = presentPart(part);
    if (type === 'refusal') frame.tell('refusal.done', { ...place, refusal: text });
    else frame.tell('output_text.done', { ...place, text, logprobs });
    frame.tell('content_part.done', { ...place, part: shown });
    content.push(shown);
    part = null;
  }

  return {
    text: (delta, logprobs) => {
      const open = partOf('output_text');
      open.text += delta;
      open.logprobs.push(...logprobs);
      frame.tell('output_text.delta', { content_index: content.length, delta, logprobs });
    },
    refusal: (delta) => {
      partOf('refusal').text += delta;
      frame.tell('refusal.delta', { content_index: content.length, delta });
    },
    close: (status) => {
      closePart();
      return frame.done(message(status));
    },
  };
}

function presentPart({ type, text, logprobs }: OpenPart): Item {
  return type === 'refusal'
    ? { type, refusal: text }
    : { type, annotations: [], logprobs: [...logprobs], text };
}
