import type { Window } from '../catalog/types.ts';
import { bucketFreesAt, fits, limitOf, type Bucket } from './bucket.ts';
import { isBenched, type Bench } from './bench.ts';
import { admits, admitsAt, type Breaker } from './breaker.ts';
import type { Search } from './choose.ts';
import { demandOf, demandsOf, expectedSpending } from './demands.ts';
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
export function blocksOf(search: Search, mostKeys = Infinity): Block[] {
  const blocks: Block[] = [];
  for (const node of modelsOf(search)) {
    const spending = expectedSpending(node, search.need);
    for (const key of node.provider.keys.slice(0, mostKeys)) {
      const block = blockOf(search, laneOf(search.pool, key, node), spending);
      if (block !== null) blocks.push(block);
    }
  }
  return blocks;
}

/** All lanes at a glance; only a few are told one by one. */
export interface Survey {
  /** Epoch ms at which the first block ends; Infinity when no clock ends any. */
  readonly earliestAt: number;
  /** Lanes that are kept out, by what ends that. */
  readonly lanes: Readonly<Record<BlockEnd, number>>;
  /** The soonest to end, in that order. */
  readonly soonest: readonly Block[];
}

/** What keeps thousands of lanes from serving, without an object for each of them. */
export function survey(search: Search, most: number): Survey {
  const lanes = { clock: 0, call: 0, owner: 0, size: 0, never: 0 };
  const soonest: { readonly lane: Lane; readonly spending: Spending; readonly until: number }[] = [];
  const worst = new Worst();
  let earliestAt = Infinity;
  for (const node of modelsOf(search)) {
    const spending = expectedSpending(node, search.need);
    for (const key of node.provider.keys) {
      const lane = laneOf(search.pool, key, node);
      worst.look(search, lane, spending);
      if (worst.end === null) continue;
      const { until } = worst;
      lanes[worst.end] += 1;
      if (until < earliestAt) earliestAt = until;
      const last = soonest.at(-1);
      if (soonest.length < most || last === undefined || until < last.until) {
        let at = soonest.length;
        while (at > 0 && (soonest[at - 1]?.until ?? 0) > until) at -= 1;
        soonest.splice(at, 0, { lane, spending, until });
        if (soonest.length > most) soonest.pop();
      }
    }
  }
  const told = soonest.map(({ lane, spending }) => blockOf(search, lane, spending));
  return { earliestAt, lanes, soonest: told.filter((block) => block !== null) };
}

function modelsOf({ steps }: Search): ReadonlySet<ModelNode> {
  return new Set(steps.flatMap((step) => step.models));
}

function blockOf(search: Search, lane: Lane, spending: Spending): Block | null {
  const { node } = lane;
  const { tried, now } = search;
  const reasons = [...sharedBlocks(node, now), ...laneBlocks(lane, spending, now)];
  if (tried.lanes.has(lane) || tried.models.has(node))
    reasons.unshift({ reason: 'tried in this request', end: 'never', until: Infinity });
  const block = longest(reasons);
  return block === null ? null : { lane, node, ...block };
}

/** The longest of a lane's reasons, in one object for all lanes; they are looked at in the order of `blockOf`. */
class Worst {
  until = -Infinity;
  end: BlockEnd | null = null;

  look({ tried, now }: Search, lane: Lane, spending: Spending): void {
    const { key, node } = lane;
    this.until = -Infinity;
    this.end = null;
    if (tried.lanes.has(lane) || tried.models.has(node)) this.#add(Infinity, 'never');
    this.#addBench(node.provider.bench, now);
    this.#addBench(node.bench, now);
    this.#addBreaker(node.provider.breaker, now);
    this.#addBench(key.bench, now);
    this.#addBench(key.account.bench, now);
    this.#addBench(lane.accountModel, now);
    this.#addBench(lane.bench, now);
    if (!key.enabled || key.invalid !== null) this.#add(Infinity, 'owner');
    this.#addBreaker(key.breaker, now);
    for (const bucket of lane.buckets) {
      const amount = demandOf(lane, bucket, spending, now);
      if (fits(bucket, amount, now)) continue;
      const end = quotaEnd(bucket, amount, now);
      this.#add(end === 'clock' ? bucketFreesAt(bucket, amount, now) : Infinity, end);
    }
  }

  #addBench(bench: Bench, now: number): void {
    if (!isBenched(bench, now)) return;
    const end = benchEnd(bench, now);
    this.#add(end === 'clock' ? bench.untilAt : Infinity, end);
  }

  #addBreaker(breaker: Breaker, now: number): void {
    if (admits(breaker, now)) return;
    const until = admitsAt(breaker, now);
    this.#add(until, restEnd(until));
  }

  #add(until: number, end: BlockEnd): void {
    if (until <= this.until) return;
    this.until = until;
    this.end = end;
  }
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
const mostKeysTold = 2;

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

function benched(benches: readonly Bench[], now: number): Reason[] {
  return benches
    .filter((bench) => isBenched(bench, now))
    .map((bench) => {
      const end = benchEnd(bench, now);
      const reason = end === 'call' ? `${bench.reason}: one call tries it` : bench.reason;
      return { reason, end, until: end === 'clock' ? bench.untilAt : Infinity };
    });
}

/** A bench without an end is the owner's. */
function benchEnd({ untilAt }: Bench, now: number): BlockEnd {
  if (untilAt === Infinity) return 'owner';
  return untilAt > now ? 'clock' : 'call';
}

function resting(reason: string, until: number): Reason {
  return { reason, end: restEnd(until), until };
}

/** While a trial runs, its end frees the place. */
function restEnd(until: number): BlockEnd {
  return until === Infinity ? 'call' : 'clock';
}

function quotaEnd(bucket: Bucket, amount: number, now: number): BlockEnd {
  const limit = limitOf(bucket, now);
  if (limit === 0) return 'never';
  if (bucket.spec.window.kind === 'in_flight') return 'call';
  return amount > limit ? 'size' : 'clock';
}

function quotaBlock(bucket: Bucket, amount: number, now: number): Reason {
  const { unit, window } = bucket.spec;
  const limit = limitOf(bucket, now);
  const end = quotaEnd(bucket, amount, now);
  const until = end === 'clock' ? bucketFreesAt(bucket, amount, now) : Infinity;
  switch (end) {
    case 'never':
      return { reason: 'not granted in this plan', end, until };
    case 'call':
      return { reason: `${limit} at once are running`, end, until };
    case 'size': {
      const asked = `request of about ${Math.round(amount)} ${unit}`;
      return { reason: `${asked} exceeds the limit of ${limit}${spanOf(window)}`, end, until };
    }
    default:
      return { reason: `${limit} ${unit}${spanOf(window)} are used`, end, until };
  }
}

function spanOf(window: Window): string {
  return window.kind === 'in_flight' ? '' : ` a ${window.length}`;
}
