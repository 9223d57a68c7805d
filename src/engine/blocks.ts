import { bucketFreesAt, fits, limitOf, type Bucket } from './bucket.ts';
import { isBenched, type Bench } from './bench.ts';
import { admits, admitsAt } from './breaker.ts';
import { demandsOf, expectedSpending, type Search } from './choose.ts';
import type { Lane, ModelNode } from './nodes.ts';
import { laneOf } from './pool.ts';
import type { Spending } from './reserve.ts';

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

/** For every lane of the steps (at most `mostKeys` of a model), what keeps it from serving: the longest of its reasons. */
export function blocksOf({ pool, steps, need, tried, now }: Search, mostKeys = Infinity): Block[] {
  const blocks: Block[] = [];
  for (const node of new Set(steps.flatMap((step) => step.models))) {
    if (node.provider.keys.length === 0) continue;
    const spending = expectedSpending(node, need);
    const shared = longest(sharedBlocks(node, now));
    for (const key of node.provider.keys.slice(0, mostKeys)) {
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

/** What kept those from serving that come before a chosen lane, and the other keys of its model; a few of many. */
export function blocksBefore(search: Search, chosen: Lane): Block[] {
  const before: ModelNode[] = [];
  for (const step of search.steps) {
    for (const node of step.models) {
      if (before.length < mostModelsTold) before.push(node);
      if (node === chosen.node)
        return blocksOf({ ...search, steps: [{ ...step, models: before }] }, mostKeysTold);
    }
  }
  return [];
}

const mostModelsTold = 12;
const mostKeysTold = 5;

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
    .filter((bench) => isBenched(bench, now))
    .map(({ reason, untilAt }) => {
      if (untilAt === Infinity) return { reason, end: 'owner', until: untilAt };
      return untilAt > now
        ? { reason, end: 'clock', until: untilAt }
        : { reason: `${reason}: one call tries it`, end: 'call', until: Infinity };
    });
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
