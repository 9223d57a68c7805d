import type { SimContinuation } from '../sim-spec.ts';

export interface Continued {
  /** The whole answer, as the model gives it when nothing is to be continued. */
  readonly text: string;
  /** What the conversation says the model has written already. */
  readonly prefill: string;
  /** What a user turn told the answer to begin with. */
  readonly anchor: string | null;
  readonly manner: SimContinuation;
  /** The provider sends a trailing turn again (Mistral). */
  readonly echoes: boolean;
}

const preamble = 'Sure, here it goes:\n\n';

/** What a model answers that is to go on with a text. */
export function continueText(continued: Continued): string {
  const { text, prefill, anchor, manner } = continued;
  if ((prefill === '' && anchor === null) || manner === 'restarts') return text;
  return anchor === null ? behindTurn(continued) : behindInstruction(continued, anchor);
}

function behindTurn({ text, prefill, manner, echoes }: Continued): string {
  if (manner === 'repeats') return lastWords(prefill) + restOf(text, prefill);
  if (!echoes) return restOf(text, prefill);
  return text.startsWith(prefill) ? text : `${prefill} ${text}`;
}

function behindInstruction({ text, prefill, manner }: Continued, anchor: string): string {
  const gap = /^\s*/.exec(restOf(text, prefill))?.[0] ?? '';
  const obedient = anchor + restOf(text, prefill + gap + anchor);
  if (manner === 'repeats') return lastWords(prefill) + gap + obedient;
  return manner === 'chats' ? preamble + obedient : obedient;
}

/** Another model's text is continued as best one can. */
function restOf(text: string, beginning: string): string {
  if (text.startsWith(beginning)) return text.slice(beginning.length);
  const trimmed = beginning.trimEnd();
  if (trimmed !== '' && text.startsWith(trimmed)) return text.slice(trimmed.length).trimStart();
  return ` … and so on, says ${text}`;
}

/** Whole words, at least 20 characters of them: mostly fewer than 40. */
function lastWords(text: string): string {
  for (let at = text.trimEnd().length - 20; at > 0; at -= 1) {
    if (/^\s\S/.test(text.slice(at - 1, at + 1))) return text.slice(at);
  }
  return text;
}
