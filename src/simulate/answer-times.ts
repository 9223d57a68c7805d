import { spreadAround, type Random } from './random.ts';

/** ms of one call, as drawn for it. */
export interface AnswerTimes {
  /** Until the call reaches the provider's counters. */
  readonly thereMs: number;
  /** From there until the whole answer is made. */
  readonly answerMs: number;
  /** Back to us. */
  readonly backMs: number;
}

interface Speed {
  readonly firstMs: number;
  readonly tokensPerSecond: number;
}

/** Orders of size, evidence C: what they decide is who is asked first when `auto` looks at pace, and how much runs at once. */
const speeds: Readonly<Record<string, Speed>> = {
  groq: { firstMs: 250, tokensPerSecond: 400 },
  cerebras: { firstMs: 250, tokensPerSecond: 1_200 },
  sambanova: { firstMs: 400, tokensPerSecond: 250 },
  mistral: { firstMs: 450, tokensPerSecond: 110 },
  gemini: { firstMs: 600, tokensPerSecond: 160 },
  openrouter: { firstMs: 1_200, tokensPerSecond: 60 },
};
const otherSpeed: Speed = { firstMs: 700, tokensPerSecond: 80 };
const localSpeed: Speed = { firstMs: 400, tokensPerSecond: 40 };

const transitMs = 30;
const transitSpread = 0.5;
/** What the engine allows for: on a worse road a call may be counted in another window than the one it was meant for. */
const longestTransitMs = 250;
const speedSpread = 0.35;
/** Answers come whole here, and whole answers run into time limits that streams do not know. */
const longestAnswerMs = 60_000;

export function drawTimes(
  provider: { readonly id: string; readonly local: boolean },
  outputTokens: number,
  random: Random,
): AnswerTimes {
  const { firstMs, tokensPerSecond } = provider.local ? localSpeed : (speeds[provider.id] ?? otherSpeed);
  const usual = firstMs + (outputTokens / tokensPerSecond) * 1_000;
  return {
    thereMs: provider.local ? 1 : transit(random),
    answerMs: Math.round(Math.min(longestAnswerMs, spreadAround(random, usual, speedSpread))),
    backMs: provider.local ? 1 : transit(random),
  };
}

function transit(random: Random): number {
  return Math.min(longestTransitMs, Math.round(spreadAround(random, transitMs, transitSpread)));
}
