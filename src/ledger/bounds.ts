import { limitOf, type Bucket } from '../engine/bucket.ts';
import { lengthMs, type Counter } from '../engine/windows.ts';
import { covers, laidAhead } from './cover.ts';

/** What was last written of a bucket, and how far it was laid ahead. */
interface Written {
  /** null = folded into the tables: the next call is written anew. */
  readonly counter: Counter | null;
  readonly block: number;
  readonly at: number;
}

/** What lasts no longer than this was laid too little ahead: the next block is twice as large. */
const shortMs = 100;
/** What lasts longer than this is a quiet bucket's, which is written as it is. */
const quietMs = 500;

/** What is written of each bucket bounds what is used of it, with few writings: those of a busy one are laid ahead. */
export class Bounds {
  readonly #written = new Map<Bucket, Written>();

  /** The counter that has to be written now; null = what is written bounds the bucket. `changed`: in another way than by use. */
  next(bucket: Bucket, now: number, changed: boolean): Counter | null {
    const last = this.#written.get(bucket);
    const before = last?.counter ?? null;
    if (!changed && before !== null && covers(before, bucket.counter, meltRate(bucket, now))) return null;
    const block = last === undefined ? 0 : Math.min(nextBlock(last, now), blockBound(bucket, now));
    const counter = laidAhead(bucket.counter, block);
    this.#written.set(bucket, { counter, block, at: now });
    return counter;
  }

  /** Its exact count is in the tables, and what was written is dropped. */
  folded(bucket: Bucket): void {
    const last = this.#written.get(bucket);
    if (last !== undefined) this.#written.set(bucket, { ...last, counter: null });
  }

  /** It is another one now. */
  forget(bucket: Bucket): void {
    this.#written.delete(bucket);
  }
}

function nextBlock({ block, at }: Written, now: number): number {
  const lastedMs = now - at;
  if (lastedMs >= quietMs) return 0;
  return lastedMs < shortMs ? Math.max(2, block * 2) : block;
}

/** A crash may cost a busy bucket at most a twentieth of its limit. */
function blockBound(bucket: Bucket, now: number): number {
  return Math.min(10_000, Math.max(2, limitOf(bucket, now) / 20));
}

/** Units a ms at which a refilling bucket's debt melts. */
function meltRate(bucket: Bucket, now: number): number {
  const { window } = bucket.spec;
  return window.kind === 'refill' ? limitOf(bucket, now) / lengthMs(window.length) : 0;
}
