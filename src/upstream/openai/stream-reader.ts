import { isRecord, parseBody } from '../parse-body.ts';
import { eventEnd, shapeOf, textIn, type EventShape } from './event-shape.ts';
import { createStreamState, type StreamState } from '../wire.ts';
import { hasContent, hasText, withoutMark } from './whole.ts';
import { readUsage } from './usage.ts';

/** One event may not be longer: a provider that never ends a line must not fill the memory. */
const longestEvent = 4 * 1024 * 1024;

/** Events that are read to learn the shape of those that follow: the first ones differ. */
const mostShapes = 6;

const errorMark = Buffer.from('"error"');
const usageMark = Buffer.from('"usage"');
const finishMark = Buffer.from('"finish_reason"');
const emptyContent = Buffer.from('"content":""');
const emptyDelta = Buffer.from('"delta":{}');
const reasoningMark = Buffer.from('"reasoning');
const callsMark = Buffer.from('_call');
const emptyBytes = Buffer.alloc(0);

export interface StreamReader {
  readonly state: StreamState;
  /** Whole events of the chunk that go on to the client as they are; null when there is none yet. */
  read(chunk: Buffer): Buffer | null;
  /** What is left when the connection ends. */
  end(): Buffer | null;
}

/**
 * Reads an OpenAI-style event stream as it passes. Bytes go on unchanged, event by event; an event is parsed only before
 * the first content and when it holds a word that matters: error, usage, finish_reason. Comments and the end mark stay
 * here: the relay writes its own. `keepUsage`: the client asked for the usage event.
 */
export function createStreamReader(keepUsage: boolean): StreamReader {
  const state = createStreamState();
  let pending: Buffer = emptyBytes;
  let begun = false;
  let shape: EventShape | null = null;
  let shapesLeft = mostShapes;

  function read(chunk: Buffer): Buffer | null {
    if (state.error !== null || state.done) return null;
    const fresh = begun ? chunk : withoutMark(chunk);
    begun = true;
    const bytes = pending.length === 0 ? fresh : Buffer.concat([pending, fresh]);
    const kept: Buffer[] = [];
    let keptFrom = 0;
    let start = 0;
    for (let end = eventEnd(bytes, start); end >= 0; end = eventEnd(bytes, start)) {
      if (!passes(bytes, start, end)) {
        if (start > keptFrom) kept.push(bytes.subarray(keptFrom, start));
        keptFrom = end;
      }
      start = end;
      if (state.error !== null || state.done) break;
    }
    if (start > 0 && keptFrom === 0 && start === bytes.length) {
      pending = emptyBytes;
      return bytes;
    }
    if (start > keptFrom) kept.push(bytes.subarray(keptFrom, start));
    pending = start === bytes.length ? emptyBytes : bytes.subarray(start);
    if (pending.length > longestEvent)
      state.error = {
        status: 200,
        headers: {},
        body: { error: { message: 'an event of the stream is too long' } },
      };
    if (kept.length === 0) return null;
    return kept.length === 1 ? (kept[0] ?? null) : Buffer.concat(kept);
  }

  /** Whether the event from `start` to `end` goes on to the client; notes what it shows. */
  function passes(bytes: Buffer, start: number, end: number): boolean {
    const size = shape === null || !state.content ? -1 : textIn(bytes, start, end, shape);
    if (size < 0) return passesWhole(bytes.subarray(start, end));
    if (size > 0) state.pieces += 1;
    return true;
  }

  function passesWhole(event: Buffer): boolean {
    const data = dataOf(event);
    if (data === null) return false;
    if (isEndMark(data)) {
      state.done = true;
      return false;
    }
    if (!isEmptyDelta(data)) state.pieces += 1;
    const telling =
      !state.content ||
      shapesLeft > 0 ||
      !looksWhole(data) ||
      data.includes(errorMark) ||
      data.includes(usageMark) ||
      finishes(data);
    return telling ? inspect(event, data) : true;
  }

  function inspect(event: Buffer, data: Buffer): boolean {
    const body = parseBody(data);
    learnShape(event, body);
    const fault = faultOf(body);
    if (fault !== null) {
      state.error = { status: 200, headers: {}, body: fault };
      return false;
    }
    if (!isRecord(body)) return false;
    const choices = Array.isArray(body.choices) ? body.choices : [];
    for (const choice of choices) note(choice);
    state.usage = readUsage(body) ?? state.usage;
    const goesOn = choices.length > 0 || (keepUsage && isRecord(body.usage));
    if (goesOn && isRecord(body.usage)) state.usagePassed = true;
    return goesOn;
  }

  function learnShape(event: Buffer, body: unknown): void {
    if (shapesLeft === 0) return;
    shapesLeft -= 1;
    shape = shapeOf(event, body) ?? shape;
  }

  function note(choice: unknown): void {
    if (!isRecord(choice)) return;
    if (hasContent(choice.delta) || hasText(choice.text)) state.content = true;
    if (typeof choice.finish_reason !== 'string') return;
    state.finished = true;
    state.finishReason = choice.finish_reason;
  }

  return {
    state,
    read,
    end: () => {
      // Some providers leave out the last blank line; what is cut in its middle is not passed on.
      const data = dataOf(pending);
      const whole = data !== null && (isEndMark(data) || isRecord(parseBody(data)));
      return whole ? read(Buffer.from('\n\n')) : null;
    },
  };
}

