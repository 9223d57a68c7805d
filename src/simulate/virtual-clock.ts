import type { Clock, Timer } from '../shared/clock.ts';

interface Ring extends Timer {
  readonly at: number;
  /** Rings of one moment come in the order in which they were set. */
  readonly serial: number;
  run: (() => void) | null;
}

/** A clock that stands until it is moved: then everything that was waited for happens, in order. */
export interface VirtualClock extends Clock {
  /** Epoch ms of the next ring; null = nothing is waited for. */
  nextAt(): number | null;
  /** Moves to the next ring and rings it; false = nothing is waited for. */
  step(): boolean;
  /** Moves to `at` without ringing: nothing may be waited for before. */
  moveTo(at: number): void;
}

export function createVirtualClock(startAt: number): VirtualClock {
  const heap: Ring[] = [];
  let now = startAt;
  let serial = 0;

  /** What was cancelled leaves when it comes to the top. */
  function top(): Ring | null {
    for (let first = heap[0]; first !== undefined; first = heap[0]) {
      if (first.run !== null) return first;
      pop(heap);
    }
    return null;
  }

  return {
    now: () => now,
    ticks: () => now - startAt,
    after: (ms, run) => {
      const ring: Ring = { at: now + Math.max(0, ms), serial: serial++, run };
      push(heap, ring);
      return ring;
    },
    cancel: (timer) => {
      (timer as Ring).run = null;
    },
    nextAt: () => top()?.at ?? null,
    step: () => {
      const ring = top();
      if (ring === null) return false;
      pop(heap);
      now = Math.max(now, ring.at);
      const { run } = ring;
      ring.run = null;
      run?.();
      return true;
    },
    moveTo: (at) => {
      now = Math.max(now, at);
    },
  };
}

function isBefore(one: Ring, other: Ring): boolean {
  return one.at < other.at || (one.at === other.at && one.serial < other.serial);
}

/** A binary heap, the earliest at 0. */
function push(heap: Ring[], ring: Ring): void {
  let at = heap.push(ring) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isBefore(ring, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = ring;
}

function pop(heap: Ring[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    const [one, other] = [heap[left], heap[right]];
    if (one === undefined) break;
    const [child, next] = other !== undefined && isBefore(other, one) ? [right, other] : [left, one];
    if (!isBefore(next, last)) break;
    heap[at] = next;
    at = child;
  }
  heap[at] = last;
}
