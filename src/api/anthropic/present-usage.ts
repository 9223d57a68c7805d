import { isRecord } from '../../upstream/parse-body.ts';
import type { TokensGuess } from '../translate/prompt-tokens.ts';

/** Anthropic's `usage`: `input_tokens` are those that were not read from a cache. */
export interface PresentedUsage {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens: number;
}

/** From OpenAI's `usage`; where a provider told none, from the guess and the characters of the answer. */
export function presentUsage(usage: unknown, guess: TokensGuess, chars: number): PresentedUsage {
  const told = isRecord(usage) ? usage : {};
  const details = isRecord(told.prompt_tokens_details) ? told.prompt_tokens_details : {};
  const input = count(told.prompt_tokens) ?? guess.input;
  const cached = Math.min(input, count(details.cached_tokens) ?? 0);
  return {
    input_tokens: input - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: count(told.completion_tokens) ?? Math.ceil(chars / guess.charsPerToken),
  };
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
