import type { Bucket } from '../engine/bucket.ts';
import { isMeter } from '../engine/lane-buckets.ts';
import type { Lane } from '../engine/nodes.ts';
import type { Demand } from '../engine/reserve.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RelayListener } from '../relay/events.ts';
import type { TraceSource } from './trace-source.ts';

/** Told of what changes in the one truth, whoever changes it. */
export interface WatchObserver {
  bucket(bucket: Bucket): void;
  /** A limit that no catalog knows has its bucket. */
  learned(bucket: Bucket): void;
  /** The state of this id was kept. */
  state(id: string): void;
  lane(lane: Lane): void;
  /** Resolves when everybody who is told knows of what has changed until now. */
  spread(): Promise<void>;
}

/** Where the primary of several processes hears of its own changes. Only there is one made. */
export interface Watch {
  /** The same ledger; what goes through it is told. */
  readonly ledger: Ledger;
  /** Hears the primary's own relay. */
  readonly listen: RelayListener;
  /** The bucket of an id; undefined = nobody has asked for it in this life. */
  find(id: string): Bucket | undefined;
  observe(observer: WatchObserver): void;
  /** Resolves when all processes know of what has changed until now. */
  spread(): Promise<void>;
  /** Whose traces are listed beside the primary's own. */
  readonly traces: Set<TraceSource>;
}

export function createWatch(ledger: Ledger): Watch {
  const known = new Map<string, Bucket>();
  let observer: WatchObserver | null = null;

  function note(bucket: Bucket): Bucket {
    if (known.get(bucket.spec.id) === bucket) return bucket;
    known.set(bucket.spec.id, bucket);
    if (bucket.spec.base === null && !isMeter(bucket)) observer?.learned(bucket);
    return bucket;
  }

  function changed(demands: readonly Demand[]): void {
    if (observer === null) return;
    for (const { bucket } of demands) observer.bucket(bucket);
  }

  return {
    ledger: {
      ...ledger,
      of: (spec) => note(ledger.of(spec)),
      learnedFor: (provider, owner, group) => ledger.learnedFor(provider, owner, group).map(note),
      tell: (bucket, news, now) => {
        ledger.tell(bucket, news, now);
        observer?.bucket(bucket);
      },
      reserve: (demands, now) => {
        const taken = ledger.reserve(demands, now);
        changed(demands);
        return taken;
      },
      settle: (reservation, used, now) => {
        const soon = ledger.settle(reservation, used, now);
        changed(reservation.demands);
        return soon;
      },
      refund: (reservation, now) => {
        const soon = ledger.refund(reservation, now);
        changed(reservation.demands);
        return soon;
      },
      states: {
        get: (id) => ledger.states.get(id),
        put: (id, state) => {
          ledger.states.put(id, state);
          observer?.state(id);
        },
      },
    },
    listen: (event) => {
      if ('lane' in event) observer?.lane(event.lane);
    },
    find: (id) => known.get(id),
    observe: (one) => (observer = one),
    spread: () => observer?.spread() ?? Promise.resolve(),
    traces: new Set(),
  };
}
