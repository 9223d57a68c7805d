import { createPool, putKey, putProvider, type Pool } from '../engine/pool.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { createRelay, type Relay } from '../relay/relay.ts';
import type { RelayListener } from '../relay/events.ts';
import type { HttpClient } from '../upstream/http.ts';
import type { DayPlan, PlannedProvider } from './day-plan.ts';
import { createGate } from './gate.ts';
import { createProviderUse } from './lane-uses.ts';
import { createProviderTruth } from './provider-truth.ts';
import { createRandom } from './random.ts';
import { createSimWire, type ProviderSide } from './sim-wire.ts';
import { endOf } from './traffic.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The real relay and engine on one side, the providers' own books on the other, and a virtual clock for both. */
export interface SimWorld {
  readonly relay: Relay;
  readonly sides: ReadonlyMap<string, ProviderSide>;
}

export interface SimWorldParts {
  readonly plan: DayPlan;
  readonly clock: VirtualClock;
  readonly listener: RelayListener;
  readonly onError: (fault: unknown) => void;
}

const engineSeed = 101;
const roadSeed = 102;

export function createSimWorld({ plan, clock, listener, onError }: SimWorldParts): SimWorld {
  const ledger = createMemoryLedger({ clock: () => clock.now() });
  const pool = createPool({
    buckets: ledger,
    states: ledger.states,
    random: createRandom(plan.seed + engineSeed),
  });
  const sides = new Map(plan.providers.map((planned) => [planned.spec.def.id, settle(pool, planned)]));
  const { requestMs, maxWaitMs, maxWaiting, firstTokenMs, silenceMs } = plan.times;
  const wire = createSimWire({
    clock,
    sides,
    random: createRandom(plan.seed + roadSeed),
    endAt: endOf(plan.traffic),
  });
  const relay = createRelay({
    pool,
    routing: () => plan.routing,
    ledger,
    http: noNetwork,
    wires: { openai: wire, anthropic: wire, gradio: wire, replicate: wire },
    clock,
    newTraceId: () => 'trc_simulated',
    scrub: (text) => text,
    listener,
    traces: { add: () => {} },
    onError,
    deadlineMs: requestMs,
    maxWaitMs,
    maxWaiting,
    times: { firstTokenMs, silenceMs },
    settingsUrl: () => '/settings',
  });
  return { relay, sides };
}

/** Puts a provider and its keys into the pool, and gives the provider's own side of it. */
function settle(pool: Pool, { spec, accounts, truth, parallel }: PlannedProvider): ProviderSide {
  const { id, tier } = spec.def;
  putProvider(pool, spec);
  const owners = new Map<string, string>();
  accounts.forEach((keys, index) => {
    const account = `${id}-${index + 1}`;
    for (let key = 1; key <= keys; key += 1) {
      const secret = `${account}-key-${key}`;
      owners.set(secret, account);
      putKey(pool, { id: secret, provider: id, secret, masked: secret, label: null, account, enabled: true });
    }
  });
  return {
    id,
    local: tier === 'local',
    truth: createProviderTruth(spec, tier === 'local' ? [] : truth),
    use: createProviderUse(),
    gate: createGate(parallel),
    accounts: owners,
  };
}

const noNetwork: HttpClient = {
  start: () => {
    throw new Error('a simulation reaches no network');
  },
  close: () => Promise.resolve(),
};
