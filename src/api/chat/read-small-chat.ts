import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check, checkChatBody } from '../openai/check-chat-body.ts';

export interface SmallChat {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly stream: boolean;
}

/** What the small call passes on beside the messages; every other field is left out. */
const passedOn = ['temperature', 'top_p', 'max_tokens', 'stop', 'seed'];

/** `{ message | messages, model?, stream? }` in OpenAI's terms. @throws NoriaError invalid_request */
export function readSmallChat(given: JsonObject): SmallChat {
  const { message, messages, model, stream } = given;
  check(messages === undefined || message === undefined, 'message', 'either message or messages');
  check(
    messages !== undefined || (typeof message === 'string' && message.trim() !== ''),
    'message',
    'a text, or messages instead',
  );
  const wishes = Object.fromEntries(
    passedOn.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
  const body = { ...wishes, messages: messages ?? [{ role: 'user', content: message }] };
  const checked = checkChatBody({ ...body, model, stream });
  return { body: body as ChatBody, model: checked.model, stream: checked.stream };
}
