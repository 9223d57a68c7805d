import { valuesAt } from '../../engine/error-match.ts';
import type { AnswerMeta, ChatRequest } from '../../relay/request.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { ApiContext } from '../api-context.ts';
import { contentOf } from '../chat/content-of.ts';

/** What a model wrote, and who it was. */
export interface Written {
  /** '' = no text came. */
  readonly answer: string;
  /** It was cut off at the provider's limit. */
  readonly isUnfinished: boolean;
  readonly meta: AnswerMeta;
}

/** Everything of a relay call but its messages and its moment. */
export type Asking = Omit<ChatRequest, 'body' | 'receivedTick' | 'stream' | 'wantsUsage'>;

/** One call; several of the same `asking` share its deadline. @throws NoriaError */
export async function askRelay(
  { relay, clock }: Pick<ApiContext, 'relay' | 'clock'>,
  asking: Asking,
  messages: readonly ChatMessage[],
): Promise<Written> {
  const body = { messages };
  const answer = await relay.chat({
    ...asking,
    body,
    stream: false,
    wantsUsage: false,
    receivedTick: clock.ticks(),
  });
  if (answer.kind === 'stream') throw new Error('a whole answer was asked for, and a stream came');
  const [reason] = valuesAt(JSON.parse(answer.body.toString('utf8')), 'choices[].finish_reason');
  return { answer: contentOf(answer.body) ?? '', isUnfinished: reason === 'length', meta: answer.meta };
}
