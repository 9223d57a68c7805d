import type { ChatMessage } from '../../upstream/wire.ts';
import { check } from '../openai/check-chat-body.ts';
import {
  blocksOf,
  joined,
  joinedText,
  textPart,
  toParts,
  type ContentPart,
  type Placed,
} from './content-parts.ts';

/**
 * A user's turn as OpenAI's messages: the results of tools first, each a message of its own, as they have to follow the
 * calls; then what the user says. Pictures in a result come with that, as OpenAI's results are text.
 * @throws NoriaError invalid_request
 */
export function userMessages(content: unknown, at: string): readonly ChatMessage[] {
  const results: ChatMessage[] = [];
  const shown: ContentPart[] = [];
  const said: ContentPart[] = [];
  for (const placed of blocksOf(content, at)) {
    if (placed.block.type !== 'tool_result') {
      said.push(...toParts(placed));
      continue;
    }
    const { message, beyondText } = toolResult(placed);
    results.push(message);
    if (beyondText.length > 0)
      shown.push(textPart(`From the result of ${message.tool_call_id}:`), ...beyondText);
  }
  const words = joined([...shown, ...said]);
  return words.length === 0 ? results : [...results, { role: 'user', content: words }];
}

function toolResult({ block, at }: Placed): {
  readonly message: ChatMessage & { readonly tool_call_id: string };
  readonly beyondText: readonly ContentPart[];
} {
  const { tool_use_id: id, content, is_error: isError } = block;
  check(typeof id === 'string' && id !== '', `${at}.tool_use_id`, 'the id of the call that it answers');
  const parts =
    content === undefined || content === null ? [] : blocksOf(content, `${at}.content`).flatMap(toParts);
  const text = joinedText(parts.filter((part) => part.type === 'text'));
  const message = {
    role: 'tool',
    tool_call_id: id as string,
    content: isError === true ? asError(text) : text,
  };
  return { message, beyondText: parts.filter(({ type }) => type !== 'text') };
}

/** OpenAI's results have no mark for failures: the words have to say it. */
function asError(text: string): string {
  return /^\W*(?:\w+_)?error\b/i.test(text) ? text : `Error: ${text}`;
}
