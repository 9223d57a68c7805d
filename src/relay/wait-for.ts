import type { Survey } from '../engine/blocks.ts';

/** Epoch ms each. */
export interface WaitInput {
  readonly survey: () => Survey;
  /** When this request can be served, after those who wait already; Infinity = no clock says it. */
  readonly earliestAt: number;
  readonly now: number;
  /** Until when it is worth waiting for quota. */
  readonly waitUntilAt: number;
  readonly deadlineAt: number;
}

/**
 * ms to wait until a lane can serve; null when waiting is of no use. A place that only a running call frees (concurrency,
 * a trial) is waited for up to the deadline: the local model's queue is such a place.
 */
export function waitFor({ survey, earliestAt, now, waitUntilAt, deadlineAt }: WaitInput): number | null {
  if (now >= deadlineAt) return null;
  if (earliestAt <= waitUntilAt && now < waitUntilAt) return Math.max(1, earliestAt - now);
  return survey().lanes.call > 0 ? Math.max(1, deadlineAt - now) : null;
}
