import {
  applyNews,
  createBucket,
  hasSameLimit,
  spareOf,
  type Bucket,
  type BucketSpec,
} from '../../engine/bucket.ts';
import { isMeter } from '../../engine/lane-buckets.ts';
import type { Lane } from '../../engine/nodes.ts';
import { refundAll, reserveAll, settleAll, type Reservation } from '../../engine/reserve.ts';
import type { Ledger, Refused } from '../../ledger/ledger.ts';
import { applyView, type BucketView } from '../bucket-view.ts';
import type { ToPrimary } from '../messages.ts';
import type { AttemptEnds } from './attempt-ends.ts';
import { InTransit } from './in-transit.ts';
import { createLaneNames } from './lane-names.ts';

export interface RemoteLedgerParts {
  readonly send: (message: ToPrimary) => void;
  readonly ends: Pick<AttemptEnds, 'close' | 'keep' | 'tell'>;
  readonly now: () => number;
}

/** A ledger whose truth lies in another process. */
export interface RemoteLedger extends Ledger {
  /** Lanes whose calls try somebody out, by reservation. */
  readonly trials: ReadonlyMap<number, Lane>;
  /** What the truth is now; the bucket, when more is left of it than was known. */
  learn(view: BucketView): Bucket | null;
  /** The primary knows of so many ended calls. */
  ended(count: number): void;
  granted(id: number, isTrial: boolean): void;
  refused(id: number): void;
}

/** A lane that is refused so often in a row, though it looks free here, is asked for at leisure. */
const manyRefusals = 200;
const pauseMs = 5;

interface Asked {
  readonly id: number;
  readonly lane: Lane;
  readonly reservation: Reservation;
  readonly answer: (answer: Reservation | Refused) => void;
}

/**
 * Buckets are mirrors: choosing looks at them, and the primary decides. What is asked for is taken here at once, so that a
 * burst spreads over lanes as it would in one process, and given back when the primary refuses.
 */
export function createRemoteLedger({ send, ends, now }: RemoteLedgerParts): RemoteLedger {
  const buckets = new Map<string, Bucket>();
  const learned = new Map<string, Set<Bucket>>();
  const asked = new Map<number, Asked>();
  const transit = new InTransit();
  const ids = new WeakMap<Reservation, number>();
  const trials = new Map<number, Lane>();
  const inRow = new WeakMap<Lane, number>();
  const nameOf = createLaneNames(send);
  let last = 0;

  function of(spec: BucketSpec): Bucket {
    const known = buckets.get(spec.id);
    if (known !== undefined && hasSameLimit(known.spec, spec)) return known;
    const bucket = createBucket(spec);
    // The owner has changed the limit: one object for one id, whoever holds it.
    const mirror =
      known === undefined ? bucket : Object.assign(known, { ...bucket, inFlight: known.inFlight });
    buckets.set(spec.id, mirror);
    if (spec.base === null && !isMeter(mirror)) noteLearned(mirror);
    send(['want', spec]);
    return mirror;
  }

  function noteLearned(bucket: Bucket): void {
    const { provider, owner, group } = bucket.spec;
    const place = `${provider}|${owner}|${group}`;
    learned.set(place, (learned.get(place) ?? new Set()).add(bucket));
  }

  function answered(id: number): Asked {
    const one = asked.get(id);
    if (one === undefined) throw new Error(`reservation ${id} was not asked for`);
    asked.delete(id);
    transit.answered(one.reservation.demands);
    return one;
  }

  function close(reservation: Reservation, used: readonly number[] | null): void {
    const id = ids.get(reservation);
    if (id === undefined) throw new Error('a reservation of another ledger');
    trials.delete(id);
    transit.end(reservation.demands);
    ends.close(id, used);
  }

  return {
    of,
    learnedFor: (provider, owner, group) => [...(learned.get(`${provider}|${owner}|${group}`) ?? [])],
    ofOwner: (provider, owner) =>
      [...buckets.values()].filter(({ spec }) => spec.provider === provider && spec.owner === owner),
    tell: (bucket, news, at) => {
      if (ends.tell(['tell', bucket.spec.id, news])) applyNews(bucket, news, at);
    },
    reserve: (demands, at, lane) => {
      if (lane === undefined) throw new Error('a reservation needs its lane');
      const taken = reserveAll(demands, at);
      if ('spec' in taken) return { refusedBy: taken };
      transit.ask(demands);
      last += 1;
      const id = last;
      ids.set(taken, id);
      send(['reserve', id, nameOf(lane), demands.map(({ amount }) => amount)]);
      return new Promise((answer) => asked.set(id, { id, lane, reservation: taken, answer }));
    },
    settle: (reservation, used, at) => {
      settleAll(reservation, used, at);
      close(reservation, used);
    },
    refund: (reservation, at) => {
      refundAll(reservation, at);
      close(reservation, null);
    },
    // What must survive is kept by the primary.
    states: { get: () => undefined, put: (id) => ends.keep(id) },
    all: () => buckets.values(),
    close: () => Promise.resolve(),
    trials,
    learn: (view) => {
      const bucket = buckets.get(view[0]);
      if (bucket === undefined) return null;
      const at = now();
      const before = spareOf(bucket, at);
      applyView(bucket, view);
      transit.redo(bucket, at);
      return spareOf(bucket, at) > before ? bucket : null;
    },
    ended: (count) => transit.known(count),
    granted: (id, isTrial) => {
      const { lane, reservation, answer } = answered(id);
      if (isTrial) trials.set(id, lane);
      inRow.delete(lane);
      answer(reservation);
    },
    refused: (id) => {
      const { lane, reservation, answer } = answered(id);
      refundAll(reservation, now());
      const [first] = reservation.demands;
      if (first === undefined) throw new Error('a reservation without demands');
      const refusals = (inRow.get(lane) ?? 0) + 1;
      inRow.set(lane, refusals);
      if (refusals < manyRefusals) answer({ refusedBy: first.bucket });
      else setTimeout(answer, pauseMs, { refusedBy: first.bucket });
    },
  };
}
