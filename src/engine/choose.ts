import { bucketFreesAt, fits, limitOf, spareOf, type Bucket } from './bucket.ts';
import { admits, admitsAt } from './breaker.ts';
import { estimateTokens } from './estimate.ts';
import type { KeyNode, Lane, ModelNode, ProviderNode } from './nodes.ts';
import { laneOf, type Pool } from './pool.ts';
import { amountOf, type Demand, type Spending } from './reserve.ts';

/** What a request asks of a lane, as far as choosing goes. */
export interface Need {
  /** Characters of the prompt, for the token estimate. */
  readonly chars: number;
  /** The client's own bound of the answer; null = none. */
  readonly maxTokens: number | null;
  readonly seconds: number;
}

/** Models in the order in which they are asked; one step of a route. */
export interface Step {
  readonly name: string;
  readonly models: readonly ModelNode[];
}

/** What this request has tried already and will not try again. */
export interface Tried {
  readonly lanes: ReadonlySet<Lane>;
  readonly models: ReadonlySet<ModelNode>;
}

/** What is looked for, where and when. */
export interface Search {
  readonly pool: Pool;
  readonly steps: readonly Step[];
  readonly need: Need;
  readonly tried: Tried;
  /** Epoch ms. */
  readonly now: number;
}

export interface Pick {
  readonly lane: Lane;
  readonly demands: readonly Demand[];
  readonly spending: Spending;
}

/** Why a lane cannot serve now, and when that ends: Infinity when a clock does not end it. */
export interface Block {
  readonly lane: Lane | null;
  readonly node: ModelNode;
  readonly reason: string;
  readonly until: number;
}

/** The first lane that may serve now: the steps in order, their models in order, the keys by the provider's rotation. */
export function choose(search: Search): Pick | null {
  for (const step of search.steps) {
    for (const node of step.models) {
      if (search.tried.models.has(node) || !mayServe(node, search.now)) continue;
      const pick = chooseKey(search, node);
      if (pick !== null) return pick;
    }
  }
  return null;
}

/** What a call over this model is expected to use. */
export function expectedSpending(node: ModelNode, need: Need): Spending {
  return { tokens: estimateTokens(node.tokens, need.chars, need.maxTokens), seconds: need.seconds };
}

/** True when the prompt cannot fit the model's window, whatever the quota. */
export function exceedsContext(node: ModelNode, need: Need): boolean {
  const { context } = node.model;
  return context !== null && expectedSpending(node, need).tokens.input > context;
}

function mayServe(node: ModelNode, now: number): boolean {
  const { provider } = node;
  return provider.bench.untilAt <= now && node.bench.untilAt <= now && admits(provider.breaker, now);
}

function chooseKey(search: Search, node: ModelNode): Pick | null {
  const { provider } = node;
  const spending = expectedSpending(node, search.need);
  switch (provider.spec.rotation) {
    case 'round-robin':
      return inTurn(search, node, spending, node.cursor);
    case 'sticky':
      return inTurn(
        search,
        node,
        spending,
        Math.max(
          0,
          provider.keys.findIndex((key) => key === provider.active),
        ),
      );
    case 'most-remaining':
      return mostRemaining(search, node, spending);
    default:
      return provider.spec.rotation satisfies never;
  }
}

function inTurn(search: Search, node: ModelNode, spending: Spending, from: number): Pick | null {
  const { keys } = node.provider;
  for (let step = 0; step < keys.length; step += 1) {
    const index = (from + step) % keys.length;
    const key = keys[index];
    if (key === undefined || !keyMayServe(key, search.now)) continue;
    const pick = tryLane(search, laneOf(search.pool, key, node), spending);
    if (pick === null) continue;
    node.cursor = index + 1;
    return pick;
  }
  return null;
}

function mostRemaining(search: Search, node: ModelNode, spending: Spending): Pick | null {
  let best: Pick | null = null;
  let bestShare = -Infinity;
  for (const key of node.provider.keys) {
    if (!keyMayServe(key, search.now)) continue;
    const pick = tryLane(search, laneOf(search.pool, key, node), spending);
    if (pick === null) continue;
    const share = remainingShare(pick.lane, search.now);
    if (share > bestShare) [best, bestShare] = [pick, share];
  }
  return best;
}

function keyMayServe(key: KeyNode, now: number): boolean {
  return (
    key.enabled &&
    key.invalid === null &&
    key.bench.untilAt <= now &&
    key.account.bench.untilAt <= now &&
    admits(key.breaker, now)
  );
}

