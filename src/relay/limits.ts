import { quantile } from '../engine/latency.ts';
import type { Lane } from '../engine/nodes.ts';
import type { AttemptLimits } from './attempt.ts';

const heartbeatMs = 10_000;
/** A local model may have to be loaded from the disk first. */
const localFirstTokenMs = 90_000;
const wholeAnswerMs = 90_000;
/** With others left to ask, one attempt may use this part of the time that is left. */
const shareOfDeadline = 0.6;

export interface LimitsInput {
  readonly lane: Lane;
  readonly stream: boolean;
  /** ms until the deadline. */
  readonly leftMs: number;
  /** Another lane could serve if this one fails. */
  readonly othersLeft: boolean;
  readonly times: AttemptTimes;
}

/** The owner's settings, ms. */
export interface AttemptTimes {
  readonly firstTokenMs: number;
  readonly silenceMs: number;
}

/** How long one attempt may take: bounded by the lane's nature, by what it has shown, and by the one deadline. */
export function attemptLimits({ lane, stream, leftMs, othersLeft, times }: LimitsInput): AttemptLimits {
  const usual = stream ? firstTokenMs(lane, times) : wholeAnswerMs;
  const share = othersLeft ? Math.min(usual, leftMs * shareOfDeadline) : Math.min(usual, leftMs);
  return {
    firstMs: Math.max(1, Math.floor(share)),
    isOwn: share >= usual,
    silenceMs: times.silenceMs,
    heartbeatMs,
  };
}

function firstTokenMs(lane: Lane, times: AttemptTimes): number {
  const { def } = lane.node.provider.spec;
  const byNature =
    def.streaming.firstTokenMs ?? (def.tier === 'local' ? localFirstTokenMs : times.firstTokenMs);
  const usual = quantile(lane.node.firstToken, 0.99);
  return usual === null ? byNature : Math.max(byNature, usual * 2);
}
