import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { OpenCalls } from '../translate/open-calls.ts';
import { pick, pickObject, pickObjects } from './fields.ts';
import { readPart, toUserContent, type ReadPart } from './read-parts.ts';
import type { ReadOptions } from './read-generate.ts';

const roles = ['user', 'model', 'function'];

/** `systemInstruction`, whose parts are texts, as a system message. @throws NoriaError invalid_request */
export function readSystem(given: JsonObject): ChatMessage[] {
  const instruction = pick(given, 'systemInstruction');
  if (typeof instruction === 'string')
    return instruction === '' ? [] : [{ role: 'system', content: instruction }];
  const content = pickObject(given, 'systemInstruction', '');
  if (content === null) return [];
  const texts = pickObjects(content, 'parts', 'systemInstruction.').map((part, index) => {
    check(typeof part.text === 'string', `systemInstruction.parts[${index}].text`, 'a text');
    return part.text as string;
  });
  const text = texts.filter((one) => one !== '').join('\n\n');
  return text === '' ? [] : [{ role: 'system', content: text }];
}

/** The turns of a conversation as messages: results of functions apart, before what else the turn says. @throws NoriaError invalid_request */
export function readContents(given: JsonObject, options: ReadOptions): ChatMessage[] {
  const { contents } = given;
  check(
    Array.isArray(contents) && contents.length > 0,
    'contents',
    'a list of at least one content with parts',
  );
  const calls = new OpenCalls();
  return (contents as unknown[]).flatMap((content, index) => {
    const at = `contents[${index}]`;
    check(isRecord(content), at, 'an object with role and parts');
    const { role = 'user' } = content as JsonObject;
    check(typeof role === 'string' && roles.includes(role), `${at}.role`, roles.join(', '));
    const parts = pickObjects(content as JsonObject, 'parts', `${at}.`);
    const read = parts.map((part, place) => readPart(part, `${at}.parts[${place}]`));
    return role === 'model' ? modelTurn(read, calls, options) : userTurn(read, calls);
  });
}

function modelTurn(
  parts: readonly ReadPart[],
  calls: OpenCalls,
  { keepsSignatures }: ReadOptions,
): ChatMessage[] {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const toolCalls = parts.flatMap((part) => {
    if (part.kind !== 'call') return [];
    const { name, args, signature } = part;
    const extra = { google: { thought_signature: signature } };
    return [
      {
        id: calls.add(name, part.id),
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
        ...(keepsSignatures && signature !== null ? { extra_content: extra } : {}),
      },
    ];
  });
  if (toolCalls.length > 0)
    return [{ role: 'assistant', content: text === '' ? null : text, tool_calls: toolCalls }];
  return text === '' ? [] : [{ role: 'assistant', content: text }];
}

function userTurn(parts: readonly ReadPart[], calls: OpenCalls): ChatMessage[] {
  const results = parts.flatMap((part) => {
    if (part.kind !== 'result') return [];
    const id = calls.close(part);
    check(id !== null, part.at, 'the result of a functionCall that an earlier content holds');
    return [{ role: 'tool', tool_call_id: id, content: JSON.stringify(part.response) }];
  });
  const content = toUserContent(parts);
  return content === null ? results : [...results, { role: 'user', content }];
}
