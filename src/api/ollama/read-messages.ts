import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { OpenCalls } from '../translate/open-calls.ts';
import { userContent } from './read-images.ts';

const roles = ['system', 'user', 'assistant', 'tool'];

/** Ollama's messages in OpenAI's terms. https://docs.ollama.com/api/chat @throws NoriaError invalid_request */
export function readMessages(messages: readonly unknown[]): ChatMessage[] {
  const calls = new OpenCalls();
  return messages.flatMap((message, index): ChatMessage[] => {
    const at = `messages[${index}]`;
    check(isRecord(message), at, 'an object with role and content');
    const { role, content: given } = message as JsonObject;
    const content = given ?? '';
    check(typeof role === 'string' && roles.includes(role), `${at}.role`, roles.join(', '));
    check(typeof content === 'string', `${at}.content`, 'a text');
    const said = { role: role as string, text: content as string };
    if (role === 'assistant') return [assistantTurn(message as JsonObject, said.text, { at, calls })];
    if (role === 'tool') return [toolResult(message as JsonObject, said.text, { at, calls })];
    if (role === 'user')
      return [{ role, content: userContent(message as JsonObject, said.text, `${at}.images`) }];
    return [{ role: said.role, content: said.text }];
  });
}

interface Place {
  readonly at: string;
  readonly calls: OpenCalls;
}

/** What it thought is for no other model. */
function assistantTurn({ tool_calls: given }: JsonObject, text: string, { at, calls }: Place): ChatMessage {
  check(given === undefined || given === null || Array.isArray(given), `${at}.tool_calls`, 'a list');
  const toolCalls = ((given ?? []) as unknown[]).map((call, index) => {
    const place = `${at}.tool_calls[${index}]`;
    check(
      isRecord(call) && isRecord(call.function),
      `${place}.function`,
      'an object with name and arguments',
    );
    const { id, function: called } = call as { id?: unknown; function: JsonObject };
    const { name, arguments: args = {} } = called;
    check(typeof name === 'string' && name !== '', `${place}.function.name`, 'the name of a function');
    check(isRecord(args), `${place}.function.arguments`, 'an object');
    return {
      id: calls.add(name as string, id),
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    };
  });
  if (toolCalls.length === 0) return { role: 'assistant', content: text };
  return { role: 'assistant', content: text === '' ? null : text, tool_calls: toolCalls };
}

function toolResult(message: JsonObject, text: string, { at, calls }: Place): ChatMessage {
  const id = calls.close({ id: message.tool_call_id, name: message.tool_name });
  check(id !== null, at, 'the result of a tool call that an earlier message holds');
  return { role: 'tool', tool_call_id: id, content: text };
}
