/**
 * How many tokens a call will use, learned from what calls did use. The prompt by its characters and a ratio learned
 * per model; the answer by what this model's answers really are, never by `max_tokens`: a client that asks for 32,000
 * must not lock a bucket of 6,000 (seen in freellmapi#423).
 */
export interface TokenModel {
  /** Characters a token, decaying mean. */
  charsPerToken: number;
  /** Tokens of an answer: decaying mean and mean deviation. */
  answerTokens: number;
  answerDeviation: number;
  samples: number;
}

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

const weight = 0.1;

export function createTokenModel(): TokenModel {
  return { charsPerToken: 3.6, answerTokens: 300, answerDeviation: 100, samples: 0 };
}

/** `chars`: characters of the prompt; `maxTokens`: the client's own bound, which only ever lowers the estimate. */
export function estimateTokens(model: TokenModel, chars: number, maxTokens: number | null): Tokens {
  const expected = Math.ceil(model.answerTokens + model.answerDeviation);
  return {
    input: Math.ceil(chars / model.charsPerToken) + 8,
    output: maxTokens === null ? expected : Math.min(expected, Math.max(1, maxTokens)),
  };
}

/** Learns from the usage a provider reported; one absurd report moves it by a step, not to the moon. */
export function learnTokens(model: TokenModel, chars: number, used: Tokens): void {
  model.samples += 1;
  // What a model is taken for at first counts as one sample.
  const share = Math.max(weight, 1 / (model.samples + 1));
  if (used.input > 16 && chars > 64) {
    const ratio = Math.min(8, Math.max(0.5, chars / used.input));
    model.charsPerToken += (ratio - model.charsPerToken) * share;
  }
  const error = Math.min(used.output, 8 * model.answerTokens + 1_000) - model.answerTokens;
  model.answerTokens += error * share;
  model.answerDeviation += (Math.abs(error) - model.answerDeviation) * share;
}
