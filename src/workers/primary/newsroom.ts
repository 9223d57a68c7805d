import { limitOf, type Bucket } from '../../engine/bucket.ts';
import type { Lane } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import { viewOf } from '../bucket-view.ts';
import type { ToWorker } from '../messages.ts';
import type { NodeNews } from '../node-news.ts';
import { noChange, packed } from '../pool-change.ts';
import type { WatchObserver } from '../watch.ts';
import type { Welcome } from '../welcome.ts';
import { isTrial } from './may-begin.ts';
import { nodeOfState } from './nodes-of-state.ts';
import { createPoolFeed } from './pool-feed.ts';
import { Told } from './told.ts';

/** Somebody who is told the news. */
export interface Reader {
  /** Whether the reader mirrors the bucket. */
  mirrors(bucket: Bucket): boolean;
  read(json: string): void;
  /** Resolves when the reader has read all that was told, or is gone. */
  caughtUp(): Promise<unknown>;
}

export interface NewsroomParts {
  readonly pool: Pool;
  readonly clock: Clock;
}

/** ms between two news of one bucket; a counter of many slots, which is long to tell, comes as many ms later. */
const bucketEveryMs = 10;
/** ms between two looks at what changes without a word: providers, models, keys, and trials of the primary's own calls. */
const lookEveryMs = 100;

/** Tells all workers what changes in the one truth: who may serve at once, counts in batches. */
export class Newsroom implements WatchObserver {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #feed;
  readonly #told = new Told();
  readonly #readers = new Set<Reader>();
  readonly #changed = new Set<Bucket>();
  readonly #dueAt = new WeakMap<Bucket, number>();
  /** Lanes on trial: the end of one may come without an event. */
  readonly #tried = new Set<Lane>();
  #looking: Timer;
  #publishing: Timer | null = null;

  constructor({ pool, clock }: NewsroomParts) {
    this.#pool = pool;
    this.#clock = clock;
    this.#feed = createPoolFeed(pool);
    this.#looking = this.#lookLater();
  }

  /** The pool as it is, for a reader who knows nothing yet; from then on he is told what changes. */
  begin(reader: Reader): Pick<Welcome, 'pool' | 'nodes'> {
    this.look();
    this.#readers.add(reader);
    const fresh = new Told();
    return {
      pool: createPoolFeed(this.#pool).changes() ?? noChange,
      nodes: [...this.#pool.providers.values()].flatMap((provider) => fresh.ofAll(provider)),
    };
  }

  end(reader: Reader): void {
    this.#readers.delete(reader);
  }

  /** How those stand whom a call over the lane touches. `except` has done the same himself. */
  lane(lane: Lane, except: Reader | null = null): void {
    for (const news of this.#told.ofLane(lane)) this.#tell(['node', news], except);
    if (isTrial(lane)) this.#tried.add(lane);
    else this.#tried.delete(lane);
  }

  state(id: string): void {
    for (const news of this.#told.ofState(nodeOfState(this.#pool, id))) this.#tell(['node', news]);
  }

  learned(bucket: Bucket): void {
    this.#tell(['learned', bucket.spec, viewOf(bucket)]);
  }

  bucket(bucket: Bucket): void {
    // What has no limit keeps nobody out.
    if (limitOf(bucket, this.#clock.now()) === Infinity) return;
    this.#changed.add(bucket);
    // A place that is free is waited for. Not in this turn: who has just reserved it is to hear of that first.
    if (bucket.spec.unit === 'concurrent') queueMicrotask(() => this.#publish(bucket));
    else this.#publishing ??= this.#publishLater();
  }

  /** Looks for what has changed without a word. */
  look(): void {
    const change = this.#feed.changes();
    if (change !== null) {
      this.#tell(['pool', packed(change)]);
      for (const { id } of change.providers) {
        const provider = this.#pool.providers.get(id);
        if (provider !== undefined) for (const news of this.#told.ofAll(provider)) this.#tell(['node', news]);
      }
    }
    for (const provider of this.#pool.providers.values()) {
      this.#tellNode(this.#told.ofProvider(provider));
      for (const node of provider.models.values()) this.#tellNode(this.#told.ofModel(node));
    }
    for (const lane of this.#tried) this.lane(lane);
  }

  async spread(): Promise<void> {
    this.look();
    await Promise.all([...this.#readers].map((reader) => reader.caughtUp()));
  }

  close(): void {
    this.#clock.cancel(this.#looking);
    if (this.#publishing !== null) this.#clock.cancel(this.#publishing);
  }

  #publishAll(): void {
    this.#publishing = null;
    const now = this.#clock.now();
    for (const bucket of this.#changed) if ((this.#dueAt.get(bucket) ?? 0) <= now) this.#publish(bucket);
    if (this.#changed.size > 0) this.#publishing = this.#publishLater();
  }

  #publishLater(): Timer {
    return this.#clock.after(bucketEveryMs, () => this.#publishAll());
  }

  #lookLater(): Timer {
    return this.#clock.after(lookEveryMs, () => {
      this.look();
      this.#looking = this.#lookLater();
    });
  }

  #publish(bucket: Bucket): void {
    if (!this.#changed.delete(bucket)) return;
    const { counter } = bucket;
    const slots = counter.kind === 'rolling' ? counter.slots.length : 0;
    this.#dueAt.set(bucket, this.#clock.now() + Math.max(bucketEveryMs, slots));
    let json: string | null = null;
    for (const reader of this.#readers) {
      if (!reader.mirrors(bucket)) continue;
      json ??= JSON.stringify(['bucket', viewOf(bucket)] satisfies ToWorker);
      reader.read(json);
    }
  }

  #tellNode(news: NodeNews | null): void {
    if (news !== null) this.#tell(['node', news]);
  }

  #tell(message: ToWorker, except: Reader | null = null): void {
    const json = JSON.stringify(message);
    for (const reader of this.#readers) if (reader !== except) reader.read(json);
  }
}
