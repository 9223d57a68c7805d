import type { Continuation } from '../../catalog/types.ts';
import { copyOfBody, type ChatBody, type ChatMessage } from '../../upstream/wire.ts';
import { chooseAnchor } from './choose-anchor.ts';
import { instruction } from './instruction.ts';
import { telling } from './joint.ts';
import { splitOwnTurn, withOwnTurn, withUserWords, type SplitConversation } from './own-turn.ts';
import { sentParts } from './sent-parts.ts';

export interface ContinuationWish {
  readonly body: ChatBody;
  /** What the client has read. */
  readonly sent: string;
  readonly how: Continuation;
  /** Tokens of what the client has read, as far as anybody counted them. */
  readonly usedTokens?: number;
}

/** A request for the rest of a text, and what the seam must know of it: `createSeam` takes it as it is. */
export interface AskedContinuation {
  readonly body: ChatBody;
  /** What the answer was told to begin with; '' = nothing. */
  readonly anchor: string;
  /** What the request gives as the model's own last words. */
  readonly context: string;
  /** What the client has read, behind what the client itself had put into the model's mouth. */
  readonly sent: string;
  /** As it was really asked, which `how` is not for a text of a few characters. */
  readonly how: Continuation;
}

type Question = Pick<AskedContinuation, 'anchor' | 'context' | 'how'> & {
  readonly messages: readonly ChatMessage[];
};

const charsPerToken = 4;
const leastTokens = 16;

/** The client's request, changed to ask for the rest of an answer that broke off behind `sent`. */
export function continuationOf({ body, sent, how, usedTokens = 0 }: ContinuationWish): AskedContinuation {
  const split = splitOwnTurn(body.messages ?? []);
  const whole = sent.startsWith(split.lead) ? sent : split.lead + sent;
  const { messages, ...question } = ask(split, whole, how);
  const again = question.anchor.length / charsPerToken;
  const used = Math.max(0, Math.max(sent.length / charsPerToken, usedTokens) - again);
  return {
    body: { ...copyOfBody(body), ...boundsAfter(body, Math.ceil(used)), messages },
    sent: whole,
    ...question,
  };
}

function ask(split: SplitConversation, sent: string, how: Continuation): Question {
  const { text, blank } = sentParts(sent);
  // Nothing to go on from: the same question again.
  if (text === '') return { messages: split.before, anchor: '', context: '', how: 'instruction' };
  // In a shorter text, an answer that begins anew and one that goes on look the same: it is asked by instruction.
  if (how === 'prefix' || (how === 'assistant' && text.trimStart().length >= telling)) {
    const context = how === 'prefix' ? text + blank : text;
    return { messages: withOwnTurn(split, context, how === 'prefix'), anchor: '', context, how };
  }
  const start = chooseAnchor(text);
  const context = text.slice(0, start).trimEnd();
  const anchor = text.slice(start);
  const messages = context === '' ? split.before : withOwnTurn(split, context);
  const words = instruction(anchor, context !== '');
  return { messages: withUserWords(messages, words), anchor, context, how: 'instruction' };
}

/** The client's bounds hold for the whole answer, of which it has a part already. */
function boundsAfter(body: ChatBody, usedTokens: number): Record<string, number> {
  const bounds: Record<string, number> = {};
  for (const field of ['max_tokens', 'max_completion_tokens']) {
    const bound = body[field];
    if (typeof bound === 'number') bounds[field] = Math.min(bound, Math.max(leastTokens, bound - usedTokens));
  }
  return bounds;
}
