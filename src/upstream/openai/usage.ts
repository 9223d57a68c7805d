import type { Tokens } from '../../engine/estimate.ts';
import { isRecord } from '../parse-body.ts';

/**
 * Usage in every dialect of OpenAI-compatible answers: `usage`, Groq's `x_groq.usage`, Ollama's counters, Cohere's
 * `usage.tokens`; null when there is none.
 */
export function readUsage(body: unknown): Tokens | null {
  if (!isRecord(body)) return null;
  const groq = isRecord(body.x_groq) ? body.x_groq.usage : undefined;
  for (const usage of [body.usage, groq, body]) {
    const tokens = tokensOf(usage);
    if (tokens !== null) return tokens;
  }
  return null;
}

function tokensOf(usage: unknown): Tokens | null {
  if (!isRecord(usage)) return null;
  const nested = isRecord(usage.tokens) ? usage.tokens : usage;
  const input = count(nested.prompt_tokens ?? nested.input_tokens ?? nested.prompt_eval_count);
  const output = count(nested.completion_tokens ?? nested.output_tokens ?? nested.eval_count);
  return input === null && output === null ? null : { input: input ?? 0, output: output ?? 0 };
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
