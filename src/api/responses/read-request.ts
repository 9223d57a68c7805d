import type { Ids } from '../../shared/ids.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import type { Item } from './item.ts';
import { readText } from './read-text.ts';
import { toolFields } from './read-tool-choice.ts';
import { readTools, type Tools } from './read-tools.ts';

/** A request of `POST /v1/responses`, understood. */
export interface ResponseRequest {
  /** Its own input items, each with an id. */
  readonly input: readonly Item[];
  readonly instructions: string | null;
  /** null = it begins a conversation. */
  readonly previousId: string | null;
  readonly store: boolean;
  /** `prompt_cache_key`: requests of one key have a beginning in common, and a model that has seen it. null = none. */
  readonly cacheKey: string | null;
  readonly tools: Tools;
  /** The body of a chat, without messages. */
  readonly chat: JsonObject;
  /** What the response object tells of the request. */
  readonly echo: JsonObject;
}

/** Fields of this API; all others go to the provider as they are. */
const known = new Set(
  (
    'input instructions previous_response_id store tools tool_choice parallel_tool_calls text max_output_tokens metadata ' +
    'reasoning stream_options truncation include background conversation prompt max_tool_calls service_tier top_logprobs ' +
    'prompt_cache_key prompt_cache_retention prompt_cache_options context_management client_metadata generate messages ' +
    'safety_identifier'
  ).split(' '),
);
const longestCacheKey = 200;
const logprobsWish = 'message.output_text.logprobs';

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function readResponseRequest(body: JsonObject, ids: Ids): ResponseRequest {
  refuseForeign(body);
  const { instructions, previous_response_id: previous, store, metadata } = body;
  check(isAbsent(instructions) || typeof instructions === 'string', 'instructions', 'a text');
  check(isAbsent(previous) || typeof previous === 'string', 'previous_response_id', 'the id of a response');
  check(isAbsent(store) || typeof store === 'boolean', 'store', 'true, false');
  check(isAbsent(metadata) || isRecord(metadata), 'metadata', 'an object of texts');
  const tools = readTools(body.tools);
  const text = readText(body.text);
  const passed = Object.entries(body).filter(([name]) => !known.has(name));
  return {
    input: readInput(body.input, ids),
    instructions: typeof instructions === 'string' ? instructions : null,
    previousId: typeof previous === 'string' ? previous : null,
    store: store !== false,
    cacheKey: readCacheKey(body.prompt_cache_key),
    tools,
    chat: {
      ...Object.fromEntries(passed),
      ...lengthField(body.max_output_tokens),
      ...reasoningField(body.reasoning),
      ...logprobFields(body),
      ...text.fields,
      ...toolFields(tools, body),
    },
    echo: echoOf(body, tools, text.echo),
  };
}

function readCacheKey(key: unknown): string | null {
  check(isAbsent(key) || typeof key === 'string', 'prompt_cache_key', 'a text');
  return typeof key === 'string' && key !== '' ? key.slice(0, longestCacheKey) : null;
}

/** What would need OpenAI's own memory or machines. */
function refuseForeign({ background, conversation, prompt, truncation }: JsonObject): void {
  check(background !== true, 'background', 'false: an answer is given to whoever waits for it');
  check(isAbsent(conversation), 'conversation', 'nothing; go on with previous_response_id');
  check(isAbsent(prompt), 'prompt', 'nothing: templates of an OpenAI account are not known here');
  check(
    isAbsent(truncation) || truncation === 'auto' || truncation === 'disabled',
    'truncation',
    'auto, disabled',
  );
}

function readInput(input: unknown, ids: Ids): readonly Item[] {
  if (typeof input === 'string')
    return [
      { id: ids('msg'), type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] },
    ];
  check(isAbsent(input) || Array.isArray(input), 'input', 'a text, or a list of items');
  return ((input ?? []) as unknown[]).map((item, index) => {
    check(isRecord(item), `input[${index}]`, 'an object with type');
    const { id, type = 'message', ...rest } = item as JsonObject;
    return { id: typeof id === 'string' ? id : ids('msg'), type, ...rest };
  });
}

/** Under the name that every provider takes, or has renamed in the catalog. */
function lengthField(most: unknown): JsonObject {
  if (isAbsent(most)) return {};
  check(Number.isSafeInteger(most) && Number(most) >= 1, 'max_output_tokens', 'a whole number, 1 or more');
  return { max_tokens: most };
}

function reasoningField(reasoning: unknown): JsonObject {
  if (isAbsent(reasoning)) return {};
  check(isRecord(reasoning), 'reasoning', 'an object with effort');
  const { effort } = reasoning as JsonObject;
  check(
    isAbsent(effort) || typeof effort === 'string',
    'reasoning.effort',
    'none, minimal, low, medium, high, xhigh',
  );
  return isAbsent(effort) ? {} : { reasoning_effort: effort };
}

function logprobFields({ include, top_logprobs: top }: JsonObject): JsonObject {
  check(isAbsent(include) || Array.isArray(include), 'include', 'a list of names');
  const asked = Array.isArray(include) && include.includes(logprobsWish);
  if (typeof top === 'number' && top > 0) return { logprobs: true, top_logprobs: top };
  return asked ? { logprobs: true } : {};
}

function echoOf(body: JsonObject, tools: Tools, text: JsonObject): JsonObject {
  const { reasoning } = body;
  const told = (name: string): unknown => body[name] ?? null;
  return {
    background: false,
    instructions: told('instructions'),
    max_output_tokens: told('max_output_tokens'),
    max_tool_calls: null,
    metadata: body.metadata ?? {},
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: told('previous_response_id'),
    prompt_cache_key: told('prompt_cache_key'),
    reasoning: { effort: null, summary: null, ...(isRecord(reasoning) ? reasoning : {}) },
    safety_identifier: told('safety_identifier'),
    service_tier: 'default',
    store: body.store ?? true,
    temperature: told('temperature'),
    text,
    tool_choice: body.tool_choice ?? 'auto',
    tools: tools.taken,
    top_logprobs: body.top_logprobs ?? 0,
    top_p: told('top_p'),
    truncation: 'disabled',
    user: told('user'),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
