import { giveBack, takeFrom, type Bucket } from '../../engine/bucket.ts';
import type { Demand } from '../../engine/reserve.ts';

/** Floats leave so little behind. */
const dust = 1e-9;

/**
 * What was done to the mirrors here and is not known at the primary yet. What the primary tells of a bucket does not hold
 * it: it is done once more to what was told.
 */
export class InTransit {
  /** Asked for and not answered. */
  readonly #asked = new Map<Bucket, number>();
  /** Places that were given back, by the count of the end that gave them. */
  readonly #freed = new Map<Bucket, number[]>();
  #ends = 0;

  ask(demands: readonly Demand[]): void {
    for (const { bucket, amount } of demands)
      this.#asked.set(bucket, (this.#asked.get(bucket) ?? 0) + amount);
  }

  answered(demands: readonly Demand[]): void {
    for (const { bucket, amount } of demands) {
      const left = (this.#asked.get(bucket) ?? 0) - amount;
      if (left > dust) this.#asked.set(bucket, left);
      else this.#asked.delete(bucket);
    }
  }

  /** A call has ended. Only places matter so soon: what is given back of other limits is told a moment later. */
  end(demands: readonly Demand[]): void {
    this.#ends += 1;
    for (const { bucket } of demands) {
      if (bucket.spec.unit !== 'concurrent') continue;
      const freed = this.#freed.get(bucket);
      if (freed === undefined) this.#freed.set(bucket, [this.#ends]);
      else freed.push(this.#ends);
    }
  }

  /** The primary knows of so many ends. */
  known(ends: number): void {
    for (const [bucket, freed] of this.#freed) {
      const left = freed.filter((count) => count > ends);
      if (left.length > 0) this.#freed.set(bucket, left);
      else this.#freed.delete(bucket);
    }
  }

  /** The bucket is as the primary told. */
  redo(bucket: Bucket, now: number): void {
    const freed = this.#freed.get(bucket)?.length ?? 0;
    if (freed > 0) giveBack(bucket, freed, now, now);
    const asked = this.#asked.get(bucket) ?? 0;
    if (asked > 0) takeFrom(bucket, asked, now);
  }
}
