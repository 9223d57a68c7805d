import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Task } from '../../catalog/types.ts';
import type { AnswerMeta, ChatAnswer, Leaving } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { ApiContext } from '../api-context.ts';
import { clientOf } from '../http/request-facts.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { readRequestHeaders } from '../openai/request-headers.ts';

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

/** Asks the relay for something that is no chat. `signal`: made once a request. @throws NoriaError */
export async function askMedia(
  { relay }: ApiContext,
  request: FastifyRequest,
  signal: Leaving,
  { task, body, model, chars, seconds = 0 }: AskedMedia,
): Promise<MediaAnswer> {
  const answer = await relay.chat({
    ...readRequestHeaders(request.raw.headers),
    task,
    body,
    model,
    seconds,
    facts: { chars, vision: false, tools: false, developer: false, nullContent: false, fields: noFields },
    stream: false,
    wantsUsage: false,
    client: clientOf(request.caller)?.id ?? null,
    signal,
    receivedAt: request.arrivedAt,
    receivedTick: request.arrivedTick,
  });
  if (answer.kind === 'whole') return answer;
  throw new NoriaError('internal', 'Noria failed', {}, { cause: new Error(`${task} came as a stream`) });
}

const noFields: ReadonlySet<string> = new Set();

/** What a provider made, as bytes: it is passed on as it is. */
export function sendMedia(
  reply: FastifyReply,
  meta: AnswerMeta,
  { body, contentType = 'application/json; charset=utf-8' }: Pick<MediaAnswer, 'body' | 'contentType'>,
): FastifyReply {
  return reply.headers(relayHeaders(meta)).type(contentType).send(body);
}
