import type { Model, Provider, Unit, TokenSide, Window, WindowLength } from '../catalog/types.ts';
import { createBench, type Bench } from './bench.ts';
import { closedBreaker, type Breaker } from './breaker.ts';
import type { Bucket } from './bucket.ts';
import { createTokenModel, type TokenModel } from './estimate.ts';
import { createLatency, type Latency } from './latency.ts';
import { createPace, type Pace } from './pace.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createShut, type Shut } from './shut.ts';

/** A limit as the owner writes it in noria.yaml. */
export interface PlainLimit {
  readonly unit: Unit;
  readonly side?: TokenSide;
  readonly window: Window;
  readonly amount: number;
}

export type Rotation = 'round-robin' | 'sticky' | 'most-remaining';

/** A provider as this installation uses it: the catalog's facts and the owner's words. */
export interface ProviderSpec {
  readonly def: Provider;
  readonly baseUrl: string;
  readonly rotation: Rotation;
  /** Replaces the catalog's limits: one account, all its models together. null = the catalog's. */
  readonly limits: readonly PlainLimit[] | null;
  readonly modelLimits: ReadonlyMap<string, readonly PlainLimit[]>;
  readonly models: readonly Model[];
  readonly windows: Readonly<Partial<Record<WindowLength, Window>>>;
  /** Place in the `auto` cascade; lower first. */
  readonly order: number;
}

export interface KeySpec {
  readonly id: string;
  readonly provider: string;
  readonly secret: string;
  readonly masked: string;
  readonly label: string | null;
  /** Keys with the same account share its limits; null = the key is its own account. */
  readonly account: string | null;
  readonly enabled: boolean;
}

export interface ProviderNode {
  readonly id: string;
  readonly spec: ProviderSpec;
  readonly keys: KeyNode[];
  readonly accounts: Map<string, AccountNode>;
  readonly models: Map<string, ModelNode>;
  /** Buckets of a lane by owner and model: lanes of one account share the list. */
  readonly laneBuckets: Map<string, Bucket[]>;
  readonly bench: Bench;
  breaker: Breaker;
  /** Accounts among the breaker's failures in a row. */
  readonly failingAccounts: Set<AccountNode>;
  /** Refusals that no known limit explains: three distinct keys within 10 s speak of the IP or a shared account. */
  unexplained: { readonly key: KeyNode; readonly at: number; readonly lane: Lane }[];
  /** The key that serves now. */
  active: KeyNode | null;
  readonly totalLatency: Latency;
  successes: number;
  failures: number;
  /** Grows with whatever may let somebody serve sooner than a clock says (shut.ts). */
  changes: number;
  /** Calls that were begun: each takes from what is left. */
  begun: number;
  /** Accounts that may be one. */
  readonly sharing: Sharing;
  /** No key may serve. */
  readonly shut: Shut;
}

export interface AccountNode {
  readonly id: string;
  readonly provider: ProviderNode;
  readonly bench: Bench;
  /** Benches of one model for this account. */
  readonly modelBenches: Map<string, Bench>;
}

export interface KeyNode {
  readonly id: string;
  readonly spec: KeySpec;
  readonly provider: ProviderNode;
  readonly account: AccountNode;
  readonly bench: Bench;
  breaker: Breaker;
  invalid: { readonly reason: string; readonly at: number } | null;
  enabled: boolean;
  successes: number;
  errors: number;
  lastError: { readonly class: string; readonly message: string; readonly at: number } | null;
  lastUsedAt: number | null;
}

export interface ModelNode {
  readonly provider: ProviderNode;
  readonly model: Model;
  readonly bench: Bench;
  readonly tokens: TokenModel;
  /** Over all its keys. */
  readonly pace: Pace;
  readonly lanes: Map<string, Lane>;
  /** Where round-robin goes on. */
  cursor: number;
  /** Parameters this model was seen to refuse: dropped from then on. */
  readonly refusedParams: Set<string>;
  /** Most tokens that it was seen to write at once; null = nobody has said. */
  mostOutput: number | null;
  /** No lane can serve. */
  readonly shut: Shut;
}

/** A key with a model: what serves one call. Drinks from all its buckets at once. */
export interface Lane {
  readonly key: KeyNode;
  readonly node: ModelNode;
  readonly bench: Bench;
  /** null until it has served or failed: most lanes never do. */
  pace: Pace | null;
  /** Bench of the account for this model. */
  readonly accountModel: Bench;
  /** All that may keep the lane out, and that a call over it tries. */
  readonly benches: readonly Bench[];
  /** Grows when headers tell of limits the catalog does not know. Shared by all lanes of the same owner and model. */
  readonly buckets: Bucket[];
}

export function createProviderNode(spec: ProviderSpec): ProviderNode {
  return {
    id: spec.def.id,
    spec,
    keys: [],
    accounts: new Map(),
    models: new Map(),
    laneBuckets: new Map(),
    bench: createBench(),
    breaker: closedBreaker,
    failingAccounts: new Set(),
    unexplained: [],
    active: null,
    totalLatency: createLatency(),
    successes: 0,
    failures: 0,
    changes: 0,
    begun: 0,
    sharing: createSharing(),
    shut: createShut(),
  };
}

export function createModelNode(provider: ProviderNode, model: Model): ModelNode {
  return {
    provider,
    model,
    bench: createBench(),
    tokens: createTokenModel(),
    pace: createPace(),
    lanes: new Map(),
    cursor: 0,
    refusedParams: new Set(),
    mostOutput: null,
    shut: createShut(),
  };
}

export function createKeyNode(provider: ProviderNode, account: AccountNode, spec: KeySpec): KeyNode {
  return {
    id: spec.id,
    spec,
    provider,
    account,
    bench: createBench(),
    breaker: closedBreaker,
    invalid: null,
    enabled: spec.enabled,
    successes: 0,
    errors: 0,
    lastError: null,
    lastUsedAt: null,
  };
}

export function createAccountNode(provider: ProviderNode, id: string): AccountNode {
  return { id, provider, bench: createBench(), modelBenches: new Map() };
}
