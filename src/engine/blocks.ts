import { bucketFreesAt, fits, limitOf, type Bucket } from './bucket.ts';
import { isBenched, type Bench } from './bench.ts';
import { admits, admitsAt, type Breaker } from './breaker.ts';
import type { Search } from './choose.ts';
import { demandOf, expectedSpending } from './demands.ts';
import type { Lane, ModelNode } from './nodes.ts';
import { laneOf } from './pool.ts';
import type { Spending } from './reserve.ts';

/** What ends a block: a clock, the end of a running call, the owner, a smaller request, or nothing as far as this request goes. */
export type BlockEnd = 'clock' | 'call' | 'owner' | 'size' | 'never';

/** Why a lane cannot serve now. */
export interface Block {
  readonly lane: Lane;
  readonly node: ModelNode;
  /** In words, for the client. */
  readonly reason: string;
  readonly end: BlockEnd;
  /** Epoch ms; Infinity when it is no clock that ends it. */
  readonly until: number;
}

/** For every lane of the steps (at most `mostKeys` of a model), what keeps it from serving: the longest of its reasons. */
export function blocksOf(search: Search, mostKeys = Infinity): Block[] {
  const blocks: Block[] = [];
  const worst = new Worst(search);
  for (const node of modelsOf(search)) {
    const spending = expectedSpending(node, search.need);
    for (const key of node.provider.keys.slice(0, mostKeys)) {
      const block = worst.blockOf(laneOf(search.pool, key, node), spending);
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
  const worst = new Worst(search);
  let earliestAt = Infinity;
  for (const node of modelsOf(search)) {
    const spending = expectedSpending(node, search.need);
    for (const key of node.provider.keys) {
      const lane = laneOf(search.pool, key, node);
      worst.look(lane, spending);
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
  const told = soonest.map(({ lane, spending }) => worst.blockOf(lane, spending));
  return { earliestAt, lanes, soonest: told.filter((block) => block !== null) };
}

function modelsOf({ steps }: Search): ReadonlySet<ModelNode> {
  return new Set(steps.flatMap((step) => step.models));
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

/** The longest of a lane's reasons, in one object for all lanes: only who is told of gets words. */
class Worst {
  until = -Infinity;
  end: BlockEnd | null = null;
  readonly #search: Search;
  /** What it is, from which the words are made. */
  #cause: Bench | Bucket | string = '';
  #amount = 0;

  constructor(search: Search) {
    this.#search = search;
  }

  /** Of reasons that last as long, the first one counts. */
  look(lane: Lane, spending: Spending): void {
    const { tried, now } = this.#search;
    const { key, node } = lane;
    const { provider } = node;
    this.until = -Infinity;
    this.end = null;
    if (tried.lanes.has(lane) || tried.models.has(node))
      this.#add(Infinity, 'never', 'tried in this request');
    this.#addBench(provider.bench, now);
    this.#addBench(node.bench, now);
    this.#addBreaker(provider.breaker, 'provider is failing', now);
    this.#addBench(key.bench, now);
    this.#addBench(key.account.bench, now);
    this.#addBench(lane.accountModel, now);
    this.#addBench(lane.bench, now);
    if (!key.enabled) this.#add(Infinity, 'owner', 'key disabled');
    if (key.invalid !== null) this.#add(Infinity, 'owner', 'key invalid');
    this.#addBreaker(key.breaker, 'key is resting', now);
    for (const bucket of lane.buckets) this.#addBucket(bucket, demandOf(lane, bucket, spending, now), now);
  }

  blockOf(lane: Lane, spending: Spending): Block | null {
    this.look(lane, spending);
    const { until, end } = this;
    return end === null ? null : { lane, node: lane.node, reason: this.#words(end), end, until };
  }

  #addBench(bench: Bench, now: number): void {
    if (!isBenched(bench, now)) return;
    const { untilAt } = bench;
    // A bench without an end is the owner's.
    if (untilAt === Infinity) this.#add(Infinity, 'owner', bench);
    else if (untilAt > now) this.#add(untilAt, 'clock', bench);
    else this.#add(Infinity, 'call', bench);
  }

  #addBreaker(breaker: Breaker, reason: string, now: number): void {
    if (admits(breaker, now)) return;
    const until = admitsAt(breaker, now);
    // While a trial runs, its end frees the place.
    this.#add(until, until === Infinity ? 'call' : 'clock', reason);
  }

  #addBucket(bucket: Bucket, amount: number, now: number): void {
    if (fits(bucket, amount, now)) return;
    const end = quotaEnd(bucket, amount, now);
    // Of a place that is only held for a moment a clock says the end.
    const until = end === 'clock' || end === 'call' ? bucketFreesAt(bucket, amount, now) : Infinity;
    if (this.#add(until, end, bucket)) this.#amount = amount;
  }

  #add(until: number, end: BlockEnd, cause: Bench | Bucket | string): boolean {
    if (until <= this.until) return false;
    this.until = until;
    this.end = end;
    this.#cause = cause;
    return true;
  }

  #words(end: BlockEnd): string {
    const cause = this.#cause;
    if (typeof cause === 'string') return cause;
    if ('spec' in cause) return quotaWords(cause, { end, amount: this.#amount, now: this.#search.now });
    return end === 'call' ? `${cause.reason}: one call tries it` : cause.reason;
  }
}

function quotaEnd(bucket: Bucket, amount: number, now: number): BlockEnd {
  const limit = limitOf(bucket, now);
  if (limit === 0) return 'never';
  if (bucket.spec.window.kind === 'in_flight') return 'call';
  return amount > limit ? 'size' : 'clock';
}

function quotaWords(bucket: Bucket, lack: { end: BlockEnd; amount: number; now: number }): string {
  const { unit, window } = bucket.spec;
  const limit = limitOf(bucket, lack.now);
  const span = window.kind === 'in_flight' ? '' : ` a ${window.length}`;
  switch (lack.end) {
    case 'never':
      return 'not granted in this plan';
    case 'call':
      return `${limit} at once are running`;
    case 'size':
      return `request of about ${Math.round(lack.amount)} ${unit} exceeds the limit of ${limit}${span}`;
    default:
      return `${limit} ${unit}${span} are used`;
  }
}
