import { eventBlocks } from './event-blocks.ts';
import { eventEnd, shapeOf, textIn, type EventShape } from '../../upstream/openai/event-shape.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import { readChunk, type ChunkFacts } from './read-chunk.ts';

/** Bytes that are only kept, not read: most streams end well and nobody asks what was in them. */
const foldBytes = 16 * 1024;
/** A longer text is not continued: every continuation sends all of it again. */
const longestText = 256 * 1024;

const firstBytes = 2 * 1024;
/** Events that are read to learn the shape of the others. */
const mostShapes = 6;
const nothing = Buffer.alloc(0);
const unknownFacts: ChunkFacts = { id: '', created: 0, model: '' };

/** What a client has been sent of one stream in OpenAI's format, so that another lane can go on with it. */
export class Transcript {
  #held: Buffer = nothing;
  #used = 0;
  /** What was read of it so far; null = given up for ever. */
  #text: string | null = '';
  #facts: ChunkFacts | null = null;
  #shape: EventShape | null = null;
  #shapesLeft = mostShapes;

  /** `bytes`: whole events and comments, as they went to the client. */
  push(bytes: Buffer | string): void {
    if (this.#text === null) return;
    const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
    if (this.#used + size > this.#held.length) this.#grow(this.#used + size);
    // A copy: a piece of what the socket gave would keep all that came with it.
    if (typeof bytes === 'string') this.#held.write(bytes, this.#used);
    else bytes.copy(this.#held, this.#used);
    this.#used += size;
    if (this.#used > foldBytes) this.#fold();
  }

  #grow(least: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(least, firstBytes, this.#held.length * 2));
    this.#held.copy(grown, 0, 0, this.#used);
    this.#held = grown;
  }

  /**
   * What the client has read so far; null = it is no plain text (tool calls, refusal, logprobs, audio, several choices,
   * an event that cannot be read), or too long to be continued.
   */
  text(): string | null {
    this.#fold();
    return this.#text;
  }

  /** Of the first chunk; empty while none has come. */
  facts(): ChunkFacts {
    this.#fold();
    return this.#facts ?? unknownFacts;
  }

  #fold(): void {
    const held = this.#held.subarray(0, this.#used);
    this.#held = nothing;
    this.#used = 0;
    if (this.#text === null || held.length === 0) return;
    const pieces = [this.#text];
    for (let at = 0, end = 0; at < held.length; at = end) {
      end = eventEnd(held, at);
      if (end < 0) end = held.length;
      const piece = this.#known(held, at, end) ?? this.#read(held.subarray(at, end));
      if (piece === null) return void (this.#text = null);
      pieces.push(piece);
    }
    const text = pieces.join('');
    this.#text = text.length > longestText ? null : text;
  }

  /** The text of an event whose shape is known. */
  #known(held: Buffer, start: number, end: number): string | null {
    const size = this.#shape === null ? -1 : textIn(held, start, end, this.#shape);
    if (this.#shape === null || size < 0) return null;
    const from = start + this.#shape.before.length;
    const text = held.toString('utf8', from, from + size);
    return text.includes('\\') ? unescaped(text) : text;
  }

  /** The text of any event; null = it is no plain text. */
  #read(event: Buffer): string | null {
    let text = '';
    for (const { data } of eventBlocks(event)) {
      const chunk = data === null ? null : readChunk(data);
      if (chunk?.kind === 'other') return null;
      if (chunk?.kind !== 'text') continue;
      this.#facts ??= chunk.facts;
      text += chunk.text;
      if (this.#shapesLeft > 0)
        this.#shape = shapeOf(event, parseBody(Buffer.from(data ?? ''))) ?? this.#shape;
      this.#shapesLeft -= 1;
    }
    return text;
  }
}

/** null = it is no JSON string. */
function unescaped(text: string): string | null {
  const value = parseBody(Buffer.from(`{"text":"${text}"}`));
  return isRecord(value) && typeof value.text === 'string' ? value.text : null;
}
