import type { Pool } from '../../src/engine/pool.ts';
import type { RoutingTable } from '../../src/engine/routing-table.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RelayEvent } from '../../src/relay/events.ts';
import { createRelay, type Relay } from '../../src/relay/relay.ts';
import type { HttpClient } from '../../src/upstream/http.ts';
import type { ChatCall } from '../../src/upstream/wire.ts';
import { createVirtualClock, type VirtualClock } from '../../src/simulate/virtual-clock.ts';
import { createRandom } from '../../src/simulate/random.ts';
import type { TraceOutcome } from '../../src/relay/traces/trace-record.ts';
import type { CallRecord } from './virtual-call.ts';
import { createVirtualCrowd, type VirtualCrowd } from './virtual-crowd.ts';
import { plainReply, type Reply } from './virtual-reply.ts';
import { plainSpeech, type Speech } from './virtual-text.ts';
import { createVirtualTruth, type VirtualTruth } from './virtual-truth.ts';
import { createVirtualWire } from './virtual-wire.ts';
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
export interface VirtualRelay extends VirtualCrowd {
  readonly relay: Relay;
  readonly pool: Pool;
  readonly clock: VirtualClock;
  /** As the relay has it. */
  readonly relayClock: WatchedClock;
  readonly truth: VirtualTruth;
  readonly watch: LedgerWatch;
  readonly calls: readonly CallRecord[];
  readonly told: readonly Told[];
  /** Outcome of each request's one trace. */
  readonly outcomes: readonly (TraceOutcome | null)[];
  /** What the relay thought should not happen. */
  readonly errors: readonly unknown[];
  /** Before a reservation is tried, and when something was told. */
  onReserve: (() => void) | null;
  onTold: ((told: Told) => void) | null;
}

export const defaultDeadlineMs = 20_000;

export function createVirtualRelay(options: VirtualRelayOptions): VirtualRelay {
  const { providers, seed = 1, startAt = t0, distance = (ledger) => ledger } = options;
  const { replyTo = () => plainReply, speech = plainSpeech, abortTravelMs = 0 } = options;
  const clock = createVirtualClock(startAt);
  const relayClock = watchClock(clock);
  const { pool, ledger } = createWorld(providers, createRandom(seed), options.ledger);
  const watch = watchLedger(ledger, { onReserve: () => made.onReserve?.() });
  const truth = options.truth ?? createVirtualTruth(providers);
  const { wire, calls } = createVirtualWire({ clock, truth, speech, abortTravelMs, replyTo });
  const told: Told[] = [];
  const outcomes: (TraceOutcome | null)[] = [];
  const errors: unknown[] = [];
  let traceIds = 0;

  const relay = createRelay({
    pool,
    routing: () => options.routing ?? noRoutes,
    ledger: distance(watch.ledger, clock),
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

  const seen = { truth, watch, calls, told, outcomes, errors };
  const parts = { relay, pool, clock, relayClock };
  const made = { ...parts, ...seen, ...createVirtualCrowd(relay, clock), ...noListeners };
  return made;
}

const noRoutes: RoutingTable = { routes: new Map(), aliases: new Map() };
const noListeners: Pick<VirtualRelay, 'onReserve' | 'onTold'> = { onReserve: null, onTold: null };

/** Who was asked when and what became of it, without the words. */
export function decisionOf(told: Told): string {
  const { kind, toldAt, traceId } = told;
  const lane = 'lane' in told ? `${told.lane.key.id} ${told.lane.node.model.id}` : '';
  const what = 'fault' in told ? told.fault.class : 'code' in told ? told.code : '';
  return [toldAt, traceId, kind, lane, what].join(' ');
}
