import type { Answer } from '../engine/classification.ts';
import type { Tokens } from '../engine/estimate.ts';
import type { HttpHeaders } from '../upstream/http.ts';
import type { StreamState, WholeAnswer, WireControl, WireListener } from '../upstream/wire.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { AnswerSink } from './request.ts';

/** Why an attempt without an answer ended. */
export type AttemptFailure =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'network'; readonly error: Error }
  | {
      readonly kind: 'timeout';
      readonly phase: 'connect' | 'first_token' | 'silence';
      readonly afterMs: number;
      /** The time was the lane's own limit, not what a deadline left. */
      readonly isOwn: boolean;
    }
  | { readonly kind: 'empty' }
  /** The client left or the deadline came: nobody's fault. */
  | { readonly kind: 'aborted' };

export type AttemptStart =
  | { readonly kind: 'content' }
  | { readonly kind: 'whole'; readonly answer: WholeAnswer }
  | { readonly kind: 'failed'; readonly failure: AttemptFailure };

export type AttemptEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly failure: AttemptFailure };

export interface AttemptLimits {
  /** ms until the first content, or until the whole answer when it is not streamed. */
  readonly firstMs: number;
  /** `firstMs` is the lane's own limit, not cut by a deadline. */
  readonly isOwn: boolean;
  /** ms of silence that a running stream may have. */
  readonly silenceMs: number;
  /** An answer without anything is a good end: a text that was whole is being continued. */
  readonly mayBeEmpty: boolean;
}

const complete: AttemptEnd = { kind: 'complete' };

/** A reader that takes nothing for so long has left without a word. */
const longestPauseMs = 60_000;

/**
 * One call over one lane, from its start to its end. Holds back everything until the first content has come, so that a
 * failure before it can be made good by another lane unseen.
 */
export class Attempt implements WireListener {
  /** Resolves at the first content, at the whole answer, or at a failure before either. */
  readonly start: Promise<AttemptStart>;

  /** The request was written: the provider may count it. */
  wasSent = false;
  state: StreamState | null = null;
  wholeUsage: Tokens | null = null;
  /** Seconds of sound that a whole answer says it was about. */
  wholeSeconds: number | null = null;
  firstContentAt: number | null = null;
  endedAt: number | null = null;

  /** ms of the longest silence after the first content. */
  longestSilenceMs = 0;

  readonly #limits: AttemptLimits;
  readonly #clock: Clock;
  readonly #onHead: (headers: HttpHeaders, status: number) => void;
  #settleStart!: (start: AttemptStart) => void;
  #settleEnd: ((end: AttemptEnd) => void) | null = null;
  #ended: AttemptEnd | null = null;
  #control: WireControl | null = null;
  /** One timer for everything that is watched: it looks at the times below and is not set anew for each piece. */
  #timer: Timer;
  /** Ticks of the provider's last content, and how many pieces there were by then. */
  #heardAt = 0;
  #pieces = 0;
  #held: Buffer[] = [];
  #sink: AnswerSink | null = null;
  #started = false;
  #over = false;
  /** The reader holds us back: that is no stall of the provider. */
  #paused = false;
  #pausedAt = 0;

