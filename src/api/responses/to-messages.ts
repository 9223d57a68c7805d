import { NoriaError } from '../../shared/errors.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { customArguments } from './custom-tools.ts';
import { isAttachment, textOf, toParts, type ChatPart } from './input-content.ts';
import type { Item } from './item.ts';
import { chatNameOf } from './tool-names.ts';

/** What only OpenAI can read again (reasoning) or has run itself: a conversation stands without it. */
const passedOver: ReadonlySet<unknown> = new Set([
  'reasoning',
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_list_tools',
  'mcp_call',
  'tool_search_call',
  'tool_search_output',
]);
const allowedTypes =
  'message, function_call, function_call_output, custom_tool_call, custom_tool_call_output, reasoning; an item_reference is ' +
  'not: send the item itself, or previous_response_id';
const roles: readonly unknown[] = ['user', 'assistant', 'system', 'developer'];

/**
 * Items as the messages of a chat. `fieldOf` says what the client calls an item, for the error.
 * @throws NoriaError invalid_request
 */
export function toMessages(
  items: readonly Item[],
  fieldOf: (index: number) => string,
): readonly ChatMessage[] {
  const messages: Message[] = [];
  const called = new Set<unknown>();
  /** A tool's answer is text in a chat; its pictures follow once all the answers are there. */
  let attachments: ChatPart[] = [];

  function showAttachments(): void {
    if (attachments.length > 0) messages.push({ role: 'user', content: attachments });
    attachments = [];
  }

  function addOutput({ call_id: callId, output }: Item, field: string): void {
    if (!called.has(callId)) throw unknownCall(callId, `${field}.call_id`);
    const parts = toParts(output, `${field}.output`);
    messages.push({ role: 'tool', tool_call_id: callId, content: textOf(parts, '\n') });
    attachments.push(...parts.filter(isAttachment));
  }

  items.forEach((item, index) => {
    const field = fieldOf(index);
    if (passedOver.has(item.type)) return;
    if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output')
      return addOutput(item, field);
    showAttachments();
    if (item.type === 'function_call' || item.type === 'custom_tool_call') {
      called.add(item.call_id);
      return addCall(messages, toCall(item, field));
    }
    check(item.type === 'message' || item.type === undefined, `${field}.type`, allowedTypes);
    messages.push(toMessage(item, field));
  });
  showAttachments();
  return messages;
}

type Message = ChatMessage & { tool_calls?: JsonObject[] };

function toMessage({ role, content }: Item, field: string): Message {
  check(roles.includes(role), `${field}.role`, 'user, assistant, system, developer');
  const parts = toParts(content, `${field}.content`);
  if (role === 'assistant') return { role, content: textOf(parts, '') };
  // Most providers take nothing but a text from the system.
  if (role !== 'user') return { role: String(role), content: textOf(parts, '\n\n') };
  const [only] = parts;
  return {
    role,
    content: parts.length === 1 && only !== undefined && !isAttachment(only) ? only.text : parts,
  };
}

/** Neighbours are the calls of one turn, behind the text of that turn. */
function addCall(messages: Message[], call: JsonObject): void {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') messages.push({ role: 'assistant', content: null, tool_calls: [call] });
  else (last.tool_calls ??= []).push(call);
}

function toCall(
  { type, call_id: id, name, namespace, arguments: written, input }: Item,
  field: string,
): JsonObject {
  check(typeof id === 'string' && id !== '', `${field}.call_id`, 'the id of the call');
  check(typeof name === 'string' && name !== '', `${field}.name`, 'the name of the tool');
  if (type === 'function_call') check(typeof written === 'string', `${field}.arguments`, 'JSON as a text');
  const text = type === 'custom_tool_call' ? customArguments(input) : written;
  return { id, type: 'function', function: { name: chatNameOf(String(name), namespace), arguments: text } };
}

function unknownCall(callId: unknown, param: string): NoriaError {
  return new NoriaError(
    'invalid_request',
    `No tool call was found for the output of "${String(callId).slice(0, 100)}".`,
    { param },
  );
}
