import { isBenched } from './bench.ts';
import { fits, limitOf, spareOf, type Bucket } from './bucket.ts';
import { admits } from './breaker.ts';
import { estimateTokens } from './estimate.ts';
import type { KeyNode, Lane, ModelNode, ProviderNode } from './nodes.ts';
import { rankOf } from './pace.ts';
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
  /** Steps of one group follow each other; within it those that sank for being slow or unreliable come last. */
  readonly group: number;
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
  /** How finely models of one group are told apart by their pace. */
  readonly order: 'steady' | 'fastest';
  /** Epoch ms. */
  readonly now: number;
}

export interface Pick {
  readonly lane: Lane;
  readonly demands: readonly Demand[];
  readonly spending: Spending;
  /** `max_tokens` to send where the client's own is more than the provider would let in; null = the client's. */
  readonly maxTokens: number | null;
  /** Somebody who comes before it could not serve. */
  readonly passedOver: boolean;
}

/**
 * The first lane that may serve now: the groups of steps in order; within a group by pace, then the steps and their models
 * in order; the keys by the provider's rotation. Bounding the client's `max_tokens` may cut an answer, so that is done
 * only when no lane takes the request as it is.
 */
export function choose(search: Search): Pick | null {
  return chooseFrom(search, false) ?? (search.need.maxTokens === null ? null : chooseFrom(search, true));
}

function chooseFrom(search: Search, mayBound: boolean): Pick | null {
  const { steps } = search;
  const quest: Quest = { ...search, mayBound, passedOver: false };
  for (let from = 0; from < steps.length;) {
    let to = from + 1;
    while (to < steps.length && steps[to]?.group === steps[from]?.group) to += 1;
    const pick = chooseInGroup(quest, from, to);
    if (pick !== null) return pick;
    from = to;
  }
  return null;
}

/** The steps from `from` up to `to`, the quickest and most reliable models first. */
function chooseInGroup(quest: Quest, from: number, to: number): Pick | null {
  const { steps, now } = quest;
  let rank = 0;
  while (rank !== Infinity) {
    let following = Infinity;
    for (let at = from; at < to; at += 1) {
      for (const node of steps[at]?.models ?? []) {
        const own = rankIn(quest.order, node, now);
        if (own > rank && own < following) following = own;
        if (own !== rank) continue;
        const pick = chooseNode(quest, node);
        if (pick !== null) return pick;
        quest.passedOver = true;
      }
    }
    rank = following;
  }
  return null;
}

function chooseNode(quest: Quest, node: ModelNode): Pick | null {
  if (quest.tried.models.has(node) || !mayServe(node, quest.now)) return null;
  return chooseKey(quest, node);
}

/** 0 comes first. Where the owner or the request gave the order, only what is really slow falls behind. */
function rankIn(order: Search['order'], node: ModelNode, now: number): number {
  const rank = rankOf(node.pace, now);
  return order === 'fastest' || rank >= sunkRank ? rank : 0;
}

const sunkRank = 2;

/** A search on its way, and whether `max_tokens` may be bounded. */
interface Quest extends Search {
  readonly mayBound: boolean;
  passedOver: boolean;
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
  return !isBenched(provider.bench, now) && !isBenched(node.bench, now) && admits(provider.breaker, now);
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
  let sunk = false;
  for (let step = 0; step < keys.length; step += 1) {
    const index = (from + step) % keys.length;
    const key = keys[index];
    if (key === undefined || !keyMayServe(key, search.now)) continue;
    const lane = laneOf(search.pool, key, node);
    if (isSunk(lane, search.now)) {
      sunk = true;
      continue;
    }
    const pick = tryLane(search, lane, spending);
    if (pick === null) continue;
    node.cursor = index + 1;
    return pick;
  }
  return sunk ? sunkInTurn(search, node, spending) : null;
}

/** Nobody else of this model can: a slow key is better than none. */
function sunkInTurn(search: Quest, node: ModelNode, spending: Spending): Pick | null {
  for (const key of node.provider.keys) {
    if (!keyMayServe(key, search.now)) continue;
    const lane = laneOf(search.pool, key, node);
    const pick = isSunk(lane, search.now) ? tryLane(search, lane, spending) : null;
    if (pick !== null) return pick;
  }
  return null;
}

/** Slow or unreliable with this key alone; what is slow with all keys sinks as a model. */
function isSunk({ pace, node }: Lane, now: number): boolean {
  if (pace === null) return false;
  return pace.rank >= sunkRank && pace.rank > node.pace.rank && rankOf(pace, now) >= sunkRank;
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
    !isBenched(key.bench, now) &&
    !isBenched(key.account.bench, now) &&
    admits(key.breaker, now)
  );
}

function tryLane(quest: Quest, lane: Lane, spending: Spending): Pick | null {
  const { tried, need, now, mayBound } = quest;
  const out = isBenched(lane.bench, now) || isBenched(lane.accountModel, now) || tried.lanes.has(lane);
  const demands = out ? null : fittingDemands(lane, spending, now);
  if (demands === null) {
    quest.passedOver = true;
    return null;
  }
  const pick = { lane, demands, spending, maxTokens: null, passedOver: quest.passedOver };
  const { def } = lane.node.provider.spec;
  if (def.quota.reservesMaxTokens !== true || need.maxTokens === null) return pick;
  const bounded = withMaxTokens(pick, need.maxTokens, now);
  return bounded.maxTokens === null || mayBound ? bounded : null;
}

/** What a call takes from each bucket; null when one of them has too little. */
function fittingDemands(lane: Lane, spending: Spending, now: number): Demand[] | null {
  const demands = demandsOf(lane, spending, now);
  for (const { bucket, amount } of demands) if (!fits(bucket, amount, now)) return null;
  return demands;
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

/** Keys of a provider that can serve some model now; for health and logs. */
export function isUsable(provider: ProviderNode): boolean {
  return provider.spec.def.retired === undefined && provider.keys.length > 0 && provider.models.size > 0;
}
