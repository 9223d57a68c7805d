import type { ParamRules, Task } from '../../catalog/types.ts';
import type { ChatCall, ChatMessage } from '../wire.ts';
import { factsOf } from '../chat-facts.ts';
import { isRecord } from '../parse-body.ts';
import { spliceModel } from './splice-model.ts';

/** Fields that steer Noria, not the provider. */
const routingFields = new Set(['model', 'stream', 'stream_options']);

/** Parameters without which an answer is still an answer: dropped when a provider refuses them. */
const optionalParams = new Set([
  'frequency_penalty',
  'presence_penalty',
  'logit_bias',
  'logprobs',
  'top_logprobs',
  'seed',
  'store',
  'metadata',
  'user',
  'service_tier',
  'parallel_tool_calls',
  'reasoning_effort',
  'reasoning_format',
  'top_k',
  'min_p',
  'repetition_penalty',
  'top_p',
  'temperature',
  'stream_options',
  'prediction',
  'safety_identifier',
  'prompt_cache_key',
  'verbosity',
  'name',
  'reasoning_content',
  'thought_signature',
  'web_search_options',
  'modalities',
  'stop',
]);

/** The same in other tasks than chats. */
const optionalInTask: Readonly<Partial<Record<Task, ReadonlySet<string>>>> = {
  embedding: new Set(['encoding_format']),
  image: new Set(['response_format', 'quality', 'style', 'background', 'moderation', 'output_format', 'n']),
  speech: new Set(['speed', 'instructions']),
  transcription: new Set(['prompt', 'timestamp_granularities', 'timestamp_granularities[]']),
};

export function isOptionalParam(field: string, task: Task = 'chat'): boolean {
  const name = field.slice(field.lastIndexOf('.') + 1);
  return optionalParams.has(field) || optionalParams.has(name) || optionalInTask[task]?.has(name) === true;
}

/**
 * The client's own bytes with the provider's model id, when it takes everything else as it is; null when something has to
 * be left out or changed.
 */
export function requestBytes(call: ChatCall): Buffer | null {
  if (call.bytes === null || !fieldsPass(call) || !messagesPass(call)) return null;
  const { stream, stream_options: options } = call.body;
  const splice = { model: call.model, mayOverwrite: call.mayOverwrite, isScanned: call.facts !== null };
  if (!call.stream) return options === undefined ? spliceModel(call.bytes, splice) : null;
  const asks = asksForUsage(call);
  if (stream !== true || (options !== undefined && !(asks && isUsageOption(options)))) return null;
  const more = asks && options === undefined ? askForUsage : '';
  return spliceModel(call.bytes, { ...splice, more });
}

function fieldsPass({ body, provider: { params: rules }, refusedParams, maxTokens }: ChatCall): boolean {
  for (const field in body) {
    if (routingFields.has(field)) continue;
    if (isRefused(field, rules, refusedParams) || rules.rename?.[field] !== undefined) return false;
    // The messages of a long request are not parsed for nothing.
    if (field === 'messages' || field === 'tools') continue;
    const value = body[field];
    if (bounded(field, replaced(value, rules.values?.[field]), maxTokens) !== value) return false;
  }
  for (const field in rules.defaults) if (body[field] === undefined || body[field] === null) return false;
  return true;
}

/** Nothing inside the messages, the tools and the format of the answer is to be changed. */
function messagesPass({ body, facts, provider: { params: rules }, refusedParams }: ChatCall): boolean {
  if (rules.singleChoice === true && body.n !== undefined) return false;
  if (rules.stripSchemaKeywords !== undefined && schemaFields.some((field) => field in body)) return false;
  if (!needsMessages(rules, refusedParams)) return true;
  const { developer, nullContent, fields } = facts ?? factsOf(body);
  if ((rules.developerToSystem === true && developer) || (rules.nullContentToEmpty === true && nullContent))
    return false;
  return !leftOutOfMessages(rules, refusedParams).some((field) => fields.has(field));
}

