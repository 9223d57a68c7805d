import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { jsonFormat } from '../translate/json-format.ts';
import { pick, pickCount, pickNumber, pickObject, pickTexts } from './fields.ts';
import { toJsonSchema } from './to-json-schema.ts';

const at = 'generationConfig.';

const numbers: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
};

export interface GenerationConfig {
  /** In OpenAI's names. */
  readonly fields: JsonObject;
  readonly thinking: boolean;
}

/** https://ai.google.dev/api/generate-content#generationconfig @throws NoriaError invalid_request */
export function readGenerationConfig(config: JsonObject): GenerationConfig {
  const fields: Record<string, unknown> = {};
  for (const [name, theirs] of Object.entries(numbers)) {
    const value = pickNumber(config, name, at);
    if (value !== undefined) fields[theirs] = value;
  }
  const most = pickCount(config, 'maxOutputTokens', at);
  if (most !== undefined) fields.max_tokens = most;
  const candidates = pickCount(config, 'candidateCount', at);
  if (candidates !== undefined && candidates > 1) fields.n = candidates;
  const stops = pickTexts(config, 'stopSequences', at);
  if (stops.length > 0) fields.stop = stops;
  const modalities = pickTexts(config, 'responseModalities', at);
  check(
    modalities.every((one) => one.toUpperCase() === 'TEXT'),
    `${at}responseModalities`,
    'TEXT',
  );
  const thinking = pickObject(config, 'thinkingConfig', at) ?? {};
  return {
    fields: { ...fields, ...formatOf(config), ...effortOf(thinking) },
    thinking: pick(thinking, 'includeThoughts') === true,
  };
}

function formatOf(config: JsonObject): JsonObject {
  const mime = pick(config, 'responseMimeType') ?? 'text/plain';
  const standard = pickObject(config, 'responseJsonSchema', at);
  const own = pickObject(config, 'responseSchema', at);
  check(
    mime === 'text/plain' || mime === 'application/json',
    `${at}responseMimeType`,
    'text/plain, application/json',
  );
  if (mime === 'text/plain') {
    check(standard === null && own === null, `${at}responseMimeType`, 'application/json, with a schema');
    return {};
  }
  const schema = standard ?? (own === null ? null : (toJsonSchema(own) as object));
  return { response_format: jsonFormat(schema) };
}

/** Google's own figures for OpenAI's words: https://ai.google.dev/gemini-api/docs/openai#thinking */
function effortOf(thinking: JsonObject): JsonObject {
  const level = pick(thinking, 'thinkingLevel');
  if (typeof level === 'string' && /^(minimal|low|medium|high)$/i.test(level))
    return { reasoning_effort: level.toLowerCase() };
  const budget = pickNumber(thinking, 'thinkingBudget', `${at}thinkingConfig.`) ?? -1;
  // Not every model can stop thinking, but each can think less.
  if (budget < 0) return {};
  if (budget <= 1_024) return { reasoning_effort: 'low' };
  return { reasoning_effort: budget <= 8_192 ? 'medium' : 'high' };
}
