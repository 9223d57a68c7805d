import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { saidIn, textOf } from '../translate/said.ts';

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
  const told = isRecord(delta) ? delta : isRecord(message) ? message : {};
  const { tool_calls: calls } = told;
  const said = saidIn(told);
  return {
    reasoning: textOf(said, 'thinking'),
    text: textOf(said, 'text'),
    refusal: textOf(said, 'refusal'),
    calls: Array.isArray(calls) ? calls.filter(isRecord).map(readCall) : [],
    logprobs: isRecord(logprobs) && Array.isArray(logprobs.content) ? logprobs.content : [],
  };
}

function readCall({ index, id, function: called }: JsonObject): ToolDelta {
  const { name, arguments: written } = isRecord(called) ? called : {};
  return {
    index: typeof index === 'number' ? index : null,
    id: asText(id),
    name: asText(name),
    written: asText(written),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