function isUsageOption(options: unknown): boolean {
  return isRecord(options) && options.include_usage === true && Object.keys(options).length === 1;
}

const askForUsage = ',"stream_options":{"include_usage":true}';

/** The body that this provider accepts: its model id, without what it refuses, with what it needs. */
export function requestBody(call: ChatCall): string {
  const rules = call.provider.params;
  const body: Record<string, unknown> = { model: call.model };
  for (const field in call.body) {
    if (routingFields.has(field) || isRefused(field, rules, call.refusedParams)) continue;
    const value = call.body[field];
    const name = rules.rename?.[field] ?? field;
    body[name] = bounded(field, replaced(value, rules.values?.[field]), call.maxTokens);
  }
  if (needsMessages(rules, call.refusedParams)) {
    const leftOut = leftOutOfMessages(rules, call.refusedParams);
    body.messages = call.body.messages?.map((message) => fitted(message, rules, leftOut));
  }
  if (rules.singleChoice === true) delete body.n;
  if (rules.stripSchemaKeywords !== undefined) stripSchemas(body, new Set(rules.stripSchemaKeywords));
  if (rules.defaults !== undefined)
    for (const [field, value] of Object.entries(rules.defaults)) body[field] ??= value;
  if (call.stream) addStreaming(body, call);
  return JSON.stringify(body);
}

function bounded(field: string, value: unknown, maxTokens: number | null): unknown {
  const counts = field === 'max_tokens' || field === 'max_completion_tokens';
  return counts && maxTokens !== null && typeof value === 'number' ? Math.min(value, maxTokens) : value;
}

function addStreaming(body: Record<string, unknown>, call: ChatCall): void {
  body.stream = true;
  if (asksForUsage(call)) body.stream_options = { include_usage: true };
}

function asksForUsage({ provider, clientWantsUsage, refusedParams }: ChatCall): boolean {
  const asked = provider.streaming.usage === 'on_request' || clientWantsUsage;
  return asked && !isRefused('stream_options', provider.params, refusedParams);
}

function isRefused(field: string, rules: ParamRules, refused: ReadonlySet<string>): boolean {
  if (refused.has(field) || rules.drop?.includes(field) === true) return true;
  return rules.allowOnly !== undefined && !rules.allowOnly.includes(field);
}

function replaced(value: unknown, values: Readonly<Record<string, string>> | undefined): unknown {
  return typeof value === 'string' ? (values?.[value] ?? value) : value;
}

function needsMessages(rules: ParamRules, refused: ReadonlySet<string>): boolean {
  if (rules.developerToSystem === true || rules.nullContentToEmpty === true) return true;
  return rules.drop?.some(isOfMessages) === true || (refused.size > 0 && [...refused].some(isOfMessages));
}

function isOfMessages(field: string): boolean {
  return field.startsWith('messages[');
}

/** Names of fields that no message may have, from `messages[].name`. */
function leftOutOfMessages(rules: ParamRules, refused: ReadonlySet<string>): string[] {
  return [...(rules.drop ?? []), ...refused]
    .filter(isOfMessages)
    .map((field) => field.slice(field.indexOf('.') + 1));
}

function fitted(message: ChatMessage, rules: ParamRules, leftOut: readonly string[]): ChatMessage {
  const copy: Record<string, unknown> = { ...message };
  if (rules.developerToSystem === true && message.role === 'developer') copy.role = 'system';
  if (rules.nullContentToEmpty === true && message.content === null) copy.content = '';
  for (const field of leftOut) delete copy[field];
  return copy as ChatMessage;
}

const schemaFields = ['tools', 'response_format'] as const;

/** Removes schema keywords that the provider's subset lacks, in tools and in the response format. */
function stripSchemas(body: Record<string, unknown>, keywords: ReadonlySet<string>): void {
  for (const field of schemaFields) if (field in body) body[field] = stripped(body[field], keywords);
}

function stripped(value: unknown, keywords: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => stripped(item, keywords));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      keywords.has(name) ? [] : [[name, stripped(inner, keywords)]],
    ),
  );
}
