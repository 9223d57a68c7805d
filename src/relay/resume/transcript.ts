import { eventBlocks } from './event-blocks.ts';
import { readChunk, type ChunkFacts } from './read-chunk.ts';

/** Bytes that are only kept, not read: most streams end well and nobody asks what was in them. */
const foldBytes = 64 * 1024;
/** A longer text is not continued: every continuation sends all of it again. */
const longestText = 256 * 1024;

const unknownFacts: ChunkFacts = { id: '', created: 0, model: '' };

/** What a client has been sent of one stream in OpenAI's format, so that another lane can go on with it. */
export class Transcript {
  #held: (Buffer | string)[] = [];
  #heldBytes = 0;
  /** What was read of it so far; null = given up for ever. */
  #text: string | null = '';
  #facts: ChunkFacts | null = null;

  /** `bytes`: whole events and comments, as they went to the client. */
  push(bytes: Buffer | string): void {
    if (this.#text === null) return;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > foldBytes) this.#fold();
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
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (this.#text === null) return;
    const pieces = [this.#text];
    for (const { data } of held.flatMap(eventBlocks)) {
      const chunk = data === null ? null : readChunk(data);
      if (chunk?.kind === 'other') return void (this.#text = null);
      if (chunk?.kind !== 'text') continue;
      this.#facts ??= chunk.facts;
      pieces.push(chunk.text);
    }
    const text = pieces.join('');
    this.#text = text.length > longestText ? null : text;
  }
}
