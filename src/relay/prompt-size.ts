import { isRecord } from '../upstream/parse-body.ts';
import type { ChatBody } from '../upstream/wire.ts';
import type { Features } from '../engine/resolve.ts';
import type { Need } from '../engine/choose.ts';

/** A picture counts as about 800 tokens at the providers that tell. */
const charsOfPicture = 2_880;

/** What the request asks of a lane: the size of its prompt, its bound, what the model must be able to do. */
export function needOf(body: ChatBody): { need: Need; features: Features } {
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
  return { need: { chars, maxTokens: bound(body), seconds: 0 }, features: { vision, tools } };
}

function textLength(part: unknown): number {
  return isRecord(part) && typeof part.text === 'string' ? part.text.length : 0;
}

function bound(body: ChatBody): number | null {
  const value = body.max_completion_tokens ?? body.max_tokens;
  return typeof value === 'number' && value > 0 ? value : null;
}
