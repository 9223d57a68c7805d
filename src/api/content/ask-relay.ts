import type { AnswerMeta, ChatRequest } from '../../relay/request.ts';
import { parseBody } from '../../upstream/parse-body.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { ApiContext } from '../api-context.ts';
import type { WhoAsks } from '../http/ask-relay.ts';
import { firstChoice } from '../translate/completion.ts';

/** What a model wrote, and who it was. */
export interface Written {
  /** '' = no text came. */
  readonly answer: string;
  /** It was cut off at the provider's limit. */
  readonly isUnfinished: boolean;
  readonly meta: AnswerMeta;
}

/** Everything of a relay call but its messages and its moment. */
export type Asking = WhoAsks & Pick<ChatRequest, 'model'>;

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
  const choice = firstChoice(parseBody(answer.body));
  return {
    answer: choice?.text ?? '',
    isUnfinished: choice?.finishReason === 'length',
    meta: answer.meta,
  };
}
