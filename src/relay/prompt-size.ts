import { factsOf, type ChatFacts } from '../upstream/chat-facts.ts';
import { isRecord } from '../upstream/parse-body.ts';
import type { ChatBody, ChatMessage } from '../upstream/wire.ts';
import type { ChatRequest } from './request.ts';
import { occasionOf, type Occasion } from '../engine/occasion.ts';
import type { Features } from '../engine/plan.ts';
import type { Need } from '../engine/choose.ts';

type Asked = Pick<ChatRequest, 'task' | 'body' | 'model' | 'facts' | 'seconds'>;

/** What the request asks of a lane: the size of its prompt, its bound, what the model must be able to do, what it is for. */
export function needOf(request: Asked): { need: Need; features: Features } {
  const { task = 'chat', body, model, seconds = 0 } = request;
  const facts = request.facts ?? factsOf(body);
  const { chars, vision, tools } = facts;
  if (task !== 'chat')
    // Nothing is written: pictures, vectors and sound are no tokens.
    return {
      need: { chars, maxTokens: 0, seconds },
      features: { task, vision: false, tools: false, occasion: 'chat' },
    };
  const occasion = isAuto(model) ? lookAt(body, facts) : 'chat';
  return {
    need: { chars, maxTokens: bound(body), seconds: 0 },
    features: { task, vision, tools, occasion },
  };
}

/** Only `auto` looks at what a request is about. */
function isAuto(model: string | undefined): boolean {
  return model === undefined || model === 'auto' || model.startsWith('auto:');
}

function lookAt(body: ChatBody, { chars, vision, tools }: ChatFacts): Occasion {
  return occasionOf({
    chars,
    vision,
    tools,
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

function bound(body: ChatBody): number | null {
  const value = body.max_completion_tokens ?? body.max_tokens;
  return typeof value === 'number' && value > 0 ? value : null;
}
