import { isRecord } from '../upstream/parse-body.ts';
import type { ChatBody, ChatMessage } from '../upstream/wire.ts';
import { occasionOf, type Occasion } from '../engine/occasion.ts';
import type { Features } from '../engine/plan.ts';
import type { Need } from '../engine/choose.ts';

/** A picture counts as about 800 tokens at the providers that tell. */
const charsOfPicture = 2_880;

/** What the request asks of a lane: the size of its prompt, its bound, what the model must be able to do, what it is for. */
export function needOf(body: ChatBody, model: string | undefined): { need: Need; features: Features } {
  let chars = 0;
  let vision = false;
  for (const message of body.messages ?? []) {
    chars += 16;
    if (typeof message.content === 'string') chars += message.content.length;
    else if (Array.isArray(message.content)) {
      for (const part of message.content) {
        const picture = isRecord(part) && part.type === 'image_url';
        vision ||= picture;
        chars += picture ? charsOfPicture : textLength(part);
      }
    }
    if (Array.isArray(message.tool_calls)) chars += JSON.stringify(message.tool_calls).length;
  }
  const tools = Array.isArray(body.tools) && body.tools.length > 0;
  if (tools) chars += JSON.stringify(body.tools).length;
  const occasion = isAuto(model) ? lookAt(body, { chars, vision, tools }) : 'chat';
  return { need: { chars, maxTokens: bound(body), seconds: 0 }, features: { vision, tools, occasion } };
}

/** Only `auto` looks at what a request is about. */
function isAuto(model: string | undefined): boolean {
  return model === undefined || model === 'auto' || model.startsWith('auto:');
}

function lookAt(body: ChatBody, seen: { chars: number; vision: boolean; tools: boolean }): Occasion {
  return occasionOf({
    ...seen,
    json: asksForJson(body),
    lastUserText: textOf(body.messages?.findLast(({ role }) => role === 'user')),
    systemText: textOf(body.messages?.find(({ role }) => role === 'system' || role === 'developer')),
  });
}

/** `response_format` asks for an object or a schema. */
export function asksForJson({ response_format: format }: ChatBody): boolean {
  return isRecord(format) && format.type !== undefined && format.type !== 'text';
}

function textOf(message: ChatMessage | undefined): string {
  const content = message?.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join(' ');
}

function textLength(part: unknown): number {
  return isRecord(part) && typeof part.text === 'string' ? part.text.length : 0;
}

function bound(body: ChatBody): number | null {
  const value = body.max_completion_tokens ?? body.max_tokens;
  return typeof value === 'number' && value > 0 ? value : null;
}
