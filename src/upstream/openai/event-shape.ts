import { isRecord } from '../parse-body.ts';
import { stringEnd } from '../json-bytes.ts';

/**
 * Nearly all events of a stream are alike but for their piece of text. Of one that was read and holds nothing but text,
 * what stands before and after that text is kept: another with the same bytes around its text says nothing else either,
 * so it need not be read.
 */
export interface EventShape {
  /** Up to the quote that opens the text. */
  readonly before: Buffer;
  /** From the quote that closes it to the end of the event. */
  readonly after: Buffer;
}

const textMark = Buffer.from('"content":"');

/** The shape of an event, `body` parsed from its data; null when it holds something besides text. */
export function shapeOf(event: Buffer, body: unknown): EventShape | null {
  if (!isPlainText(body)) return null;
  const at = event.indexOf(textMark);
  if (at < 0 || event.indexOf(textMark, at + 1) >= 0) return null;
  const open = at + textMark.length;
  const end = stringEnd(event, open - 1);
  // Copies: a piece of what the socket gave would keep all that came with it.
  return { before: Buffer.from(event.subarray(0, open)), after: Buffer.from(event.subarray(end - 1)) };
}

/** One choice with a text in its delta, and nothing that the relay must know of. */
function isPlainText(body: unknown): boolean {
  if (!isRecord(body) || !isAbsent(body.error) || !isAbsent(body.usage) || !isAbsent(body.x_groq))
    return false;
  const [choice, ...others] = Array.isArray(body.choices) ? (body.choices as unknown[]) : [];
  if (!isRecord(choice) || others.length > 0 || !isAbsent(choice.finish_reason) || !isAbsent(choice.error))
    return false;
  return isRecord(choice.delta) && typeof choice.delta.content === 'string';
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Bytes of text in the event that lies at `start` to `end`; -1 when it has another shape. */
export function textIn(bytes: Buffer, start: number, end: number, { before, after }: EventShape): number {
  const open = start + before.length;
  const close = end - after.length;
  if (close < open || !liesAt(bytes, start, before) || !liesAt(bytes, close, after)) return -1;
  // The first quote that is not escaped closes the text: nothing is hidden in it.
  return stringEnd(bytes, open - 1) === close + 1 ? close - open : -1;
}

/** For some hundred bytes a loop is quicker than a call out of JavaScript. */
function liesAt(bytes: Buffer, from: number, wanted: Buffer): boolean {
  for (let at = 0; at < wanted.length; at += 1) if (bytes[from + at] !== wanted[at]) return false;
  return true;
}

/** Index after the blank line that ends the event which starts at `from`; -1 when it is not whole yet. */
export function eventEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const next = bytes[at + 1];
    if (next === 10) return at + 2;
    if (next === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
}
