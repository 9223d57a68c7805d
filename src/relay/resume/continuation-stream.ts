import { eventBlocks } from './event-blocks.ts';
import { readChunk, type ChunkFacts, type ChunkReading } from './read-chunk.ts';
import type { AnswerSink } from '../request.ts';
import type { Seam } from './seam.ts';
import type { Transcript } from './transcript.ts';

export interface ContinuationStreamOptions {
  /** The client's. */
  readonly sink: AnswerSink;
  readonly seam: Seam;
  /** What the client has read; it goes on with what is written here. */
  readonly transcript: Transcript;
  /** Told once, at the moment the answer turns out not to continue the text: its lane need not go on. */
  readonly onRejected?: () => void;
}

/**
 * Takes the stream of a continuing attempt for the client's sink and writes what the client has not read yet, as chunks of
 * the first stream. The sink stays open: usage, errors and the end mark are the relay's.
 */
export class ContinuationStream implements AnswerSink {
  readonly #sink: AnswerSink;
  readonly #seam: Seam;
  readonly #transcript: Transcript;
  readonly #onRejected: () => void;
  readonly #facts: ChunkFacts;
  #model = '';
  #isUnreadable = false;
  #told = false;

  constructor({ sink, seam, transcript, onRejected }: ContinuationStreamOptions) {
    this.#sink = sink;
    this.#seam = seam;
    this.#transcript = transcript;
    this.#onRejected = onRejected ?? (() => {});
    this.#facts = transcript.facts();
  }

  /** The answer cannot be passed on, or not any further: what the client has is a beginning. */
  get rejected(): boolean {
    return this.#isUnreadable || this.#seam.rejected;
  }

  /** Characters of the answer that the client had already; null while that is not known. */
  get overlap(): number | null {
    return this.#seam.overlap;
  }

  /** `bytes`: whole events and comments. False = hold until `onDrain` is called. */
  write(bytes: Buffer | string): boolean {
    const words = eventBlocks(bytes)
      .map(({ raw, data }) => (data === null ? `${raw}\n\n` : this.#read(readChunk(data))))
      .join('');
    return this.#send(words);
  }

  onDrain(listener: () => void): void {
    this.#sink.onDrain(listener);
  }

  /** The continuing stream is whole: passes on what was held back. */
  end(): void {
    this.#send(this.#rest());
  }

  #read(chunk: ChunkReading): string {
    if (this.rejected || chunk.kind === 'aside') return '';
    if (chunk.kind === 'other') {
      this.#isUnreadable = true;
      return '';
    }
    this.#model = chunk.facts.model;
    if (chunk.reasons && this.overlap === null) this.#seam.distrust();
    const text = chunk.text === '' ? null : this.#seam.push(chunk.text);
    const words = this.#chunk({ content: text ?? '' }, null);
    return chunk.finishReason === null ? words : words + this.#finish(chunk.finishReason);
  }

  #finish(reason: string): string {
    const rest = this.#rest();
    return this.rejected ? rest : rest + this.#chunk({}, reason);
  }

  #rest(): string {
    return this.rejected ? '' : this.#chunk({ content: this.#seam.end() ?? '' }, null);
  }

  /** One event; none without anything to say. */
  #chunk(delta: { readonly content?: string }, finishReason: string | null): string {
    if (delta.content === '') return '';
    const { id, created } = this.#facts;
    const choices = [{ index: 0, delta, finish_reason: finishReason }];
    const chunk = { id, object: 'chat.completion.chunk', created, model: this.#model, choices };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  }

  #send(words: string): boolean {
    const room = words === '' || this.#sink.write(words);
    if (words !== '') this.#transcript.push(words);
    if (this.rejected && !this.#told) {
      this.#told = true;
      this.#onRejected();
    }
    return room;
  }
}
