import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { isStrict } from './is-strict.ts';

/** Thinking tokens up to which a budget is taken for `low`, for `medium`. */
const lowBudget = 4_096;
const mediumBudget = 16_384;

const efforts: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

/** `reasoning_effort`, from `output_config.effort`, else from the budget of `thinking`; nothing where neither says how much. */
export function effortWishes({ thinking, output_config: config }: JsonObject): JsonObject {
  const effort = isRecord(config) && typeof config.effort === 'string' ? efforts[config.effort] : undefined;
  if (effort !== undefined) return { reasoning_effort: effort };
  const budget = isRecord(thinking) && thinking.type === 'enabled' ? thinking.budget_tokens : undefined;
  if (typeof budget !== 'number') return {};
  return { reasoning_effort: budget <= lowBudget ? 'low' : budget <= mediumBudget ? 'medium' : 'high' };
}

/** Thinking is shown to those who asked for it: others take the first block of an answer for its text. */
export function showsThinking({ thinking }: JsonObject): boolean {
  if (thinking === undefined || thinking === null) return false;
  check(isRecord(thinking) && typeof thinking.type === 'string', 'thinking', 'an object with a type');
  const { type, display } = thinking as JsonObject;
  return type !== 'disabled' && display !== 'omitted';
}

/** `output_config.format`, or `output_format` as it was called before, as `response_format`. */
export function formatWishes({ output_config: config, output_format: before }: JsonObject): JsonObject {
  const format = isRecord(config) && isRecord(config.format) ? config.format : before;
  if (!isRecord(format)) return {};
  check(
    format.type === 'json_schema' && isRecord(format.schema),
    'output_config.format',
    'type json_schema with a schema',
  );
  return {
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: format.schema, strict: isStrict(format.schema) },
    },
  };
}
