import type { Pool } from '../../src/engine/pool.ts';
import type { RoutingTable } from '../../src/engine/resolve.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RelayEvent } from '../../src/relay/events.ts';
import { createRelay, type Relay } from '../../src/relay/relay.ts';
import type { HttpClient } from '../../src/upstream/http.ts';
import type { ChatCall, Wire } from '../../src/upstream/wire.ts';
import { createVirtualClock, type VirtualClock } from '../../src/simulate/virtual-clock.ts';
import { createRandom } from '../../src/simulate/random.ts';
import type { TraceOutcome } from '../../src/relay/traces/trace-record.ts';
import { VirtualCall, type CallRecord } from './virtual-call.ts';
import { visit, type Asked, type Visit } from './virtual-client.ts';
import { plainReply, type Reply } from './virtual-reply.ts';
import { plainSpeech, type Speech } from './virtual-text.ts';
import { createVirtualTruth, expectedTokens, type VirtualTruth } from './virtual-truth.ts';
import { watchClock, type WatchedClock } from './watched-clock.ts';
import { watchLedger, type LedgerWatch } from './watched-ledger.ts';
import { createWorld, t0, type WorldProvider } from './world.ts';

export interface VirtualRelayOptions {
  readonly providers: readonly WorldProvider[];
  /** What a provider does with its next call; `serial` counts all calls from 0. */
  readonly replyTo?: (call: ChatCall, serial: number) => Reply;
  readonly speech?: Speech;
  readonly routing?: RoutingTable;
  readonly abortTravelMs?: number;
  readonly maxWaitMs?: number;
  readonly deadlineMs?: number;
  readonly seed?: number;
  readonly startAt?: number;
  /** Default: one that keeps nothing. */
  readonly ledger?: Ledger;
  /** Stands before the ledger, as a network would. */
  readonly distance?: (ledger: Ledger, clock: VirtualClock) => Ledger;
  /** Of an earlier life: providers go on counting while Noria restarts. */
  readonly truth?: VirtualTruth;
}

/** What the relay told, with the time. */
export type Told = RelayEvent & { readonly toldAt: number; readonly traceId: string };

/** The real relay over a wire, a clock and providers of the test's own: hours are lived in milliseconds. */
export interface VirtualRelay {
  readonly relay: Relay;
  readonly pool: Pool;
  readonly clock: VirtualClock;
  /** As the relay has it. */
  readonly relayClock: WatchedClock;
  readonly truth: VirtualTruth;
  readonly watch: LedgerWatch;
  readonly calls: readonly CallRecord[];
  readonly told: readonly Told[];
  readonly visits: readonly Visit[];
  /** Outcome of each request's one trace. */
  readonly outcomes: readonly (TraceOutcome | null)[];
  /** What the relay thought should not happen. */
  readonly errors: readonly unknown[];
  /** A request comes in now. */
  ask(asked: Asked): void;
  /** Requests come in one after the other, each after its pause. */
  askAll(asked: readonly Asked[]): void;
  /** Lives on until nothing is waited for any more, or until `untilAt`; `each` is called between any two moments. */
  live(options?: LiveOptions): Promise<void>;
  /** Before a reservation is tried, and when something was told. */
  onReserve: (() => void) | null;
  onTold: ((told: Told) => void) | null;
}

export interface LiveOptions {
  readonly untilAt?: number;
  readonly each?: () => void;
}

/** What a wire says that throws at once. */
export const thrownByWire = 'the wire threw';
export const defaultDeadlineMs = 20_000;
/** More steps than any history has. */
const mostSteps = 200_000;
const noRoutes: RoutingTable = { routes: new Map(), aliases: new Map() };

