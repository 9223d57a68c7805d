import { limitOf, type Bucket } from '../../engine/bucket.ts';
import { isMeter } from '../../engine/lane-buckets.ts';
import type { Lane } from '../../engine/nodes.ts';
import { laneOf } from '../../engine/pool.ts';
import { reportAbandoned, reportBegin, reportClosed, reportContent } from '../../engine/report.ts';
import type { Reservation } from '../../engine/reserve.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { viewOf } from '../bucket-view.ts';
import type { EndMessage, ToWorker } from '../messages.ts';
import { laneNews } from '../node-news.ts';
import { isTrial, mayBegin } from './may-begin.ts';
import { newsOfState, nodeOfState } from './nodes-of-state.ts';
import type { Newsroom, Reader } from './newsroom.ts';
import { reportStory, type StoryParts, type ToldCall } from './report-story.ts';

export interface CallsParts extends StoryParts {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly newsroom: Pick<Newsroom, 'lane' | 'look'>;
  /** The worker whose calls these are. */
  readonly worker: Reader;
  readonly tell: (message: ToWorker) => void;
}

/** A lane as the worker names it. */
interface AskedLane {
  readonly key: string;
  readonly model: string;
  /** Ids of its buckets as the worker knows them. */
  readonly buckets: readonly string[];
  lane: Lane | null;
  /** For each bucket of the lane, its place among the worker's; -1 = the worker does not know it. */
  order: readonly number[];
}

interface OpenCall extends ToldCall {
  readonly reservation: Reservation;
  readonly order: readonly number[];
}

/** The calls of one worker, as the one truth knows them: what each has reserved, from its begin to its end. */
export class Calls {
  readonly #parts: CallsParts;
  readonly #lanes = new Map<number, AskedLane>();
  readonly #open = new Map<number, OpenCall>();
  /** Calls that have ended so far. */
  ended = 0;

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  name(number: number, asked: Pick<AskedLane, 'key' | 'model' | 'buckets'>): void {
    this.#lanes.set(number, { ...asked, lane: null, order: [] });
  }

  /**
   * Looks whether the lane may serve, reserves and begins, in one step: a trial is one call over all processes, and no
   * bucket is overdrawn. With a refusal the worker is told what it did not know.
   */
  reserve(id: number, number: number, amounts: readonly number[]): void {
    const { ledger, now, tell, newsroom, worker, hear } = this.#parts;
    const asked = this.#lanes.get(number);
    const lane = asked === undefined ? null : this.#current(asked);
    if (asked === undefined || lane === null) return this.#refuse(id, null, []);
    const { order } = asked;
    const at = now();
    if (!mayBegin(lane, at) || lacksLimit(lane, order)) return this.#refuse(id, lane, order);
    const demands = lane.buckets.map((bucket, place) => ({
      bucket,
      amount: amountAt(amounts, order, place),
    }));
    const reservation = ledger.reserve(demands, at);
    if (reservation instanceof Promise || 'refusedBy' in reservation) return this.#refuse(id, lane, order);
    reportBegin(lane, at);
    this.#open.set(id, { lane, reservation, begunAt: at, order });
    tell(['granted', id, isTrial(lane) ? 1 : 0]);
    newsroom.lane(lane, worker);
    hear({ kind: 'trying', lane, attempt: 1, role: 'first' }, '');
  }

  /** The first content of a trial has come. */
  content(id: number): void {
    const call = this.#open.get(id);
    if (call === undefined) return;
    reportContent(call.lane, call.begunAt);
    this.#parts.newsroom.lane(call.lane);
  }

  /** The worker has drawn conclusions about these, which may not be those that were drawn here. */
  review(ids: readonly string[]): void {
    const { pool, tell } = this.#parts;
    for (const id of ids) for (const news of newsOfState(nodeOfState(pool, id))) tell(['node', news]);
  }

  end([, id, used, story]: EndMessage): void {
    const { ledger, now, newsroom } = this.#parts;
    const call = this.#open.get(id);
    if (call === undefined) throw new Error(`a worker ended reservation ${id}, which is not open`);
    this.#open.delete(id);
    this.ended += 1;
    const { lane, reservation, order } = call;
    const at = now();
    if (used === null) void ledger.refund(reservation, at);
    else
      void ledger.settle(
        reservation,
        lane.buckets.map((_, place) => amountAt(used, order, place)),
        at,
      );
    reportClosed(lane);
    reportStory(this.#parts, call, story, at);
    newsroom.lane(lane);
    // It has drawn its own lesson already, perhaps from older news.
    if (story[0] === 'failed' || isOnWatch(lane)) this.#tellAll(lane);
  }

  /** The worker is gone: what it had reserved counts as used, and nobody waits for its trials. How many calls that were. */
  abandon(): number {
    const { ledger, now, newsroom } = this.#parts;
    const at = now();
    for (const { lane, reservation, begunAt } of this.#open.values()) {
      void ledger.settle(
        reservation,
        reservation.demands.map(({ amount }) => amount),
        at,
      );
      reportClosed(lane);
      reportAbandoned(lane, { startedAt: begunAt, now: at });
      newsroom.lane(lane);
    }
    const count = this.#open.size;
    this.#open.clear();
    return count;
  }

  /** The lane as it is now: keys and settings change while workers go on. */
  #current(asked: AskedLane): Lane | null {
    const { pool } = this.#parts;
    const key = pool.keys.get(asked.key);
    const node = key?.provider.models.get(asked.model);
    if (key === undefined || node === undefined) return null;
    const { lane } = asked;
    if (lane !== null && lane.key === key && lane.node === node && lane.buckets.length === asked.order.length)
      return lane;
    const fresh = laneOf(pool, key, node);
    asked.lane = fresh;
    asked.order = fresh.buckets.map(({ spec }) => asked.buckets.indexOf(spec.id));
    return fresh;
  }

  /** How everybody of the lane stands. */
  #tellAll(lane: Lane): void {
    for (const news of laneNews(lane)) this.#parts.tell(['node', news]);
  }

  /** What the worker did not know goes in the same line, behind the refusal: it is known before anybody chooses again. */
  #refuse(id: number, lane: Lane | null, order: readonly number[]): void {
    const { newsroom, tell, now } = this.#parts;
    tell(['refused', id]);
    newsroom.look();
    if (lane === null) return;
    this.#tellAll(lane);
    for (const [place, bucket] of lane.buckets.entries()) {
      if (order[place] === -1 && !isMeter(bucket)) tell(['learned', bucket.spec, viewOf(bucket)]);
      else if (limitOf(bucket, now()) !== Infinity) tell(['bucket', viewOf(bucket)]);
    }
  }
}

/** Somebody of the lane rests, is tried or was until now: then it matters in which order things are learned. */
function isOnWatch({ key, node, benches }: Lane): boolean {
  if (key.breaker.state !== 'closed' || node.provider.breaker.state !== 'closed') return true;
  return benches.some(({ guessMs }) => guessMs > 0);
}

/** A limit that the worker has not reserved for. */
function lacksLimit({ buckets }: Lane, order: readonly number[]): boolean {
  return (
    order.includes(-1) && buckets.some((bucket: Bucket, place) => order[place] === -1 && !isMeter(bucket))
  );
}

/** A meter that the worker does not have counts calls. */
function amountAt(amounts: readonly number[], order: readonly number[], place: number): number {
  return amounts[order[place] ?? -1] ?? 1;
}
