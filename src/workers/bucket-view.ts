import type { Bucket, Learned } from '../engine/bucket.ts';
import { copyOfCounter, type Counter } from '../engine/windows.ts';

/** What a mirror is told of a bucket. */
export type BucketView = readonly [id: string, counter: CounterView, learned: Learned | null];

/** A counter as JSON. Of a rolling one the slots are a flat list, each time as ms since the one before. */
type CounterView =
  | Exclude<Counter, { readonly kind: 'rolling' }>
  | { readonly kind: 'rolling'; readonly used: number; readonly slots: readonly number[] };

export function viewOf({ spec, counter, learned }: Bucket): BucketView {
  return [spec.id, counterView(counter), learned];
}

/** The mirror becomes what the view says. */
export function applyView(bucket: Bucket, [, counter, learned]: BucketView): void {
  bucket.counter = counter.kind === 'rolling' ? unfold(counter) : copyOfCounter(counter);
  bucket.learned = learned;
}

/** Only who gives back looks at the lows of a refilling one, and that is the primary. */
function counterView(counter: Counter): CounterView {
  if (counter.kind === 'rolling') return flat(counter);
  return counter.kind === 'refill' ? { ...counter, lows: [] } : counter;
}

function flat({ slots, used }: Extract<Counter, { kind: 'rolling' }>): CounterView {
  const list: number[] = [];
  let before = 0;
  for (const { at, amount } of slots) {
    list.push(at - before, amount);
    before = at;
  }
  return { kind: 'rolling', used, slots: list };
}

function unfold({ slots: list, used }: Extract<CounterView, { kind: 'rolling' }>): Counter {
  const slots: { at: number; amount: number }[] = [];
  let at = 0;
  for (let place = 0; place + 1 < list.length; place += 2) {
    at += list[place] ?? 0;
    slots.push({ at, amount: list[place + 1] ?? 0 });
  }
  return { kind: 'rolling', slots, used };
}
