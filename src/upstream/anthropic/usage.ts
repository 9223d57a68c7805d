import type { Tokens } from '../../engine/estimate.ts';
import { isRecord } from '../parse-body.ts';

export interface Usage {
  /** With what was read from the cache and written to it, as OpenAI counts. */
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

/** Usage of a message, or of a stream's event over what earlier events told; `before` when it tells nothing. */
export function readUsage(usage: unknown, before: Usage | null): Usage | null {
  if (!isRecord(usage)) return before;
  const fresh = count(usage.input_tokens);
  const cached = count(usage.cache_read_input_tokens) ?? 0;
  const input =
    fresh === null ? before?.input : fresh + cached + (count(usage.cache_creation_input_tokens) ?? 0);
  const output = count(usage.output_tokens) ?? before?.output;
  if (input === undefined && output === undefined) return before;
  return { input: input ?? 0, output: output ?? 0, cached: fresh === null ? (before?.cached ?? 0) : cached };
}

export function toTokens(usage: Usage | null): Tokens | null {
  return usage === null ? null : { input: usage.input, output: usage.output };
}

/** The `usage` object of a chat completion. */
export function presentUsage({ input, output, cached }: Usage): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
