import { isRecord } from './parse-body.ts';
import type { ChatBody, ChatMessage } from './wire.ts';

/** What Noria must know of a request's messages and tools, apart from what they say. */
export interface ChatFacts {
  /** Characters of the prompt, tools included, for the token estimate. */
  readonly chars: number;
  /** It holds pictures. */
  readonly vision: boolean;
  readonly tools: boolean;
  /** Somebody speaks as `developer`. */
  readonly developer: boolean;
  /** A message has `null` as content. */
  readonly nullContent: boolean;
  /** Names of the fields that messages have. */
  readonly fields: ReadonlySet<string>;
}

/** A message costs some tokens whatever it says. */
export const charsOfMessage = 16;
/** A picture counts as about 800 tokens at the providers that tell. */
const charsOfPicture = 2_880;

/** Of what is no chat: only its size matters. */
export function plainFacts(chars: number): ChatFacts {
  return {
    chars,
    vision: false,
    tools: false,
    developer: false,
    nullContent: false,
    fields: noFields,
  };
}

const noFields: ReadonlySet<string> = new Set();

/** By looking at all that was parsed. */
export function factsOf({ messages = [], tools: offered }: ChatBody): ChatFacts {
  const tools = Array.isArray(offered) && offered.length > 0;
  const facts = {
    chars: tools ? JSON.stringify(offered).length : 0,
    vision: false,
    tools,
    developer: false,
    nullContent: false,
    fields: new Set<string>(),
  };
  for (const message of messages) {
    const said = contentFacts(message.content);
    facts.chars += charsOfMessage + said.chars + callsLength(message);
    facts.vision ||= said.vision;
    facts.developer ||= message.role === 'developer';
    facts.nullContent ||= message.content === null;
    for (const field in message) facts.fields.add(field);
  }
  return facts;
}

/** Of one message's content: a text, parts, or nothing. */
export function contentFacts(content: unknown): { readonly chars: number; readonly vision: boolean } {
  if (typeof content === 'string') return { chars: content.length, vision: false };
  let chars = 0;
  let vision = false;
  for (const part of Array.isArray(content) ? (content as unknown[]) : []) {
    const picture = isRecord(part) && part.type === 'image_url';
    vision ||= picture;
    chars += picture ? charsOfPicture : textLength(part);
  }
  return { chars, vision };
}

function callsLength({ tool_calls: calls }: ChatMessage): number {
  return Array.isArray(calls) ? JSON.stringify(calls).length : 0;
}

function textLength(part: unknown): number {
  return isRecord(part) && typeof part.text === 'string' ? part.text.length : 0;
}
