import type { Clock, Timer } from '../shared/clock.ts';
import type { ChatCall, Wire, WireControl, WireListener } from '../upstream/wire.ts';
import { drawTimes } from './answer-times.ts';
import type { Gate } from './gate.ts';
import { addCall, laneUseOf, type ProviderUse } from './lane-uses.ts';
import type { Admitted, ProviderTruth } from './provider-truth.ts';
import type { Random } from './random.ts';
import { drawnOf } from './sim-body.ts';
import type { DrawnCall } from './traffic.ts';

/** One provider as it really is, and its books. */
export interface ProviderSide {
  readonly id: string;
  readonly local: boolean;
  readonly truth: ProviderTruth;
  readonly use: ProviderUse;
  readonly gate: Gate;
  /** Secret of a key → the account that owns its counters. */
  readonly accounts: ReadonlyMap<string, string>;
}

export interface SimWireParts {
  readonly clock: Clock;
  readonly sides: ReadonlyMap<string, ProviderSide>;
  readonly random: Random;
  /** Epoch ms: what is admitted later belongs to no account of the period. */
  readonly endAt: number;
}

/** A wire that ends at the simulated providers instead of the network. Every answer comes whole. */
export function createSimWire(parts: SimWireParts): Wire {
  return {
    chat: (call, _http, listener) => {
      const side = parts.sides.get(call.provider.id);
      if (side === undefined) throw new Error(`nobody plays ${call.provider.id}`);
      return new SimCall(parts, side, call, listener);
    },
  };
}

const wholeBody = Buffer.from(
  '{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"simulated"},"finish_reason":"stop"}]}',
);

/** One call on its way: there, its answer, and back. */
class SimCall implements WireControl {
  readonly #parts: SimWireParts;
  readonly #side: ProviderSide;
  readonly #call: ChatCall;
  readonly #listener: WireListener;
  readonly #drawn: DrawnCall;
  readonly #account: string;
  #timer: Timer;
  #admitted: Admitted | null = null;
  #leave: () => void = () => {};

  constructor(parts: SimWireParts, side: ProviderSide, call: ChatCall, listener: WireListener) {
    this.#parts = parts;
    this.#side = side;
    this.#call = call;
    this.#listener = listener;
    this.#drawn = drawnOf(call.body);
    this.#account = side.accounts.get(call.secret) ?? call.secret;
    const times = drawTimes(side, this.#drawn.outputTokens, parts.random);
    listener.sent();
    this.#timer = parts.clock.after(times.thereMs, () => this.#arrive(times.answerMs, times.backMs));
  }

  /** The provider counts what it was asked, and nothing of an answer that nobody took. */
  abort(): void {
    this.#parts.clock.cancel(this.#timer);
    this.#admitted?.end(0, this.#parts.clock.now());
    this.#admitted = null;
    this.#leave();
  }

  pause(): void {}

  resume(): void {}

  #arrive(answerMs: number, backMs: number): void {
    const { clock, endAt } = this.#parts;
    const { truth, use, gate } = this.#side;
    const { model, maxTokens } = this.#call;
    const now = clock.now();
    const { inputTokens } = this.#drawn;
    use.calls += 1;
    const answer = truth.arrive(
      { key: this.#call.secret, account: this.#account, model, inputTokens, maxTokens },
      now,
    );
    if (answer.kind === 'refused') {
      if (answer.status === 429) use.refused += 1;
      else use.failed += 1;
      this.#timer = clock.after(backMs, () => this.#listener.refused(answer));
      return;
    }
    this.#admitted = answer;
    if (now < endAt) addCall(laneUseOf(use, this.#account, model), this.#drawn);
    this.#leave = gate.enter(() => {
      this.#timer = clock.after(answerMs, () => this.#answered(answer, backMs));
    });
  }

  #answered(admitted: Admitted, backMs: number): void {
    const { clock } = this.#parts;
    const { use } = this.#side;
    const { inputTokens, outputTokens } = this.#drawn;
    this.#admitted = null;
    this.#leave();
    const headers = admitted.end(outputTokens, clock.now());
    use.served += 1;
    use.tokens += inputTokens + outputTokens;
    this.#timer = clock.after(backMs, () => {
      this.#listener.head(headers);
      this.#listener.whole({
        body: wholeBody,
        usage: { input: inputTokens, output: outputTokens },
        empty: false,
      });
    });
  }
}
