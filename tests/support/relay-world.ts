import type { Demand, Reservation } from '../../src/engine/reserve.ts';
import type { RoutingTable } from '../../src/engine/resolve.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RelayEvent } from '../../src/relay/events.ts';
import { createRelay, type Relay } from '../../src/relay/relay.ts';
import type { AnswerSink, ChatRequest } from '../../src/relay/request.ts';
import type { TraceRecord } from '../../src/relay/traces/trace-record.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { HttpClient } from '../../src/upstream/http.ts';
import type { Wire } from '../../src/upstream/wire.ts';
import { createWorld, type WorldProvider } from './world.ts';

/** A relay over a wire of the test's own, with every reservation watched. */
export interface RelayWorld {
  readonly relay: Relay;
  readonly events: RelayEvent[];
  /** Of the requests that have ended. */
  readonly traces: TraceRecord[];
  /** How each reservation ended, in order; `open` while it has not. */
  readonly ends: Map<Reservation, string[]>;
  readonly world: ReturnType<typeof createWorld>;
}

export function createRelayWorld(providers: readonly WorldProvider[], wire: Wire, maxWaitMs = 0): RelayWorld {
  const world = createWorld(providers);
  const ends = new Map<Reservation, string[]>();
  const events: RelayEvent[] = [];
  const traces: TraceRecord[] = [];
  const routing: RoutingTable = { routes: new Map(), aliases: new Map() };
  const relay = createRelay({
    pool: world.pool,
    routing: () => routing,
    ledger: watched(world.ledger, ends),
    http: {} as HttpClient,
    wires: { openai: wire },
    clock: systemClock,
    newTraceId: () => 'trc_test',
    scrub: (text) => text,
    listener: (event) => events.push(event),
    deadlineMs: 2_000,
    maxWaitMs,
    maxWaiting: 1_000,
    traces: { add: (trace) => traces.push(trace.record()) },
    times: { firstTokenMs: 1_000, silenceMs: 1_000 },
    settingsUrl: () => 'http://noria.test/settings',
    onError: (error) => {
      throw error;
    },
  });
  return { relay, events, traces, ends, world };
}

function watched(ledger: Ledger, ends: Map<Reservation, string[]>): Ledger {
  return {
    ...ledger,
    states: ledger.states,
    reserve: (demands: readonly Demand[], now: number) => {
      const taken = ledger.reserve(demands, now);
      if (!(taken instanceof Promise) && !('refusedBy' in taken)) ends.set(taken, []);
      return taken;
    },
    settle: (reservation, used, now) => {
      ends.get(reservation)?.push('settled');
      return ledger.settle(reservation, used, now);
    },
    refund: (reservation, now) => {
      ends.get(reservation)?.push('refunded');
      return ledger.refund(reservation, now);
    },
  };
}

export function chatRequest(change: Partial<ChatRequest> = {}): ChatRequest {
  return {
    body: { messages: [{ role: 'user', content: 'hello' }] },
    model: undefined,
    stream: false,
    wantsUsage: false,
    deadlineMs: null,
    strategy: null,
    resume: null,
    signal: new AbortController().signal,
    receivedAt: Date.now(),
    receivedTick: performance.now(),
    ...change,
  };
}

export function textSink(): AnswerSink & { text(): string; ended: boolean } {
  const pieces: string[] = [];
  const sink = {
    write: (bytes: Buffer | string): boolean => {
      pieces.push(bytes.toString());
      return true;
    },
    onDrain: (): void => {},
    end: (): void => {
      sink.ended = true;
    },
    text: (): string => pieces.join(''),
    ended: false,
  };
  return sink;
}
