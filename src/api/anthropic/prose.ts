import { saidIn } from '../translate/said.ts';

/** A piece of a message, as Anthropic tells it: a refusal is a text. */
export interface Prose {
  readonly kind: 'text' | 'thinking';
  readonly text: string;
}

/** What a message of OpenAI's, or a stream's delta, says, in order. */
export function proseIn(message: Readonly<Record<string, unknown>>): readonly Prose[] {
  return saidIn(message).map(({ kind, text }) => ({ kind: kind === 'thinking' ? kind : 'text', text }));
}
