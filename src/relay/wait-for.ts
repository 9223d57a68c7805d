import type { Block } from '../engine/choose.ts';

/**
 * ms to wait until the first lane can serve; null when waiting is of no use. A place that only a running call frees
 * (concurrency, a trial) is waited for up to the deadline: the local model's queue is such a place.
 */
export function waitFor(
  blocks: readonly Block[],
  now: number,
  waitUntilAt: number,
  deadlineAt: number,
): number | null {
  let earliest = Infinity;
  let running = false;
  for (const { end, until } of blocks) {
    earliest = Math.min(earliest, until);
    running ||= end === 'call';
  }
  if (earliest <= waitUntilAt) return Math.max(1, earliest - now);
  return running ? Math.max(1, deadlineAt - now) : null;
}
