import { exponential, spreadAround, type Random } from './random.ts';
import { shapes, type Shape } from './shapes.ts';

export interface Traffic {
  /** Requests an hour, on the mean of a day. */
  readonly perHour: number;
  readonly hours: number;
  readonly shape: Shape;
  /** Epoch ms. */
  readonly startAt: number;
  readonly size: CallSize;
}

/** Mean tokens of a call. */
export interface CallSize {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What one request will really use, known to the provider alone. */
export interface DrawnCall extends CallSize {
  /** Characters of the prompt: all that the gateway sees of its length. */
  readonly chars: number;
}

const hourMs = 3_600_000;
const largestInput = 100_000;
const largestOutput = 16_000;
const inputSpread = 0.7;
const outputSpread = 0.6;
const charsPerToken = 4;
/** Languages and code make tokens of different lengths. */
const charsSpread = 0.12;

export function endOf({ startAt, hours }: Pick<Traffic, 'startAt' | 'hours'>): number {
  return startAt + hours * hourMs;
}

/** Gives one arrival after the other, epoch ms, and null after the last: Poisson, as busy as the shape says. */
export function createArrivals(traffic: Traffic, random: Random): () => number | null {
  const { at: intensityAt, peak } = shapes[traffic.shape];
  const gapMs = hourMs / (traffic.perHour * peak);
  const endAt = endOf(traffic);
  let at = traffic.startAt;
  return () => {
    for (;;) {
      at += exponential(random, gapMs);
      if (at >= endAt) return null;
      if (peak === 1 || random() * peak < intensityAt(at)) return Math.floor(at);
    }
  };
}

export function drawCall({ inputTokens, outputTokens }: CallSize, random: Random): DrawnCall {
  const input = within(spreadAround(random, inputTokens, inputSpread), largestInput);
  const output = within(spreadAround(random, outputTokens, outputSpread), largestOutput);
  return {
    inputTokens: input,
    outputTokens: output,
    chars: Math.round(input * spreadAround(random, charsPerToken, charsSpread)),
  };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(value)));
}
