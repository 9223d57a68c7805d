import { quantile, samplesOf, type Latency } from '../engine/latency.ts';
import type { Lane } from '../engine/nodes.ts';
import { enoughSamples, type Pace } from '../engine/pace.ts';
import type { AttemptLimits } from './attempt.ts';

/** A local model may have to be loaded from the disk first. */
const localFirstTokenMs = 90_000;
const wholeAnswerMs = 90_000;
/** With others left to ask, one attempt may use this part of the time that is left. */
const shareOfDeadline = 0.6;
/** One that runs beside another is itself the other that is left to ask. */
const shareBeside = 0.85;
/** However quick a lane usually is: less than this is no stall. */
const leastFirstTokenMs = 4_000;
const leastSilenceMs = 3_000;
/** What is so many times longer than nearly all that was seen is a stall. */
const stallFactor = 4;
/** Before a lane has shown anything: late enough to be no habit, soon enough for a person. */
const hedgeWithoutHistoryMs = 2_500;
const hedgeWholeWithoutHistoryMs = 10_000;
/** Sooner than this nobody notices that he waits. */
const leastHedgeMs = 50;

export interface LimitsInput {
  readonly lane: Lane;
  readonly stream: boolean;
  /** ms until the deadline. */
  readonly leftMs: number;
  /** Another lane could serve if this one fails. */
  readonly othersLeft: boolean;
  readonly times: AttemptTimes;
  readonly mayBeEmpty?: boolean;
  /** It runs in a race, or as a hedge. */
  readonly isBeside?: boolean;
}

/** The owner's settings, ms. */
export interface AttemptTimes {
  readonly firstTokenMs: number;
  readonly silenceMs: number;
}

/** How long one attempt may take: bounded by the lane's nature, by what it has shown, and by the one deadline. */
export function attemptLimits(input: LimitsInput): AttemptLimits {
  const { lane, stream, leftMs, othersLeft, times } = input;
  const usual = stream ? firstTokenMs(lane, times, othersLeft) : wholeAnswerMs;
  const part = othersLeft ? (input.isBeside === true ? shareBeside : shareOfDeadline) : 1;
  const share = Math.min(usual, leftMs * part);
  return {
    firstMs: Math.max(1, Math.floor(share)),
    isOwn: share >= usual,
    silenceMs: silenceMs(lane, times),
    mayBeEmpty: input.mayBeEmpty === true,
  };
}

/** ms after which another lane is asked as well: what nine of ten calls of this lane needed. */
export function hedgeAfterMs(lane: Lane, stream: boolean): number {
  const usual = learned(lane, stream ? 'firstToken' : 'whole', 0.9);
  if (usual === null) return stream ? hedgeWithoutHistoryMs : hedgeWholeWithoutHistoryMs;
  return Math.max(leastHedgeMs, usual);
}

/** A lane that nobody can take over from is given the time that its nature may need. */
function firstTokenMs(lane: Lane, times: AttemptTimes, othersLeft: boolean): number {
  const { def } = lane.node.provider.spec;
  const byNature =
    def.streaming.firstTokenMs ?? (def.tier === 'local' ? localFirstTokenMs : times.firstTokenMs);
  const usual = learned(lane, 'firstToken', 0.99);
  if (usual === null) return byNature;
  const longest = Math.max(byNature, usual * 2);
  return othersLeft ? Math.min(longest, Math.max(leastFirstTokenMs, usual * stallFactor)) : longest;
}

function silenceMs(lane: Lane, times: AttemptTimes): number {
  const usual = learned(lane, 'silence', 0.99);
  return usual === null
    ? times.silenceMs
    : Math.min(times.silenceMs, Math.max(leastSilenceMs, usual * stallFactor));
}

/** What the lane has shown; while that is little, what its model has shown with all keys. */
function learned({ pace, node }: Lane, what: keyof Latencies, share: number): number | null {
  for (const known of [pace, node.pace]) {
    if (known !== null && samplesOf(known[what]) >= enoughSamples) return quantile(known[what], share);
  }
  return null;
}

type Latencies = { [Name in keyof Pace as Pace[Name] extends Latency ? Name : never]: Latency };
