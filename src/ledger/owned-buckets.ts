import type { Bucket, BucketSpec } from '../engine/bucket.ts';

/** Buckets by their owner; those of an earlier life are made when somebody asks for their owner's. */
export class OwnedBuckets {
  readonly #of: (spec: BucketSpec) => Bucket;
  readonly #made = new Map<string, Bucket[]>();
  readonly #recovered = new Map<string, BucketSpec[]>();

  /** `of` gives the one bucket of an id, and tells of it with `made` when it is new. */
  constructor(of: (spec: BucketSpec) => Bucket) {
    this.#of = of;
  }

  made(bucket: Bucket): void {
    listed(this.#made, bucket.spec, bucket);
  }

  recovered(spec: BucketSpec): void {
    listed(this.#recovered, spec, spec);
  }

  ofOwner(provider: string, owner: string): readonly Bucket[] {
    const place = `${provider}|${owner}`;
    const specs = this.#recovered.get(place);
    const known = this.#made.get(place);
    if (specs === undefined) return known ?? none;
    this.#recovered.delete(place);
    // What was made in this life may have another limit by now.
    const ids = new Set(known?.map(({ spec }) => spec.id));
    for (const spec of specs) if (!ids.has(spec.id)) this.#of(spec);
    return this.#made.get(place) ?? none;
  }
}

const none: readonly Bucket[] = [];

function listed<T>(
  lists: Map<string, T[]>,
  { provider, owner }: Pick<BucketSpec, 'provider' | 'owner'>,
  item: T,
): void {
  const place = `${provider}|${owner}`;
  const list = lists.get(place);
  if (list === undefined) lists.set(place, [item]);
  else list.push(item);
}
