import type { Clock, Timer } from '../../src/shared/clock.ts';
import type { ChatCall, WireControl, WireListener } from '../../src/upstream/wire.ts';
import type { Reply } from './virtual-reply.ts';
import { lost, stepsOf, type Step } from './virtual-steps.ts';
import { answerTo, type Speech } from './virtual-text.ts';
import { expectedTokens, type CallTokens, type Release, type VirtualTruth } from './virtual-truth.ts';

/** A call as the test remembers it. */
export interface CallRecord {
  readonly provider: string;
  readonly key: string;
  readonly at: number;
  readonly reply: Reply;
  /** What it takes of a limit of tokens. */
  readonly tokens: number;
  /** `running` = nobody has told its end, and nobody has aborted it. */
  end: 'running' | 'told' | 'aborted' | 'threw';
  endedAt: number | null;
  /** Units of the limits for which the provider's own book had no room for it. */
  refusedBy: readonly string[];
  /** It was aborted on its way, and its place was taken when it came: no news to anybody. */
  isLost: boolean;
  /** Pieces of its stream that were told. */
  pieces: number;
}

export interface VirtualCallParts {
  readonly clock: Clock;
  readonly truth: VirtualTruth;
  readonly speech: Speech;
  /** ms until a provider knows that a call was aborted. */
  readonly abortTravelMs: number;
  readonly call: ChatCall;
  readonly listener: WireListener;
  readonly record: CallRecord;
}

/** One call on its way: there, its answer, and back, in steps between which anything may happen. */
export class VirtualCall implements WireControl {
  readonly #parts: VirtualCallParts;
  #timer: Timer | null = null;
  /** Written, and not yet arrived: that nobody can call back. */
  #isOnItsWay = false;
  #release: Release | null = null;
  #isPaused = false;
  #held: (() => void) | null = null;

  constructor(parts: VirtualCallParts) {
    this.#parts = parts;
    const { deed, connectsMs } = parts.record.reply;
    if (deed === 'is not reached') this.#later(connectsMs, () => this.#failToConnect());
    else if (connectsMs === 0) this.#send();
    else this.#later(connectsMs, () => this.#send());
  }

  abort(): void {
    const { record, clock, abortTravelMs } = this.#parts;
    if (record.end !== 'running') return;
    this.#end('aborted');
    if (this.#isOnItsWay) return;
    if (this.#timer !== null) clock.cancel(this.#timer);
    if (abortTravelMs === 0) this.#giveBack();
    else clock.after(abortTravelMs, () => this.#giveBack());
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    const run = this.#held;
    this.#held = null;
    run?.();
  }

  #end(how: 'told' | 'aborted'): void {
    const { record, clock } = this.#parts;
    record.end = how;
    record.endedAt = clock.now();
  }

  #later(ms: number, run: () => void): void {
    this.#timer = this.#parts.clock.after(ms, () => {
      if (this.#isPaused) this.#held = run;
      else run();
    });
  }

  #failToConnect(): void {
    this.#end('told');
    this.#parts.listener.broken(lost('ECONNREFUSED'));
  }

  #send(): void {
    const { clock, record, listener } = this.#parts;
    this.#isOnItsWay = true;
    clock.after(record.reply.thereMs, () => this.#arrive());
    listener.sent();
  }

  #arrive(): void {
    const { truth, clock, call, record, speech } = this.#parts;
    this.#isOnItsWay = false;
    const { reply } = record;
    // Who refuses for reasons of his own books nothing.
    if (!reply.deed.startsWith('429')) {
      const arrival = truth.arrive(call, clock.now());
      if (typeof arrival === 'function') this.#release = arrival;
      else if (record.end === 'aborted') record.isLost = true;
      else record.refusedBy = arrival;
    }
    if (record.end === 'aborted') return this.#giveBack();
    const said = record.refusedBy.length > 0 ? ({ ...reply, deed: '429' } as const) : reply;
    this.#go(stepsOf(said, call, answerTo(call, speech)));
  }

  #go([step, ...rest]: readonly Step[]): void {
    if (step === undefined) return;
    this.#later(step.afterMs, () => {
      if (this.#parts.record.end !== 'running') return;
      this.#tell(step);
      this.#go(rest);
    });
  }

  #tell(step: Step): void {
    const { record, listener } = this.#parts;
    if (step.ends === null) record.pieces += 1;
    else {
      this.#end('told');
      if (step.ends === 'nothing') this.#settle({ inputTokens: 0, outputTokens: 0 });
      else if (step.ends === 'all') this.#giveBack();
      else this.#settle({ ...expectedTokens(this.#parts.call), outputTokens: record.pieces });
    }
    step.tell(listener);
  }

  /** Books what was used: all that was expected, or as many tokens as pieces came. */
  #giveBack(): void {
    const { call, record } = this.#parts;
    const { inputTokens, outputTokens } = expectedTokens(call);
    this.#settle({ inputTokens, outputTokens: record.pieces === 0 ? outputTokens : record.pieces });
  }

  #settle(used: CallTokens): void {
    this.#release?.(used, this.#parts.clock.now());
    this.#release = null;
  }
}
