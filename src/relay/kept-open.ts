import type { Clock, Timer } from '../shared/clock.ts';
import type { AnswerSink } from './request.ts';

const heartbeat = ': heartbeat\n\n';
/** Proxies close what is silent for longer than a minute, some sooner. */
const heartbeatMs = 10_000;

/** A client's stream that hears a comment whenever nothing else was written for a while, whoever should have written it. */
export class KeptOpen implements AnswerSink {
  readonly #sink: AnswerSink;
  readonly #clock: Clock;
  #wroteAt: number;
  #timer: Timer;
  #held = false;

  constructor(sink: AnswerSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
    this.#wroteAt = clock.ticks();
    this.#timer = this.#watch();
    sink.onDrain(() => (this.#held = false));
  }

  write(bytes: Buffer | string): boolean {
    this.#wroteAt = this.#clock.ticks();
    this.#held = !this.#sink.write(bytes);
    return !this.#held;
  }

  onDrain(listener: () => void): void {
    this.#sink.onDrain(listener);
  }

  end(): void {
    this.#clock.cancel(this.#timer);
    this.#sink.end();
  }

  #watch(): Timer {
    const inMs = heartbeatMs - (this.#clock.ticks() - this.#wroteAt);
    return this.#clock.after(Math.max(1, inMs), () => this.#beat());
  }

  #beat(): void {
    // Whoever has not read what was written needs no sign of life.
    if (this.#held) this.#wroteAt = this.#clock.ticks();
    else if (this.#clock.ticks() - this.#wroteAt >= heartbeatMs) this.write(heartbeat);
    this.#timer = this.#watch();
  }
}