export function createVirtualRelay(options: VirtualRelayOptions): VirtualRelay {
  const { providers, replyTo = () => plainReply, seed = 1, startAt = t0 } = options;
  const clock = createVirtualClock(startAt);
  const relayClock = watchClock(clock);
  const world = createWorld(providers, createRandom(seed), options.ledger);
  const watch = watchLedger(world.ledger, { onReserve: () => made.onReserve?.() });
  const truth = options.truth ?? createVirtualTruth(providers);
  const calls: CallRecord[] = [];
  const told: Told[] = [];
  const visits: Visit[] = [];
  const outcomes: (TraceOutcome | null)[] = [];
  const errors: unknown[] = [];
  let asking = 0;
  let traceIds = 0;

  const wire: Wire = {
    chat: (call, _http, listener) => {
      const reply = replyTo(call, calls.length);
      const { inputTokens, outputTokens } = expectedTokens(call);
      const record: CallRecord = {
        provider: call.provider.id,
        key: call.secret.slice('secret-'.length),
        at: clock.now(),
        reply,
        tokens: inputTokens + outputTokens,
        end: 'running',
        endedAt: null,
        refusedBy: [],
        isLost: false,
        pieces: 0,
      };
      calls.push(record);
      if (reply.deed === 'throws') {
        record.end = 'threw';
        throw new Error(thrownByWire);
      }
      const { abortTravelMs = 0, speech = plainSpeech } = options;
      return new VirtualCall({ clock, truth, speech, abortTravelMs, call, listener, record });
    },
  };

  const relay = createRelay({
    pool: world.pool,
    routing: () => options.routing ?? noRoutes,
    ledger: options.distance === undefined ? watch.ledger : options.distance(watch.ledger, clock),
    http: {} as HttpClient,
    wires: { openai: wire },
    clock: relayClock,
    newTraceId: () => `trc_${traceIds++}`,
    scrub: (text) => text,
    listener: (event, traceId) => {
      const one = { ...event, toldAt: clock.now(), traceId };
      told.push(one);
      made.onTold?.(one);
    },
    deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
    maxWaitMs: options.maxWaitMs ?? 5_000,
    maxWaiting: 1_000,
    traces: { add: (trace) => outcomes.push(trace.record().outcome) },
    times: { firstTokenMs: 5_000, silenceMs: 3_000 },
    settingsUrl: () => 'http://noria.test/settings',
    onError: (error) => errors.push(error),
  });

  async function receive(asked: Asked): Promise<void> {
    asking += 1;
    visits.push(await visit(relay, clock, asked));
    asking -= 1;
  }

  function ask(asked: Asked): void {
    void receive(asked);
  }

  async function live({ untilAt = Infinity, each }: LiveOptions = {}): Promise<void> {
    for (let steps = 0; ; steps += 1) {
      await settled();
      each?.();
      const nextAt = clock.nextAt();
      if (nextAt === null || nextAt > untilAt) break;
      if (steps > mostSteps) throw new Error('the history does not come to its end');
      clock.step();
    }
    if (untilAt !== Infinity) clock.moveTo(untilAt);
    else if (asking > 0) throw new Error(`${asking} requests never end`);
  }

  const made: VirtualRelay = {
    relay,
    pool: world.pool,
    clock,
    relayClock,
    truth,
    watch,
    calls,
    told,
    visits,
    outcomes,
    errors,
    ask,
    askAll: (all) => {
      let afterMs = 0;
      for (const asked of all) {
        afterMs += asked.pauseMs;
        for (let time = 0; time < asked.times; time += 1) clock.after(afterMs, () => ask(asked));
      }
    },
    live,
    onReserve: null,
    onTold: null,
  };
  return made;
}

/** All promises that can go on without the clock have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Who was asked when and what became of it, without the words. */
export function decisionOf(told: Told): string {
  const { kind, toldAt, traceId } = told;
  const lane = 'lane' in told ? `${told.lane.key.id} ${told.lane.node.model.id}` : '';
  const what = 'fault' in told ? told.fault.class : 'code' in told ? told.code : '';
  return [toldAt, traceId, kind, lane, what].join(' ');
}
