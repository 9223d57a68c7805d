import { isRecord, parseBody } from '../parse-body.ts';
import { Refusal, type Reply } from './exchanges.ts';

/** The JSON object of a success. @throws Refusal for an error that is told as a success, Error for what is no JSON */
export function jsonIn(reply: Reply): Record<string, unknown> {
  const body = parseBody(reply.body);
  if (!isRecord(body)) {
    if (typeof body === 'string' && body.startsWith('<')) throw refusalOf(reply, body);
    throw new Error('the answer is no JSON object');
  }
  if (isFault(body.error) || body.success === false) throw refusalOf(reply, body);
  return body;
}

/** A success whose content is none. */
export function refusalOf({ status, headers }: Reply, body: unknown): Refusal {
  return new Refusal({ status, headers, body });
}

function isFault(error: unknown): boolean {
  return isRecord(error) || (typeof error === 'string' && error !== '');
}
