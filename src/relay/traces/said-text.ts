import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { BoundedText } from './bounded-text.ts';

/** Adds what a request says as text: a block for each message, or what another task is about. What is no text is only named. */
export function addRequest(text: BoundedText, body: ChatBody): void {
  for (const message of body.messages ?? []) {
    if (text.isFull) return;
    text.add(`${text.toString() === '' ? '' : '\n\n'}${message.role}: `);
    addContent(text, message.content);
    addCalls(text, message.tool_calls);
  }
  if (body.messages !== undefined) return;
  for (const field of [body.input, body.prompt]) addContent(text, field);
}

/** Adds what an answer that came in one piece says. */
export function addAnswer(text: BoundedText, body: Buffer): void {
  const answer = parseBody(body);
  if (!isRecord(answer)) return;
  if (typeof answer.text === 'string') text.add(answer.text);
  for (const choice of listOf(answer.choices)) if (isRecord(choice)) addMessage(text, choice.message);
}

/** Adds what one event of a stream in OpenAI's format says. */
export function addEvent(text: BoundedText, data: string): void {
  const chunk = parseBody(Buffer.from(data));
  if (!isRecord(chunk)) return;
  for (const choice of listOf(chunk.choices)) if (isRecord(choice)) addMessage(text, choice.delta);
}

function addMessage(text: BoundedText, message: unknown): void {
  if (!isRecord(message)) return;
  addContent(text, message.content);
  addCalls(text, message.tool_calls);
}

function addContent(text: BoundedText, content: unknown): void {
  if (typeof content === 'string') return text.add(content);
  for (const part of listOf(content)) {
    if (text.isFull) return;
    if (typeof part === 'string') text.add(part);
    else if (isRecord(part)) text.add(typeof part.text === 'string' ? part.text : `[${nameOf(part.type)}]`);
  }
}

/** In a stream the name comes first and the arguments in pieces behind it. */
function addCalls(text: BoundedText, calls: unknown): void {
  for (const call of listOf(calls)) {
    if (!isRecord(call) || !isRecord(call.function)) continue;
    const { name, arguments: given } = call.function;
    if (typeof name === 'string' && name !== '')
      text.add(`${text.toString() === '' ? '' : '\n'}[call ${name}] `);
    if (typeof given === 'string') text.add(given);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function nameOf(type: unknown): string {
  return typeof type === 'string' ? type.slice(0, 40) : 'part';
}
