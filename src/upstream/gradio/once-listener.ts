import type { Answer } from '../../engine/classification.ts';
import type { HttpHeaders } from '../http.ts';
import type { StreamState, WholeAnswer, WireListener } from '../wire.ts';

/**
 * Passes on what a call tells, up to its one outcome or its abort. The steps of a call end at different places; that
 * nothing follows the outcome is kept here.
 */
export class OnceListener implements WireListener {
  readonly #listener: WireListener;
  readonly #onRefused: (answer: Answer) => void;
  over = false;

  constructor(listener: WireListener, onRefused: (answer: Answer) => void) {
    this.#listener = listener;
    this.#onRefused = onRefused;
  }

  sent(): void {
    if (!this.over) this.#listener.sent();
  }

  head(headers: HttpHeaders): void {
    if (!this.over) this.#listener.head(headers);
  }

  chunk(bytes: Buffer | null, state: StreamState): void {
    if (!this.over) this.#listener.chunk(bytes, state);
  }

  ended(state: StreamState): void {
    this.#last(() => this.#listener.ended(state));
  }

  whole(answer: WholeAnswer): void {
    this.#last(() => this.#listener.whole(answer));
  }

  refused(answer: Answer): void {
    this.#last(() => {
      this.#onRefused(answer);
      this.#listener.refused(answer);
    });
  }

  broken(error: Error): void {
    this.#last(() => this.#listener.broken(error));
  }

  #last(tell: () => void): void {
    if (this.over) return;
    this.over = true;
    tell();
  }
}
