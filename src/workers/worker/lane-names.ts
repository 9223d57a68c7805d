import type { Lane } from '../../engine/nodes.ts';
import type { ToPrimary } from '../messages.ts';

/** A number for each lane, told to the primary before it is used, and again when the lane has more buckets. */
export function createLaneNames(send: (message: ToPrimary) => void): (lane: Lane) => number {
  const names = new WeakMap<Lane, { readonly number: number; buckets: number }>();
  let last = 0;
  return (lane) => {
    const { key, node, buckets } = lane;
    const known = names.get(lane);
    if (known?.buckets === buckets.length) return known.number;
    const number = known?.number ?? (last += 1);
    names.set(lane, { number, buckets: buckets.length });
    send(['lane', number, key.id, node.model.id, buckets.map(({ spec }) => spec.id)]);
    return number;
  };
}
