import type { ChatBody, ChatCall } from '../wire.ts';
import { outputFormat } from './output-format.ts';
import { toolParams } from './tool-params.ts';
import { toConversation } from './turns.ts';

/** What the Messages API cannot do without, refused or not. */
const needed = new Set(['model', 'messages', 'max_tokens', 'system', 'stream']);
/** Under these names the client knows what goes up as others. */
const clientNames: Readonly<Record<string, string>> = {
  stop_sequences: 'stop',
  metadata: 'user',
  output_config: 'response_format',
};

/**
 * The body for `POST /messages`, built name by name: unknown fields are a 400 there.
 * https://docs.claude.com/en/api/messages
 */
export function messagesRequest(call: ChatCall): Record<string, unknown> {
  const { body } = call;
  const { system: told, turns } = toConversation(body.messages ?? []);
  const format = outputFormat(body);
  const system = [told, format.words].filter((text) => text !== '').join('\n\n');
  const request: Record<string, unknown> = {
    model: call.model,
    max_tokens: maxTokens(call),
    ...(system === '' ? {} : { system }),
    messages: turns,
    ...toolParams(body),
    ...format.params,
    ...sampling(body),
    ...(typeof body.user === 'string' ? { metadata: { user_id: body.user } } : {}),
    ...(call.stream ? { stream: true } : {}),
  };
  for (const name of Object.keys(request)) {
    const refused = call.refusedParams.has(name) || call.refusedParams.has(clientNames[name] ?? name);
    if (refused && !needed.has(name)) delete request[name];
  }
  return request;
}

function sampling(body: ChatBody): Record<string, unknown> {
  const { temperature, top_p: topP, top_k: topK } = body;
  const stops = stopSequences(body.stop);
  return {
    ...(typeof temperature === 'number' ? { temperature: Math.min(1, Math.max(0, temperature)) } : {}),
    ...(typeof topP === 'number' ? { top_p: topP } : {}),
    ...(typeof topK === 'number' ? { top_k: topK } : {}),
    ...(stops.length > 0 ? { stop_sequences: stops } : {}),
  };
}

/** Blank sequences are a 400 there. */
function stopSequences(stop: unknown): readonly string[] {
  const stops: readonly unknown[] = Array.isArray(stop) ? stop : [stop];
  return stops.filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}

function maxTokens({ body, provider }: ChatCall): number {
  const candidates = [body.max_tokens, body.max_completion_tokens, provider.params.defaults?.max_tokens];
  return candidates.find((value): value is number => typeof value === 'number' && value >= 1) ?? 4_096;
}
