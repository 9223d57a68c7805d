import type { ChatAnswer, ChatRequest, Leaving } from '../relay/request.ts';
import type { Relay } from '../relay/relay.ts';
import { NoriaError } from '../shared/errors.ts';
import type { ChatBody } from '../upstream/wire.ts';
import { createCurve, type Curve } from './curve.ts';
import type { DayPlan } from './day-plan.ts';
import { createRandom } from './random.ts';
import { bodyOf } from './sim-body.ts';
import { createArrivals, drawCall } from './traffic.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the clients of a day saw. */
export interface DayCounts {
  served: number;
  local: number;
  /** Error code → requests. */
  readonly failures: Map<string, number>;
  readonly curve: Curve;
}

export interface Clients {
  readonly counts: DayCounts;
  /** Requests without an end. */
  readonly open: number;
  /** All have come and got their end. */
  readonly isDone: boolean;
}

export interface ClientsParts {
  readonly plan: DayPlan;
  readonly relay: Relay;
  readonly clock: VirtualClock;
  /** A fault of our own: a day cannot be counted with it. */
  readonly onFault: (fault: unknown) => void;
}

/** Each kind of chance has a seed of its own: a change in one place leaves the others as they were. */
const arrivalSeed = 1;
const sizeSeed = 2;

/** Everybody who asks on that day: from now on they come one after the other as the clock moves. */
export function sendClients({ plan, relay, clock, onFault }: ClientsParts): Clients {
  const { traffic, seed } = plan;
  const counts: DayCounts = { served: 0, local: 0, failures: new Map(), curve: createCurve(traffic) };
  const arrivals = createArrivals(traffic, createRandom(seed + arrivalSeed));
  const sizes = createRandom(seed + sizeSeed);
  let open = 0;
  let isComing = true;

  function expectNext(): void {
    const at = arrivals();
    if (at === null) isComing = false;
    else clock.after(at - clock.now(), arrive);
  }

  function arrive(): void {
    const at = clock.now();
    open += 1;
    void relay.chat(requestOf(bodyOf(drawCall(traffic.size, sizes)), clock)).then(
      (answer) => served(answer, at),
      (error: unknown) => failed(error, at),
    );
    expectNext();
  }

  function served({ meta }: ChatAnswer, at: number): void {
    open -= 1;
    counts.served += 1;
    if (meta.local) counts.local += 1;
    counts.curve.add(at, meta.local ? 'local' : 'cloud');
  }

  function failed(error: unknown, at: number): void {
    open -= 1;
    const { code, cause } = error instanceof NoriaError ? error : { code: 'internal', cause: error };
    if (code === 'internal') onFault(cause);
    counts.failures.set(code, (counts.failures.get(code) ?? 0) + 1);
    counts.curve.add(at, 'failures');
  }

  expectNext();
  return {
    counts,
    get open() {
      return open;
    },
    get isDone() {
      return !isComing && open === 0;
    },
  };
}

/** Nobody leaves here. */
const stays: Leaving = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };

function requestOf(body: ChatBody, clock: VirtualClock): ChatRequest {
  return {
    body,
    model: undefined,
    stream: false,
    wantsUsage: false,
    deadlineMs: null,
    // A hedge is a call more than is needed, on purpose: it would only blur what is measured here.
    strategy: 'cascade',
    resume: false,
    signal: stays,
    receivedAt: clock.now(),
    receivedTick: clock.ticks(),
  };
}
