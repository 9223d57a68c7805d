import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';

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

function readChoice(choice: JsonObject, place: number): ChoicePiece {
  const said = [choice.delta, choice.message].find(isRecord) ?? {};
  return {
    index: typeof choice.index === 'number' ? choice.index : place,
    text: contentText(said.content, 'text') + asText(said.refusal),
    reasoning: asText(said.reasoning_content ?? said.reasoning) + contentText(said.content, 'thinking'),
    toolCalls: Array.isArray(said.tool_calls) ? said.tool_calls : [],
    finishReason: typeof choice.finish_reason === 'string' ? choice.finish_reason : null,
  };
}

/** A text, or a list of `{ type: 'text' }` and `{ type: 'thinking' }` (https://docs.mistral.ai/capabilities/reasoning/). */
function contentText(content: unknown, type: 'text' | 'thinking'): string {
  if (typeof content === 'string') return type === 'text' ? content : '';
  if (!Array.isArray(content)) return '';
  return content
    .filter(isRecord)
    .map((part) => (type === 'text' ? asText(part.text) : contentText(part.thinking, 'text')))
    .join('');
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

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
