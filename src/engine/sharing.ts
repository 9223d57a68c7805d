import { limitOf, windowLength, type Bucket } from './bucket.ts';
import type { AccountNode, Lane } from './nodes.ts';
import type { RateFact } from './rate-fact.ts';
import { lengthMs } from './windows.ts';

// Two keys that their owner gave as two accounts may be of one: each then sees the other's calls in what its provider
// says is left. Looked for only where calls came one after the other, and said only when nothing speaks against it.

/** What is remembered of a provider's calls to find that out. */
export interface Sharing {
  /** The last calls, the newest at the end. */
  readonly calls: CallMark[];
  /** What was left when it was told last, by account and limit. */
  readonly readings: Map<string, Reading>;
  readonly pairs: Map<string, Pair>;
}

interface CallMark {
  readonly lane: Lane;
  readonly begunAt: number;
  told: boolean;
}

interface Reading {
  readonly remaining: number;
  readonly at: number;
  /** The call that brought it. */
  readonly call: CallMark;
}

/** How often each of the two saw the other's calls in its own quota, without one look that spoke against it. */
interface Pair {
  readonly seenBy: Map<AccountNode, number>;
}

const callsKept = 16;
/** Looks of each of the two: an outsider who uses both keys in step with us that often is none. */
const enough = 4;
/** Of a refilling limit: beyond this what came back meanwhile hides what was taken. */
const mostRefilled = 2;
/** Far more than anybody has. */
const mostPairs = 1_000;

export function createSharing(): Sharing {
  return { calls: [], readings: new Map(), pairs: new Map() };
}

/** A call begins. */
export function noteCall(lane: Lane, now: number): void {
  const { accounts, sharing, spec } = lane.node.provider;
  if (accounts.size < 2 || spec.def.quota.scope !== 'account') return;
  sharing.calls.push({ lane, begunAt: now, told: false });
  if (sharing.calls.length > callsKept) sharing.calls.shift();
}

/** An answer told what its account has left. */
export function noteReading(lane: Lane, facts: readonly RateFact[], now: number): void {
  const { sharing } = lane.node.provider;
  const at = sharing.calls.findLastIndex((call) => call.lane === lane && !call.told);
  const call = sharing.calls[at];
  if (call === undefined) return;
  call.told = true;
  const found = countedIn(lane, facts);
  if (found === null) return;
  const { bucket, remaining } = found;
  const place = bucket.spec.id;
  const before = sharing.readings.get(place);
  sharing.readings.set(place, { remaining, at: now, call });
  if (before !== undefined) look(lane, { bucket, before, call, at, remaining, now });
}

/** The first limit of requests that is told, with the bucket that counts it. */
function countedIn(lane: Lane, facts: readonly RateFact[]): { bucket: Bucket; remaining: number } | null {
  for (const { unit, side, window, remaining } of facts) {
    if (unit !== 'requests' || side !== 'all' || remaining === undefined) continue;
    const bucket = lane.buckets.find(
      ({ spec }) =>
        spec.unit === 'requests' &&
        windowLength(spec.window) === window &&
        (spec.window.kind === 'fixed' || spec.window.kind === 'refill'),
    );
    if (bucket !== undefined) return { bucket, remaining };
  }
  return null;
}

interface Look {
  readonly bucket: Bucket;
  readonly before: Reading;
  readonly call: CallMark;
  /** Its place among the calls. */
  readonly at: number;
  readonly remaining: number;
  readonly now: number;
}

function look(lane: Lane, { bucket, before, call, at, remaining, now }: Look): void {
  const { provider } = lane.node;
  const { calls, pairs } = provider.sharing;
  const first = calls.indexOf(before.call);
  const since = first < 0 ? null : calls.slice(first + 1);
  // What ran beside another call may have been counted before or after it.
  if (since === null || at !== calls.length - 1) return;
  if (since.some((one) => !one.told || (one !== call && one.begunAt < before.at))) return;
  const refilled = refilledIn(bucket, now - before.at, now);
  const drop = before.remaining - remaining;
  if (drop < 0 || refilled > mostRefilled) return;
  const taken = since.filter((one) => drinksFrom(one.lane, bucket));
  const own = taken.filter((one) => one.lane.key.account === lane.key.account).length;
  const others = Map.groupBy(
    taken.filter((one) => one.lane.key.account !== lane.key.account),
    (one) => one.lane.key.account,
  );
  for (const [account, its] of others) {
    const name = [lane.key.account.id, account.id].toSorted().join('\n');
    if (drop - own + refilled < its.length) pairs.delete(name);
    else if (drop - own >= 1) sawOther(pairs, name, lane.key.account);
  }
}

function sawOther(pairs: Sharing['pairs'], name: string, by: AccountNode): void {
  const pair = pairs.get(name) ?? { seenBy: new Map<AccountNode, number>() };
  if (pairs.size >= mostPairs && !pairs.has(name)) return;
  pair.seenBy.set(by, (pair.seenBy.get(by) ?? 0) + 1);
  pairs.set(name, pair);
}

function drinksFrom({ buckets }: Lane, { spec }: Bucket): boolean {
  const length = windowLength(spec.window);
  return buckets.some(
    ({ spec: other }) =>
      other.unit === spec.unit && other.group === spec.group && windowLength(other.window) === length,
  );
}

/** Units that a refilling limit may have given back, rounded up. */
function refilledIn(bucket: Bucket, ms: number, now: number): number {
  const { window } = bucket.spec;
  return window.kind === 'refill' ? Math.ceil((limitOf(bucket, now) * ms) / lengthMs(window.length)) : 0;
}

/** Accounts whose keys were seen to draw on this one's quota. */
export function seenSharing(account: AccountNode): readonly AccountNode[] {
  return [...account.provider.sharing.pairs.values()].flatMap(({ seenBy }) => {
    const both = [...seenBy];
    if (both.length < 2 || both.some(([, times]) => times < enough) || !seenBy.has(account)) return [];
    return both.map(([one]) => one).filter((one) => one !== account);
  });
}
