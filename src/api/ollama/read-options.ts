import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { jsonFormat } from '../translate/json-format.ts';

/** Ollama's options that are everybody's; the others (`num_ctx`, `mirostat` …) are about a model in one's own memory. */
const numbers = ['temperature', 'top_p', 'top_k', 'seed', 'presence_penalty', 'frequency_penalty'];

/** `options`, `format` and `think` in OpenAI's names. https://docs.ollama.com/modelfile#valid-parameters-and-values @throws NoriaError invalid_request */
export function readOptions({ options, format, think }: JsonObject): JsonObject {
  check(options === undefined || options === null || isRecord(options), 'options', 'an object');
  const given = (options ?? {}) as JsonObject;
  const fields: Record<string, unknown> = {};
  for (const name of numbers) {
    const value = numberIn(given, name);
    if (value !== null) fields[name] = value;
  }
  const most = numberIn(given, 'num_predict');
  // -1 and -2 are Ollama's words for no bound.
  if (most !== null && most >= 1) fields.max_tokens = Math.floor(most);
  return { ...fields, ...stopOf(given.stop), ...formatOf(format), ...effortOf(think) };
}

/** Ollama streams unless it is told not to. @throws NoriaError invalid_request */
export function wantsStream({ stream }: JsonObject): boolean {
  check(stream === undefined || stream === null || typeof stream === 'boolean', 'stream', 'true, false');
  return stream !== false;
}

function numberIn(options: JsonObject, name: string): number | null {
  const value = options[name] ?? null;
  check(value === null || typeof value === 'number', `options.${name}`, 'a number');
  return value as number | null;
}

function stopOf(stop: unknown): JsonObject {
  const stops: readonly unknown[] =
    stop === undefined || stop === null ? [] : Array.isArray(stop) ? stop : [stop];
  check(
    stops.every((one) => typeof one === 'string'),
    'options.stop',
    'a text, or a list of texts',
  );
  return stops.length === 0 ? {} : { stop: stops };
}

function formatOf(format: unknown): JsonObject {
  if (format === undefined || format === null || format === '') return {};
  check(format === 'json' || isRecord(format), 'format', 'json, or a JSON schema');
  return { response_format: jsonFormat(isRecord(format) ? format : null) };
}

/** `true` is what models that think do anyway; `false` hides it. */
function effortOf(think: unknown): JsonObject {
  const isLevel = typeof think === 'string' && /^(low|medium|high)$/.test(think);
  check(
    isLevel || think === undefined || think === null || typeof think === 'boolean',
    'think',
    'true, false, low, medium, high',
  );
  return isLevel ? { reasoning_effort: think } : {};
}
