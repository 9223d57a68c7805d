import { isRecord } from '../../upstream/parse-body.ts';

/** A piece of what a model said. */
export interface Said {
  readonly kind: 'text' | 'thinking' | 'refusal';
  readonly text: string;
}

/** What a message of OpenAI's, or a stream's delta, says, in order. Reasoning has several names. */
export function saidIn(message: Readonly<Record<string, unknown>>): readonly Said[] {
  const { reasoning_content: reasoningContent, reasoning, content, refusal } = message;
  const thoughts = said('thinking', reasoningContent);
  return [
    ...(thoughts.length > 0 ? thoughts : said('thinking', reasoning)),
    ...(Array.isArray(content) ? content.flatMap(partSays) : said('text', content)),
    ...said('refusal', refusal),
  ];
}

/** All of some kinds in one. */
export function textOf(pieces: readonly Said[], ...kinds: readonly Said['kind'][]): string {
  return pieces
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('');
}

/** Mistral's reasoning models answer with parts: https://docs.mistral.ai/capabilities/reasoning */
function partSays(part: unknown): readonly Said[] {
  if (!isRecord(part)) return [];
  if (part.type !== 'thinking') return said('text', part.text);
  const { thinking } = part;
  return Array.isArray(thinking)
    ? thinking.flatMap((inner: unknown) => (isRecord(inner) ? said('thinking', inner.text) : []))
    : said('thinking', thinking);
}

function said(kind: Said['kind'], text: unknown): readonly Said[] {
  return typeof text === 'string' && text !== '' ? [{ kind, text }] : [];
}
