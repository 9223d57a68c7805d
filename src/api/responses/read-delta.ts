import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';

export interface ToolDelta {
  /** null = the provider does not say. */
  readonly index: number | null;
  /** '' = said before, or not at all. */
  readonly id: string;
  readonly name: string;
  /** A piece of the arguments. */
  readonly written: string;
}

/** What one choice of a chat adds; '' and [] where it adds nothing. */
export interface Delta {
  readonly reasoning: string;
  readonly text: string;
  readonly refusal: string;
  readonly calls: readonly ToolDelta[];
  readonly logprobs: readonly unknown[];
}

/** A choice of a chunk (`delta`) or of a whole completion (`message`). */
export function readDelta({ delta, message, logprobs }: JsonObject): Delta {
  const said = isRecord(delta) ? delta : isRecord(message) ? message : {};
  const { content, refusal, tool_calls: calls } = said;
  return {
    reasoning: textOf(said.reasoning_content) || textOf(said.reasoning) || thoughtsIn(content),
    text: textIn(content),
    refusal: textOf(refusal),
    calls: Array.isArray(calls) ? calls.filter(isRecord).map(readCall) : [],
    logprobs: isRecord(logprobs) && Array.isArray(logprobs.content) ? logprobs.content : [],
  };
}

function readCall({ index, id, function: called }: JsonObject): ToolDelta {
  const { name, arguments: written } = isRecord(called) ? called : {};
  return {
    index: typeof index === 'number' ? index : null,
    id: textOf(id),
    name: textOf(name),
    written: textOf(written),
  };
}

/** Mistral's reasoning models write lists: `{ type: "thinking", thinking: [{ text }] }` and `{ type: "text", text }`. */
function textIn(content: unknown): string {
  return Array.isArray(content) ? joined(content) : textOf(content);
}

function thoughtsIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isRecord(part) && Array.isArray(part.thinking) ? joined(part.thinking) : ''))
    .join('');
}

function joined(parts: readonly unknown[]): string {
  return parts.map((part) => (isRecord(part) ? textOf(part.text) : '')).join('');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
