import { StringDecoder } from 'node:string_decoder';

/** One event may not be longer, in characters: a provider that never ends one must not fill the memory. */
const longestEvent = 1024 * 1024;

export interface SseReader {
  /** Throws a RangeError when an event is longer than 1 MB; the reader is of no use afterwards. */
  push(chunk: Buffer): void;
  /** The connection has ended: an event without its blank line is told all the same. */
  end(): void;
}

/**
 * Reads server-sent events from bytes cut anywhere. Comments, `id` and `retry` are passed over; an event without a
 * name is called `message`. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createSseReader(onEvent: (event: string, data: string) => void): SseReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let event = '';
  let data: string | null = null;

  function readText(text: string): void {
    rest += text;
    // Only the new text is searched: a line that comes in many pieces is not gone through for each of them.
    if (text.includes('\n')) readLines();
    if (rest.length + (data?.length ?? 0) > longestEvent)
      throw new RangeError('an event of the stream is too long');
  }

  function readLines(): void {
    let start = 0;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', start)) {
      readLine(rest.slice(start, at > start && rest[at - 1] === '\r' ? at - 1 : at));
      start = at + 1;
    }
    rest = rest.slice(start);
  }

  function readLine(line: string): void {
    if (line === '') return tell();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'event') event = valueOf(line, colon);
    else if (field === 'data')
      data = data === null ? valueOf(line, colon) : `${data}\n${valueOf(line, colon)}`;
  }

  function tell(): void {
    const told = data;
    const name = event;
    data = null;
    event = '';
    if (told !== null) onEvent(name === '' ? 'message' : name, told);
  }

  return {
    push: (chunk) => readText(decoder.write(chunk)),
    end: () => readText(`${decoder.end()}\n\n`),
  };
}

/** What stands behind the colon, without the one blank that may lead it. */
function valueOf(line: string, colon: number): string {
  if (colon < 0) return '';
  return line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
}
