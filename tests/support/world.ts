import { ownProvider } from '../../src/catalog/own-provider.ts';
import type { Provider, Window } from '../../src/catalog/types.ts';
import type { Classification } from '../../src/engine/classification.ts';
import type { Step } from '../../src/engine/choose.ts';
import type { PlainLimit, ProviderSpec } from '../../src/engine/nodes.ts';
import { createPool, putKey, putProvider, type Pool } from '../../src/engine/pool.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';

export const t0 = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A pool over a ledger without a disk, and a clock that stands until it is moved. */
export interface World {
  readonly pool: Pool;
  readonly ledger: Ledger;
  now: number;
}

export interface WorldProvider {
  readonly id: string;
  readonly keys: readonly { readonly id: string; readonly account?: string }[];
  readonly limits: readonly PlainLimit[];
  readonly models?: readonly string[];
  readonly rotation?: ProviderSpec['rotation'];
  readonly tier?: Provider['tier'];
  readonly def?: Partial<Provider>;
}

export function createWorld(
  providers: readonly WorldProvider[],
  random: () => number = () => 0.5,
  ledger: Ledger = createMemoryLedger(),
): World {
  const pool = createPool({ buckets: ledger, states: ledger.states, random });
  providers.forEach((provider, order) => addProvider(pool, provider, order));
  return { pool, ledger, now: t0 };
}

function addProvider(pool: Pool, provider: WorldProvider, order: number): void {
  const { id, keys, limits, models = ['model-a'], rotation = 'round-robin', tier = 'free' } = provider;
  const def = {
    ...ownProvider({ id, wire: 'openai', baseUrl: `http://${id}.test/v1`, models, tier }),
    ...provider.def,
  };
  putProvider(pool, {
    def,
    baseUrl: def.baseUrl,
    rotation,
    limits,
    modelLimits: new Map(),
    models: def.models,
    windows: {},
    order,
  });
  for (const key of keys) {
    putKey(pool, {
      id: key.id,
      provider: id,
      secret: `secret-${key.id}`,
      masked: key.id,
      label: null,
      account: key.account ?? null,
      enabled: true,
    });
  }
}

export function stepsOf(pool: Pool): Step[] {
  return [...pool.providers.values()].map((provider, group) => ({
    name: provider.id,
    group,
    models: [...provider.models.values()],
  }));
}

export function limit(amount: number, window: Window, unit: PlainLimit['unit'] = 'requests'): PlainLimit {
  return { unit, amount, window };
}

export const minutes = {
  refill: { kind: 'refill', length: 'minute' },
  fixed: { kind: 'fixed', length: 'minute', zone: 'UTC' },
  rolling: { kind: 'rolling', length: 'minute' },
  first_use: { kind: 'first_use', length: 'minute' },
} as const satisfies Record<string, Window>;

const said = { rule: 'generic', confidence: 'high', message: 'said so' } as const;

/** Faults as the classifier gives them. */
export const faults = {
  serverError: { ...said, status: 500, class: 'transient', scope: 'key' },
  credential: { ...said, status: 401, class: 'credential', scope: 'key' },
  callerFault: { ...said, status: 400, class: 'caller_fault', scope: 'none', field: null },
  refusedContent: { ...said, status: 403, class: 'content_refused', scope: 'none' },
  tooLong: { ...said, status: 413, class: 'too_long', scope: 'none', limit: null, bucket: false },
  network: { ...said, status: 0, class: 'network', scope: 'provider', errorCode: 'ECONNREFUSED' },
  empty: { ...said, status: 200, class: 'empty_answer', scope: 'lane' },
  timeout: { ...said, status: 0, class: 'timeout', scope: 'lane', phase: 'first_token' },
} as const satisfies Record<string, Classification>;

export function rateLimited(
  scope: 'key' | 'account' | 'account_model',
  untilAt: number | null,
): Classification {
  return { ...said, status: 429, class: 'rate_limited', scope, untilAt, unit: 'requests', window: 'minute' };
}
