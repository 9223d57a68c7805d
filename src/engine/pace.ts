import { addSample, createLatency, quantile, samplesOf, type Latency } from './latency.ts';

/** How quick and how reliable a lane or a model was of late: what makes it sink behind others, and rise again. */
export interface Pace {
  /** ms until the first content of a stream. */
  readonly firstToken: Latency;
  /** Tokens a second once a stream runs. */
  readonly tokenRate: Latency;
  /** ms until a whole answer, where it was not streamed. */
  readonly whole: Latency;
  /** ms of the longest silence within a stream that ended well. */
  readonly silence: Latency;
  /** ms until a paragraph of a hundred tokens stands: what a reader feels. */
  readonly paragraph: Latency;
  /** Share of recent calls that went well, the latest counting most. */
  good: number;
  /** 0 = quick and reliable … 3 = a last resort. */
  rank: number;
  /** Epoch ms until which the rank holds it behind others; then one call looks again. */
  sunkUntilAt: number;
  sunkMs: number;
  /** When the call that looked again last began. */
  triedAt: number;
}

const paragraphTokens = 100;
/** Upper ends of the ranks 0, 1 and 2, in ms to a paragraph. */
const rankEnds = [3_000, 8_000, 20_000] as const;
const lowestRank = rankEnds.length;
/** From here on somebody is really slow or unreliable. */
export const sunkRank = 2;
const lastCallWeight = 0.15;
const fairlyGood = 0.6;
const hardlyGood = 0.35;
const firstSunkMs = 15_000;
const longestSunkMs = 300_000;
/** So many times its usual time is late. */
const late = 1.5;
/** Fewer samples than this are no evidence. */
export const enoughSamples = 5;

export function createPace(): Pace {
  return {
    firstToken: createLatency(),
    tokenRate: createLatency(),
    whole: createLatency(),
    silence: createLatency(),
    paragraph: createLatency(),
    good: 1,
    rank: 0,
    sunkUntilAt: 0,
    sunkMs: 0,
    triedAt: 0,
  };
}

/** What one good answer showed. */
export interface PaceSample {
  /** null = the answer was not streamed. */
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  readonly outputTokens: number;
  /** Longest silence after the first content, ms; null = not streamed. */
  readonly silenceMs: number | null;
}

/** Epoch ms `now`. */
export function paceServed(pace: Pace, sample: PaceSample, now: number): void {
  const { firstTokenMs, totalMs, outputTokens, silenceMs } = sample;
  const longEnough = outputTokens > paragraphTokens;
  const afterFirstMs = totalMs - (firstTokenMs ?? 0);
  if (firstTokenMs !== null) {
    addSample(pace.firstToken, firstTokenMs);
    if (outputTokens >= 20 && afterFirstMs > 0)
      addSample(pace.tokenRate, (outputTokens * 1_000) / afterFirstMs);
  }
  if (firstTokenMs === null) addSample(pace.whole, totalMs);
  if (silenceMs !== null) addSample(pace.silence, silenceMs);
  const paragraphMs =
    (firstTokenMs ?? 0) + (longEnough ? (afterFirstMs * paragraphTokens) / outputTokens : afterFirstMs);
  addSample(pace.paragraph, paragraphMs);
  pace.good += (1 - pace.good) * lastCallWeight;
  // One more quick answer makes nobody sink who is up.
  if (pace.rank === 0 && pace.sunkMs === 0 && paragraphMs <= rankEnds[0]) return;
  judge(pace, now);
}

/** The call failed, or another lane was quicker when this one was late. */
export function paceMissed(pace: Pace, now: number): void {
  pace.good -= pace.good * lastCallWeight;
  judge(pace, now);
}

/** Beaten by another lane: it would have taken at least `ms`. Says something only when that is slow for it. */
export function paceBeaten(pace: Pace, ms: number, now: number): void {
  const usual = quantile(pace.firstToken, 0.5) ?? quantile(pace.whole, 0.5);
  if (usual === null || ms < usual * late) return;
  addSample(pace.firstToken, ms);
  addSample(pace.paragraph, ms);
  paceMissed(pace, now);
}

function judge(pace: Pace, now: number): void {
  const rank = Math.min(lowestRank, slowness(pace) + unreliability(pace));
  if (rank === 0) pace.sunkMs = 0;
  else if (now >= pace.sunkUntilAt || rank > pace.rank) {
    pace.sunkMs = Math.min(longestSunkMs, Math.max(firstSunkMs, pace.sunkMs * 2));
    pace.sunkUntilAt = now + pace.sunkMs;
  }
  pace.rank = rank;
}

function slowness({ paragraph }: Pace): number {
  if (samplesOf(paragraph) < 3) return 0;
  const usual = quantile(paragraph, 0.5) ?? 0;
  return rankEnds.filter((end) => usual > end).length;
}

function unreliability({ good }: Pace): number {
  if (good >= fairlyGood) return 0;
  return good >= hardlyGood ? 2 : lowestRank;
}

/** The rank that holds now: what sank comes up for one call when its time is over. */
export function rankOf(pace: Pace, now: number): number {
  return now >= pace.sunkUntilAt ? 0 : pace.rank;
}

/** A call begins: when it is the one that looks again, others stay away until it has told. */
export function paceBegins(pace: Pace, now: number): void {
  if (pace.rank === 0 || now < pace.sunkUntilAt) return;
  pace.triedAt = now;
  pace.sunkUntilAt = now + Math.max(firstSunkMs, pace.sunkMs);
}

/** A call ended without evidence: if it was the one that looked again, the next one does. */
export function paceAbandoned(pace: Pace, startedAt: number): void {
  if (startedAt === pace.triedAt) pace.sunkUntilAt = Math.min(pace.sunkUntilAt, pace.triedAt);
}
