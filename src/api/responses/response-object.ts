import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Item } from './item.ts';

/** What a response is from its first event on. */
export interface ResponseHead {
  readonly id: string;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly model: string;
  readonly echo: JsonObject;
}

export interface ResponseError {
  readonly code: string;
  readonly message: string;
}

export type ResponseState =
  | { readonly status: 'in_progress' }
  | { readonly status: 'completed'; readonly completedAt: number }
  | { readonly status: 'incomplete'; readonly reason: 'max_output_tokens' | 'content_filter' }
  | { readonly status: 'failed'; readonly error: ResponseError };

/** The response object; `usage` in a chat's terms. */
export function presentResponse(
  { id, createdAt, model, echo }: ResponseHead,
  state: ResponseState,
  output: readonly Item[] = [],
  usage: JsonObject | null = null,
): JsonObject {
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status: state.status,
    completed_at: state.status === 'completed' ? state.completedAt : null,
    error: state.status === 'failed' ? state.error : null,
    incomplete_details: state.status === 'incomplete' ? { reason: state.reason } : null,
    model,
    output,
    ...echo,
    usage: usage === null ? null : presentUsage(usage),
  };
}

/** How an answer ended, by the chat's finish reason. */
export function stateOf(finishReason: string | null, completedAt: number): ResponseState {
  if (finishReason === 'length') return { status: 'incomplete', reason: 'max_output_tokens' };
  if (finishReason === 'content_filter') return { status: 'incomplete', reason: 'content_filter' };
  return { status: 'completed', completedAt };
}

function presentUsage({
  prompt_tokens: prompt,
  completion_tokens: completion,
  ...details
}: JsonObject): JsonObject {
  const input = countOf(prompt);
  const output = countOf(completion);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: countIn(details.prompt_tokens_details, 'cached_tokens'),
      cache_write_tokens: 0,
    },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: countIn(details.completion_tokens_details, 'reasoning_tokens'),
    },
    total_tokens: input + output,
  };
}

function countIn(details: unknown, name: string): number {
  return isRecord(details) ? countOf(details[name]) : 0;
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
