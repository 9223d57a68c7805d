import { bucketFreesAt, fits, limitOf, spareOf, type Bucket } from './bucket.ts';
import type { Bench } from './bench.ts';
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
  /** `max_tokens` to send where the client's own is more than the provider would let in; null = the client's. */
  readonly maxTokens: number | null;
}

/** What ends a block: a clock, the end of a running call, the owner, a smaller request, or nothing as far as this request goes. */
export type BlockEnd = 'clock' | 'call' | 'owner' | 'size' | 'never';

interface Reason {
  /** In words, for the client. */
  readonly reason: string;
  readonly end: BlockEnd;
  /** Epoch ms; Infinity when it is no clock that ends it. */
  readonly until: number;
}

/** Why a lane cannot serve now. */
export interface Block extends Reason {
  readonly lane: Lane;
  readonly node: ModelNode;
}

/**
 * The first lane that may serve now: the steps in order, their models in order, the keys by the provider's rotation.
 * Bounding the client's `max_tokens` may cut an answer, so that is done only when no lane takes the request as it is.
 */
export function choose(search: Search): Pick | null {
  return chooseFrom(search, false) ?? (search.need.maxTokens === null ? null : chooseFrom(search, true));
}

function chooseFrom({ steps, ...search }: Search, mayBound: boolean): Pick | null {
  const wanted = { ...search, mayBound };
  for (const step of steps) {
    for (const node of step.models) {
      if (wanted.tried.models.has(node) || !mayServe(node, wanted.now)) continue;
      const pick = chooseKey(wanted, node);
      if (pick !== null) return pick;
    }
  }
  return null;
}

/** A search without its steps, and whether `max_tokens` may be bounded. */
interface Quest extends Omit<Search, 'steps'> {
  readonly mayBound: boolean;
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

function chooseKey(search: Quest, node: ModelNode): Pick | null {
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

function inTurn(search: Quest, node: ModelNode, spending: Spending, from: number): Pick | null {
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

function mostRemaining(search: Quest, node: ModelNode, spending: Spending): Pick | null {
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

function tryLane({ tried, need, now, mayBound }: Quest, lane: Lane, spending: Spending): Pick | null {
  if (lane.bench.untilAt > now || lane.accountModel.untilAt > now || tried.lanes.has(lane)) return null;
  const demands = demandsOf(lane, spending, now);
  for (const { bucket, amount } of demands) if (!fits(bucket, amount, now)) return null;
  const { def } = lane.node.provider.spec;
  if (def.quota.reservesMaxTokens !== true || need.maxTokens === null)
    return { lane, demands, spending, maxTokens: null };
  const pick = withMaxTokens({ lane, demands, spending, maxTokens: null }, need.maxTokens, now);
  return pick.maxTokens === null || mayBound ? pick : null;
}

/**
 * For a provider that takes `max_tokens` from its buckets beforehand: reserves as much of it as there is beyond what is
 * expected, and bounds what is sent by that. Asking for more would be refused; reserving all would wait for a full bucket.
 */
function withMaxTokens(pick: Pick, maxTokens: number, now: number): Pick {
  const wanted = maxTokens - pick.spending.tokens.output;
  if (wanted <= 0) return pick;
  let granted = wanted;
  for (const { bucket, amount } of pick.demands) {
    if (countsOutput(bucket)) granted = Math.min(granted, Math.floor(spareOf(bucket, now) - amount));
  }
  const demands = pick.demands.map(({ bucket, amount }) => ({
    bucket,
    amount: countsOutput(bucket) ? amount + granted : amount,
  }));
  return { ...pick, demands, maxTokens: granted < wanted ? pick.spending.tokens.output + granted : null };
}

function countsOutput({ spec }: Bucket): boolean {
  return spec.unit === 'tokens' && spec.side !== 'input';
}

export function demandsOf(lane: Lane, spending: Spending, now: number): Demand[] {
  const { model } = lane.node;
  return lane.buckets.map((bucket) => ({
    bucket,
    amount: demandOf(bucket, amountOf(bucket.spec, model, spending), spending, now),
  }));
}

/** The answer's length is a guess: a guess never makes a request larger than a bucket that its prompt fits. */
function demandOf(bucket: Bucket, amount: number, { tokens }: Spending, now: number): number {
  if (!countsOutput(bucket)) return amount;
  const limit = limitOf(bucket, now);
  const prompt = bucket.spec.side === 'output' ? 0 : tokens.input;
  return amount > limit && prompt < limit ? limit : amount;
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
          ? { reason: 'tried in this request', end: 'never' as const, until: Infinity }
          : null;
      const own = longest(laneBlocks(lane, spending, now));
      const block = longest([tries, shared, own].filter((found) => found !== null));
      if (block !== null) blocks.push({ lane, node, ...block });
    }
  }
  return blocks;
}

function longest(reasons: readonly Reason[]): Reason | null {
  let worst: Reason | null = null;
  for (const reason of reasons) if (worst === null || reason.until > worst.until) worst = reason;
  return worst;
}

function sharedBlocks(node: ModelNode, now: number): Reason[] {
  const { provider } = node;
  const failing = admits(provider.breaker, now)
    ? []
    : [resting('provider is failing', admitsAt(provider.breaker, now))];
  return [...benched([provider.bench, node.bench], now), ...failing];
}

function laneBlocks(lane: Lane, spending: Spending, now: number): Reason[] {
  const { key } = lane;
  const reasons = benched([key.bench, key.account.bench, lane.accountModel, lane.bench], now);
  if (!key.enabled) reasons.push({ reason: 'key disabled', end: 'owner', until: Infinity });
  if (key.invalid !== null) reasons.push({ reason: 'key invalid', end: 'owner', until: Infinity });
  if (!admits(key.breaker, now)) reasons.push(resting('key is resting', admitsAt(key.breaker, now)));
  for (const { bucket, amount } of demandsOf(lane, spending, now)) {
    if (!fits(bucket, amount, now)) reasons.push(quotaBlock(bucket, amount, now));
  }
  return reasons;
}

/** A bench without an end is the owner's. */
function benched(benches: readonly Bench[], now: number): Reason[] {
  return benches
    .filter(({ untilAt }) => untilAt > now)
    .map(({ reason, untilAt }) => ({
      reason,
      end: untilAt === Infinity ? 'owner' : 'clock',
      until: untilAt,
    }));
}

/** While a trial runs, its end frees the place. */
function resting(reason: string, until: number): Reason {
  return { reason, end: until === Infinity ? 'call' : 'clock', until };
}

function quotaBlock(bucket: Bucket, amount: number, now: number): Reason {
  const { unit, window } = bucket.spec;
  const limit = limitOf(bucket, now);
  if (limit === 0) return { reason: 'not granted in this plan', end: 'never', until: Infinity };
  if (window.kind === 'in_flight')
    return { reason: `${limit} at once are running`, end: 'call', until: Infinity };
  if (amount > limit) {
    const reason = `request of about ${Math.round(amount)} ${unit} exceeds the limit of ${limit} a ${window.length}`;
    return { reason, end: 'size', until: Infinity };
  }
  return {
    reason: `${limit} ${unit} a ${window.length} are used`,
    end: 'clock',
    until: bucketFreesAt(bucket, amount, now),
  };
}

/** Keys of a provider that can serve some model now; for health and logs. */
export function isUsable(provider: ProviderNode): boolean {
  return provider.spec.def.retired === undefined && provider.keys.length > 0 && provider.models.size > 0;
}
