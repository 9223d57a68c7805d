import { opensAt } from './bench.ts';
import { bucketFreesAt, fits } from './bucket.ts';
import { admitsAt } from './breaker.ts';
import type { Pick, Quest } from './choose.ts';
import { demandOf, demandsOf, expectedSpending, remainingShare, withMaxTokens } from './demands.ts';
import type { KeyNode, Lane, ModelNode } from './nodes.ts';
import { rankOf, sunkRank } from './pace.ts';
import { laneOf } from './pool.ts';
import type { Spending } from './reserve.ts';
import { isShut, isShutFor, shutUntil } from './shut.ts';

/** The key of a model that may serve now, by the provider's rotation; null = none. */
export function chooseKey(quest: Quest, node: ModelNode): Pick | null {
  const { provider } = node;
  const { now } = quest;
  const spending = expectedSpending(node, quest.need);
  if (isShut(provider.shut, provider, now) || isShutFor(node.shut, provider, spending.tokens, now)) {
    quest.passedOver = true;
    return null;
  }
  quest.soonestAt = Infinity;
  const pick = inRotation(quest, node, spending);
  if (pick === null && quest.soonestAt > now)
    shutUntil(node.shut, provider, quest.soonestAt, { now, wanted: spending.tokens });
  return pick;
}

function inRotation(quest: Quest, node: ModelNode, spending: Spending): Pick | null {
  const { provider } = node;
  switch (provider.spec.rotation) {
    case 'round-robin':
      return inTurn(quest, node, spending, node.cursor);
    case 'sticky': {
      const { active } = provider;
      return inTurn(quest, node, spending, active === null ? 0 : Math.max(0, provider.keys.indexOf(active)));
    }
    case 'most-remaining':
      return mostRemaining(quest, node, spending);
    default:
      return provider.spec.rotation satisfies never;
  }
}

function inTurn(quest: Quest, node: ModelNode, spending: Spending, from: number): Pick | null {
  const { provider } = node;
  const { keys } = provider;
  let sunk = false;
  let standing = 0;
  for (let step = 0; step < keys.length; step += 1) {
    const index = (from + step) % keys.length;
    const key = keys[index];
    if (key === undefined || !stands(quest, key)) continue;
    standing += 1;
    const lane = laneOf(quest.pool, key, node);
    if (isSunk(lane, quest.now)) {
      sunk = true;
      continue;
    }
    const pick = tryLane(quest, lane, spending);
    if (pick === null) continue;
    node.cursor = index + 1;
    return pick;
  }
  if (standing === 0) shutUntil(provider.shut, provider, quest.soonestAt, quest);
  return sunk ? sunkInTurn(quest, node, spending) : null;
}

/** Nobody else of this model can: a slow key is better than none. */
function sunkInTurn(quest: Quest, node: ModelNode, spending: Spending): Pick | null {
  for (const key of node.provider.keys) {
    if (!stands(quest, key)) continue;
    const lane = laneOf(quest.pool, key, node);
    const pick = isSunk(lane, quest.now) ? tryLane(quest, lane, spending) : null;
    if (pick !== null) return pick;
  }
  return null;
}

/** Slow or unreliable with this key alone; what is slow with all keys sinks as a model. */
function isSunk({ pace, node }: Lane, now: number): boolean {
  if (pace === null) return false;
  return pace.rank >= sunkRank && pace.rank > node.pace.rank && rankOf(pace, now) >= sunkRank;
}

function mostRemaining(quest: Quest, node: ModelNode, spending: Spending): Pick | null {
  let best: Pick | null = null;
  let bestShare = -Infinity;
  for (const key of node.provider.keys) {
    if (!stands(quest, key)) continue;
    const pick = tryLane(quest, laneOf(quest.pool, key, node), spending);
    if (pick === null) continue;
    const share = remainingShare(pick.lane, quest.now);
    if (share > bestShare) [best, bestShare] = [pick, share];
  }
  return best;
}

/** Whether the key may serve any model now. */
function stands(quest: Quest, key: KeyNode): boolean {
  const at = keyStandsAt(key, quest.now);
  if (at <= quest.now) return true;
  if (at < quest.soonestAt) quest.soonestAt = at;
  return false;
}

/** Epoch ms from which the key may serve; Infinity when no clock says it. */
function keyStandsAt(key: KeyNode, now: number): number {
  if (!key.enabled || key.invalid !== null) return Infinity;
  return Math.max(opensAt(key.bench), opensAt(key.account.bench), admitsAt(key.breaker, now));
}

function tryLane(quest: Quest, lane: Lane, spending: Spending): Pick | null {
  const { now, need, tried } = quest;
  const at = tried.lanes.has(lane) ? now : laneFreesAt(lane, spending, now);
  if (at > now || tried.lanes.has(lane)) {
    if (at < quest.soonestAt) quest.soonestAt = at;
    quest.passedOver = true;
    return null;
  }
  const demands = demandsOf(lane, spending, now);
  const pick = { lane, demands, spending, maxTokens: null, passedOver: quest.passedOver };
  const { def } = lane.node.provider.spec;
  if (def.quota.reservesMaxTokens !== true || need.maxTokens === null) return pick;
  const bounded = withMaxTokens(pick, need.maxTokens, now);
  if (bounded.maxTokens === null || quest.mayBound) return bounded;
  quest.soonestAt = now;
  return null;
}

/** Epoch ms before which the lane cannot serve, as far as its first obstacle says; `now` or less = it can. */
function laneFreesAt(lane: Lane, spending: Spending, now: number): number {
  const at = Math.max(opensAt(lane.bench), opensAt(lane.accountModel));
  if (at > now) return at;
  for (const bucket of lane.buckets) {
    const amount = demandOf(lane, bucket, spending, now);
    if (!fits(bucket, amount, now)) return Math.max(now + 1, bucketFreesAt(bucket, amount, now));
  }
  return now;
}
