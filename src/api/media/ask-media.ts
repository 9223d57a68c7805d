import type { FastifyReply } from 'fastify';
import type { Task } from '../../catalog/types.ts';
import type { AnswerMeta, ChatAnswer } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { plainFacts } from '../../upstream/chat-facts.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { ApiContext } from '../api-context.ts';
import type { WhoAsks } from '../http/ask-relay.ts';
import { relayHeaders } from '../http/relay-headers.ts';

export interface AskedMedia {
  readonly task: Exclude<Task, 'chat'>;
  readonly body: ChatBody;
  /** undefined = `auto`. */
  readonly model: string | undefined;
  /** Characters of the input. */
  readonly chars: number;
  /** Seconds of sound that it is about. */
  readonly seconds?: number;
}

export type MediaAnswer = Extract<ChatAnswer, { kind: 'whole' }>;

/** Asks the relay for something that is no chat; several times for one who asks, where several things are wanted. @throws NoriaError */
export async function askMedia(
  { relay }: ApiContext,
  who: WhoAsks,
  { task, body, model, chars, seconds = 0 }: AskedMedia,
): Promise<MediaAnswer> {
  const facts = plainFacts(chars);
  const answer = await relay.chat({
    ...who,
    task,
    body,
    model,
    seconds,
    facts,
    stream: false,
    wantsUsage: false,
  });
  if (answer.kind === 'whole') return answer;
  throw new NoriaError('internal', 'Noria failed', {}, { cause: new Error(`${task} came as a stream`) });
}

/** What a provider made, as bytes: it is passed on as it is. */
export function sendMedia(
  reply: FastifyReply,
  meta: AnswerMeta,
  { body, contentType = 'application/json; charset=utf-8' }: Pick<MediaAnswer, 'body' | 'contentType'>,
): FastifyReply {
  return reply.headers(relayHeaders(meta)).type(contentType).send(body);
}