  constructor(limits: AttemptLimits, clock: Clock, onHead: (headers: HttpHeaders, status: number) => void) {
    this.#limits = limits;
    this.#clock = clock;
    this.#onHead = onHead;
    this.start = new Promise((resolve) => (this.#settleStart = resolve));
    this.#timer = clock.after(limits.firstMs, () => this.#timeOut('first_token'));
  }

  /** Resolves once everything has come, or at what came instead. Asked for once. */
  end(): Promise<AttemptEnd> {
    if (this.#ended !== null) return Promise.resolve(this.#ended);
    return new Promise((resolve) => (this.#settleEnd = resolve));
  }

  /** Called once with what steers the connection. */
  controlledBy(control: WireControl): void {
    this.#control = control;
    if (this.#over) control.abort();
  }

  /** Ends the attempt at once; the connection to the provider is closed. */
  abort(): void {
    this.#finish({ kind: 'aborted' });
  }

  /** Writes what was held back and then everything that comes, as fast as the sink takes it. */
  pipe(sink: AnswerSink): void {
    this.#sink = sink;
    sink.onDrain(() => {
      if (!this.#paused) return;
      this.#paused = false;
      // The reader was the one who paused: the provider's silence begins now.
      this.#heardAt = this.#clock.ticks();
      this.#control?.resume();
    });
    const held = this.#held;
    this.#held = [];
    for (const bytes of held) this.#write(bytes);
  }

  sent(): void {
    this.wasSent = true;
  }

  head(headers: HttpHeaders): void {
    if (!this.#over) this.#onHead(headers, 200);
  }

  chunk(bytes: Buffer | null, state: StreamState): void {
    if (this.#over) return;
    this.state = state;
    if (bytes !== null) this.#write(bytes);
    if (!state.content) return;
    if (!this.#started) return this.#begin();
    // Comments and empty pieces are no words.
    if (state.pieces === this.#pieces) return;
    this.#pieces = state.pieces;
    const now = this.#clock.ticks();
    const silenceMs = now - this.#heardAt;
    if (silenceMs > this.longestSilenceMs) this.longestSilenceMs = silenceMs;
    this.#heardAt = now;
  }

  ended(state: StreamState): void {
    this.state = state;
    if (state.error !== null) return this.refused(state.error);
    if (!state.done && !state.finished)
      return this.#finish({ kind: 'network', error: new Error('the stream ended before its end') });
    const isEmpty =
      !state.content && state.finishReason !== 'length' && state.finishReason !== 'content_filter';
    if (isEmpty && !this.#limits.mayBeEmpty) return this.#finish({ kind: 'empty' });
    if (!this.#started) this.#begin();
    this.#finish(null);
  }

  whole(answer: WholeAnswer): void {
    if (answer.empty) return this.#finish({ kind: 'empty' });
    this.firstContentAt = this.#clock.now();
    this.wholeUsage = answer.usage;
    this.wholeSeconds = answer.seconds ?? null;
    this.#started = true;
    this.#settleStart({ kind: 'whole', answer });
    this.#finish(null);
  }

  refused(answer: Answer): void {
    this.#finish(this.#isWhole ? null : { kind: 'answer', answer });
  }

  broken(error: Error): void {
    this.#finish(this.#isWhole ? null : { kind: 'network', error });
  }

  /** The finish reason has come: only the end mark was missing. */
  get #isWhole(): boolean {
    return this.#started && this.state?.finished === true;
  }

  #begin(): void {
    this.#started = true;
    this.firstContentAt = this.#clock.now();
    this.#heardAt = this.#clock.ticks();
    this.#clock.cancel(this.#timer);
    this.#watch();
    this.#settleStart({ kind: 'content' });
  }

  #write(bytes: Buffer): void {
    if (this.#sink === null) {
      this.#held.push(bytes);
      return;
    }
    if (this.#sink.write(bytes)) return;
    this.#paused = true;
    this.#pausedAt = this.#clock.ticks();
    this.#control?.pause();
  }

  #watch(): void {
    const silentInMs = this.#limits.silenceMs - (this.#clock.ticks() - this.#heardAt);
    this.#timer = this.#clock.after(Math.max(1, silentInMs), () => this.#look());
  }

  #look(): void {
    const now = this.#clock.ticks();
    if (this.#paused) {
      if (now - this.#pausedAt > longestPauseMs) return this.abort();
      this.#heardAt = now;
    } else if (now - this.#heardAt >= this.#limits.silenceMs) return this.#timeOut('silence');
    this.#watch();
  }

  #timeOut(phase: 'first_token' | 'silence'): void {
    if (this.#isWhole) {
      const control = this.#control;
      this.#finish(null);
      // Only the end mark is missing, and it does not come: the provider must not count it as running.
      control?.abort();
      return;
    }
    const { silenceMs, firstMs, isOwn } = this.#limits;
    this.#finish(
      phase === 'silence'
        ? { kind: 'timeout', phase, afterMs: silenceMs, isOwn: true }
        : { kind: 'timeout', phase: this.wasSent ? phase : 'connect', afterMs: firstMs, isOwn },
    );
  }

  #finish(failure: AttemptFailure | null): void {
    if (this.#over) return;
    this.#over = true;
    this.endedAt = this.#clock.now();
    this.#clock.cancel(this.#timer);
    if (failure === null) this.#tellEnd(complete);
    else {
      this.#settleStart({ kind: 'failed', failure });
      this.#tellEnd({ kind: 'failed', failure });
      this.#control?.abort();
    }
    // The connection lives on: what it still refers to must not keep the request.
    this.#control = null;
  }

  #tellEnd(end: AttemptEnd): void {
    this.#ended = end;
    this.#settleEnd?.(end);
  }
}