function tryLane({ tried, now }: Search, lane: Lane, spending: Spending): Pick | null {
  if (lane.bench.untilAt > now || lane.accountModel.untilAt > now || tried.lanes.has(lane)) return null;
  const demands = demandsOf(lane, spending);
  for (const { bucket, amount } of demands) if (!fits(bucket, amount, now)) return null;
  return { lane, demands, spending };
}

export function demandsOf(lane: Lane, spending: Spending): Demand[] {
  const { model } = lane.node;
  return lane.buckets.map((bucket) => ({ bucket, amount: amountOf(bucket.spec, model, spending) }));
}

/** Smallest share that any limited bucket of the lane has left, 0 to 1. */
export function remainingShare(lane: Lane, now: number): number {
  let least = 1;
  for (const bucket of lane.buckets) {
    const limit = limitOf(bucket, now);
    if (limit !== Infinity && limit > 0) least = Math.min(least, spareOf(bucket, now) / limit);
  }
  return least;
}

/** For every lane of the steps, what keeps it from serving: the longest of its reasons. */
export function blocksOf({ pool, steps, need, tried, now }: Search): Block[] {
  const blocks: Block[] = [];
  for (const node of new Set(steps.flatMap((step) => step.models))) {
    if (node.provider.keys.length === 0) continue;
    const spending = expectedSpending(node, need);
    const shared = longest(sharedBlocks(node, now));
    for (const key of node.provider.keys) {
      const lane = laneOf(pool, key, node);
      const tries =
        tried.lanes.has(lane) || tried.models.has(node)
          ? { reason: 'tried in this request', until: Infinity }
          : null;
      const own = longest(laneBlocks(lane, spending, now));
      const block = longest([tries, shared, own].filter((found) => found !== null));
      if (block !== null) blocks.push({ lane, node, ...block });
    }
  }
  return blocks;
}

interface Reason {
  readonly reason: string;
  readonly until: number;
}

function longest(reasons: readonly Reason[]): Reason | null {
  let worst: Reason | null = null;
  for (const reason of reasons) if (worst === null || reason.until > worst.until) worst = reason;
  return worst;
}

function sharedBlocks(node: ModelNode, now: number): Reason[] {
  const { provider } = node;
  const reasons: Reason[] = [];
  if (provider.bench.untilAt > now)
    reasons.push({ reason: provider.bench.reason, until: provider.bench.untilAt });
  if (!admits(provider.breaker, now))
    reasons.push({ reason: 'provider is failing', until: admitsAt(provider.breaker, now) });
  if (node.bench.untilAt > now) reasons.push({ reason: node.bench.reason, until: node.bench.untilAt });
  return reasons;
}

function laneBlocks(lane: Lane, spending: Spending, now: number): Reason[] {
  const { key } = lane;
  const reasons: Reason[] = [];
  if (!key.enabled) reasons.push({ reason: 'key disabled', until: Infinity });
  if (key.invalid !== null) reasons.push({ reason: 'key invalid', until: Infinity });
  for (const bench of [key.bench, key.account.bench, lane.accountModel, lane.bench]) {
    if (bench.untilAt > now) reasons.push({ reason: bench.reason, until: bench.untilAt });
  }
  if (!admits(key.breaker, now))
    reasons.push({ reason: 'key is resting', until: admitsAt(key.breaker, now) });
  for (const { bucket, amount } of demandsOf(lane, spending)) {
    if (fits(bucket, amount, now)) continue;
    reasons.push({ reason: quotaReason(bucket, amount, now), until: bucketFreesAt(bucket, amount, now) });
  }
  return reasons;
}

function quotaReason(bucket: Bucket, amount: number, now: number): string {
  const { unit, window } = bucket.spec;
  const limit = limitOf(bucket, now);
  if (limit === 0) return 'not granted in this plan';
  if (window.kind === 'in_flight') return `${limit} at once are running`;
  if (amount > limit)
    return `request of about ${Math.round(amount)} ${unit} exceeds the limit of ${limit} a ${window.length}`;
  return `${limit} ${unit} a ${window.length} are used`;
}

/** Keys of a provider that can serve some model now; for health and logs. */
export function isUsable(provider: ProviderNode): boolean {
  return provider.spec.def.retired === undefined && provider.keys.length > 0 && provider.models.size > 0;
}
