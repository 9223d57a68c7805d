import type { FastifyReply } from 'fastify';
import type { AnswerMeta } from '../../relay/request.ts';
import { relayHeaders } from './relay-headers.ts';

/** Sends what was made of a provider's answer: an object, or its JSON. As bytes: what a model wrote is passed on as it is. */
export function sendMade(reply: FastifyReply, meta: AnswerMeta, made: object | string): FastifyReply {
  return reply
    .headers(relayHeaders(meta))
    .type('application/json; charset=utf-8')
    .send(Buffer.from(typeof made === 'string' ? made : JSON.stringify(made)));
}
