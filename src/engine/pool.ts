import type { Model } from '../catalog/types.ts';
import { createBench, type Bench } from './bench.ts';
import { bucketsOf, ownerOf, type Buckets } from './lane-buckets.ts';
import {
  createAccountNode,
  createKeyNode,
  createModelNode,
  createProviderNode,
  type AccountNode,
  type KeyNode,
  type KeySpec,
  type Lane,
  type ModelNode,
  type ProviderNode,
  type ProviderSpec,
} from './nodes.ts';
import { noteChange } from './shut.ts';
import { recallBreaker, type StateMemory } from './states.ts';

/** All providers, keys and models that this installation can use. */
export interface Pool {
  /** In the order of the cascade. */
  readonly providers: Map<string, ProviderNode>;
  readonly keys: Map<string, KeyNode>;
  readonly buckets: Buckets;
  readonly states: StateMemory;
  /** In [0, 1): spreads guessed times, so that nothing ends together. */
  readonly random: () => number;
  /** Grows with every change of providers, keys and models: what was derived from an older one is out of date. */
  version: number;
}

export interface PoolParts {
  readonly buckets: Buckets;
  readonly states: StateMemory;
  readonly random: () => number;
}

export function createPool(parts: PoolParts): Pool {
  return { providers: new Map(), keys: new Map(), version: 0, ...parts };
}

/** Adds a provider, or replaces its settings while its keys stay. */
export function putProvider(pool: Pool, spec: ProviderSpec): ProviderNode {
  const old = pool.providers.get(spec.def.id);
  const node = createProviderNode(spec);
  const state = pool.states.get(`provider|${node.id}`);
  recallBench(node.bench, state?.bench);
  if (state?.breaker !== undefined) node.breaker = recallBreaker(state.breaker, 0);
  for (const model of spec.models) putModel(pool, node, model);
  pool.providers.set(spec.def.id, node);
  pool.version += 1;
  sortProviders(pool);
  // A copy: each key leaves the old list as it is put.
  for (const key of old?.keys.slice() ?? []) putKey(pool, { ...key.spec, enabled: key.enabled });
  return node;
}

export function dropProvider(pool: Pool, id: string): void {
  for (const key of pool.providers.get(id)?.keys.slice() ?? []) dropKey(pool, key.id);
  pool.providers.delete(id);
  pool.version += 1;
}

/** Adds a model, from the catalog or from the provider's own list; a known one is left as it is. */
export function putModel(pool: Pool, provider: ProviderNode, model: Model): ModelNode {
  const known = provider.models.get(model.id);
  if (known !== undefined) return known;
  const node = createModelNode(provider, model);
  recallBench(node.bench, pool.states.get(`model|${provider.id}|${model.id}`)?.bench);
  provider.models.set(model.id, node);
  pool.version += 1;
  return node;
}

/** Adds a key; the same id again replaces label, account and state. */
export function putKey(pool: Pool, spec: KeySpec): KeyNode {
  const provider = pool.providers.get(spec.provider);
  if (provider === undefined) throw new Error(`no provider ${spec.provider} for key ${spec.masked}`);
  dropKey(pool, spec.id);
  const key = createKeyNode(provider, accountOf(pool, provider, spec.account ?? spec.id), spec);
  const state = pool.states.get(`key|${key.id}`);
  recallBench(key.bench, state?.bench);
  if (state?.breaker !== undefined) key.breaker = recallBreaker(state.breaker, 0);
  key.invalid = state?.invalid ?? null;
  key.enabled = spec.enabled && state?.enabled !== false;
  provider.keys.push(key);
  noteChange(provider);
  pool.keys.set(key.id, key);
  pool.version += 1;
  return key;
}

export function dropKey(pool: Pool, id: string): KeyNode | null {
  const key = pool.keys.get(id);
  if (key === undefined) return null;
  pool.keys.delete(id);
  pool.version += 1;
  const { provider } = key;
  provider.keys.splice(provider.keys.indexOf(key), 1);
  for (const node of provider.models.values()) node.lanes.delete(id);
  if (provider.active === key) provider.active = null;
  return key;
}

/** The lane of a key and a model, made at its first use: 10,000 keys times 20 models are not made in advance. */
export function laneOf(pool: Pool, key: KeyNode, node: ModelNode): Lane {
  const known = node.lanes.get(key.id);
  if (known !== undefined) return known;
  const bench = createBench();
  const accountModel = accountModelBench(pool, key.account, node.model.id);
  const lane: Lane = {
    key,
    node,
    bench,
    pace: null,
    accountModel,
    benches: [key.bench, key.account.bench, accountModel, bench, node.bench, node.provider.bench],
    buckets: laneBuckets(pool, key, node),
  };
  node.lanes.set(key.id, lane);
  return lane;
}

function laneBuckets(pool: Pool, key: KeyNode, node: ModelNode): Lane['buckets'] {
  const id = `${ownerOf(key)}|${node.model.id}`;
  const known = node.provider.laneBuckets.get(id);
  if (known !== undefined) return known;
  const buckets = bucketsOf(key, node, pool.buckets);
  node.provider.laneBuckets.set(id, buckets);
  return buckets;
}

function accountModelBench(pool: Pool, account: AccountNode, model: string): Bench {
  let bench = account.modelBenches.get(model);
  if (bench === undefined) {
    bench = createBench();
    recallBench(bench, pool.states.get(`account|${account.provider.id}|${account.id}|${model}`)?.bench);
    account.modelBenches.set(model, bench);
  }
  return bench;
}

/** What was known of a node before a restart or an edit. */
function recallBench(bench: Bench, known: Bench | undefined): void {
  // A bench without an end is the owner's word, which is kept elsewhere; JSON has no infinity.
  if (known !== undefined && Number.isFinite(known.untilAt)) Object.assign(bench, known, { trialUntilAt: 0 });
}

function accountOf(pool: Pool, provider: ProviderNode, id: string): AccountNode {
  let account = provider.accounts.get(id);
  if (account === undefined) {
    account = createAccountNode(provider, id);
    recallBench(account.bench, pool.states.get(`account|${provider.id}|${id}`)?.bench);
    provider.accounts.set(id, account);
  }
  return account;
}

function sortProviders(pool: Pool): void {
  const sorted = [...pool.providers.values()].toSorted((a, b) => a.spec.order - b.spec.order);
  pool.providers.clear();
  for (const provider of sorted) pool.providers.set(provider.id, provider);
}
