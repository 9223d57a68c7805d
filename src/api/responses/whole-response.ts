import type { ChatAnswer } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { AnswerItems, type AnswerItemsParts } from './answer-items.ts';
import { presentResponse, stateOf, type ResponseHead } from './response-object.ts';

export interface WholeResponseParts extends Omit<AnswerItemsParts, 'emit'> {
  readonly head: ResponseHead;
  /** Epoch ms. */
  readonly now: number;
}

/** The response object of a chat's answer. @throws NoriaError upstream_failed */
export function wholeResponse(
  { body, meta }: Extract<ChatAnswer, { kind: 'whole' }>,
  { head, ids, names, now }: WholeResponseParts,
): JsonObject {
  const completion = parseBody(body);
  if (!isRecord(completion))
    throw Object.assign(new NoriaError('upstream_failed', 'The answer is no JSON object.'), { meta });
  const items = new AnswerItems({ emit: () => undefined, ids, names });
  items.read(completion);
  const state = stateOf(items.finishReason, Math.floor(now / 1_000));
  const output = items.close(state.status === 'completed' ? 'completed' : 'incomplete');
  return presentResponse(head, state, output, items.usage);
}
