import type { Traced } from './traced.ts';

/** Bounds what is said to the last requests: of older ones it is let go, unless the table has it by then. */
interface BodyRoom {
  readonly add: (trace: Traced) => void;
}

/** `most`: requests. */
export function createBodyRoom(most: number): BodyRoom {
  const ring: Traced[] = [];
  let next = 0;
  return {
    add: (trace) => {
      const oldest = ring[next];
      if (oldest !== undefined) oldest.bodies = null;
      ring[next] = trace;
      next = (next + 1) % most;
    },
  };
}