/** What is cut in its middle, or is no object at all (`null`), would break the client's reader. */
function looksWhole(data: Buffer): boolean {
  return data[0] === 0x7b && data.at(-1) === 0x7d;
}

/** The data of an event as one buffer; null for comments and events without data. */
function dataOf(event: Buffer): Buffer | null {
  if (event.length > 6 && event[0] === 0x64 && event[4] === 0x3a && event.indexOf(10) >= event.length - 3) {
    return trimmed(event.subarray(5));
  }
  const lines = event
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'));
  return lines.length === 0
    ? null
    : trimmed(Buffer.from(lines.map((line) => line.slice(5).trimStart()).join('\n')));
}

function isEndMark(data: Buffer): boolean {
  return data.length === 6 && data.toString('latin1') === '[DONE]';
}

function trimmed(data: Buffer): Buffer {
  let from = 0;
  let to = data.length;
  while (from < to && (data[from] ?? 0) <= 32) from += 1;
  while (to > from && (data[to - 1] ?? 0) <= 32) to -= 1;
  return data.subarray(from, to);
}

/** A piece that says nothing, as some providers send to keep the connection: `"content":""` and nothing beside. */
function isEmptyDelta(data: Buffer): boolean {
  if (!data.includes(emptyContent) && !data.includes(emptyDelta)) return false;
  return !data.includes(reasoningMark) && !data.includes(callsMark);
}

/** `"finish_reason":` followed by a text, not by null. */
function finishes(data: Buffer): boolean {
  for (let at = data.indexOf(finishMark); at >= 0; at = data.indexOf(finishMark, at + 1)) {
    let next = at + finishMark.length;
    while (data[next] === 0x3a || data[next] === 0x20) next += 1;
    if (data[next] === 0x22) return true;
  }
  return false;
}

/** An error inside the stream, in the shapes of all providers; what is no JSON at all is one as well. */
function faultOf(body: unknown): unknown {
  if (!isRecord(body)) return { error: { message: 'the stream holds something that is no JSON' } };
  const groq = isRecord(body.x_groq) ? body.x_groq.error : undefined;
  if (isRecord(body.error) || hasText(body.error)) return body;
  if (hasText(groq)) return { error: { message: groq } };
  const choice = Array.isArray(body.choices)
    ? body.choices.find((item) => isRecord(item) && isRecord(item.error))
    : undefined;
  return isRecord(choice) ? { error: choice.error } : null;
}
