import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { saidIn, textOf } from './said.ts';

/** What one choice says: the whole of it, or what one chunk adds. */
export interface ChoicePiece {
  readonly index: number;
  readonly text: string;
  readonly reasoning: string;
  /** As they came; `ToolCallCollector` puts them together. */
  readonly toolCalls: readonly unknown[];
  readonly finishReason: string | null;
}

/** In tokens; null = not told. */
export interface CompletionUsage {
  readonly input: number;
  /** With the tokens of its reasoning. */
  readonly output: number;
  readonly reasoning: number | null;
  readonly cached: number | null;
}

export interface CompletionPiece {
  readonly id: string | null;
  readonly choices: readonly ChoicePiece[];
  readonly usage: CompletionUsage | null;
}

/** Reads a chat completion, or one chunk of its stream, tolerantly: other dialects present what is found. */
export function readCompletion(body: JsonObject): CompletionPiece {
  const choices = Array.isArray(body.choices) ? body.choices.filter(isRecord) : [];
  return {
    id: typeof body.id === 'string' && body.id !== '' ? body.id : null,
    choices: choices.map(readChoice),
    usage: readUsage(body.usage),
  };
}

/** For dialects that have one answer only; undefined = there is none. */
export function firstChoice(body: unknown): ChoicePiece | undefined {
  return isRecord(body) ? readCompletion(body).choices[0] : undefined;
}

function readChoice(choice: JsonObject, place: number): ChoicePiece {
  const message = [choice.delta, choice.message].find(isRecord) ?? {};
  const said = saidIn(message);
  return {
    index: typeof choice.index === 'number' ? choice.index : place,
    text: textOf(said, 'text', 'refusal'),
    reasoning: textOf(said, 'thinking'),
    toolCalls: Array.isArray(message.tool_calls) ? message.tool_calls : [],
    finishReason: typeof choice.finish_reason === 'string' ? choice.finish_reason : null,
  };
}

function readUsage(usage: unknown): CompletionUsage | null {
  if (!isRecord(usage) || typeof usage.prompt_tokens !== 'number') return null;
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return {
    input,
    output: typeof output === 'number' ? output : 0,
    reasoning: countIn(usage.completion_tokens_details, 'reasoning_tokens'),
    cached: countIn(usage.prompt_tokens_details, 'cached_tokens'),
  };
}

function countIn(details: unknown, name: string): number | null {
  const count = isRecord(details) ? details[name] : null;
  return typeof count === 'number' ? count : null;
}
