import type { AnswerSink } from '../../relay/request.ts';
import type { Ids } from '../../shared/ids.ts';
import { chunkSink, type ChunkReader, type Send } from '../http/chunk-sink.ts';
import type { JsonObject } from '../http/json-body.ts';
import { AnswerItems } from './answer-items.ts';
import type { Emit } from './item-frame.ts';
import { presentResponse, stateOf, type ResponseHead } from './response-object.ts';
import type { ToolName } from './tool-names.ts';

export interface ResponseSinkParts {
  readonly head: ResponseHead;
  readonly names: ReadonlyMap<string, ToolName>;
  readonly ids: Ids;
  /** Epoch ms. */
  readonly now: () => number;
  readonly scrub: (text: string) => string;
  /** The answer is whole, and this is the response object. */
  readonly whole: (response: JsonObject) => void;
}

/**
 * Takes a chat's stream and writes the events of the Responses API.
 * https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function responseSink(client: AnswerSink, parts: ResponseSinkParts): AnswerSink {
  return chunkSink({ client, scrub: parts.scrub, makeReader: (send) => responseReader(send, parts) });
}

function responseReader(send: Send, { head, names, ids, now, whole }: ResponseSinkParts): ChunkReader {
  let next = 0;
  const emit: Emit = (type, fields) => {
    send(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: next, ...fields })}\n\n`);
    next += 1;
  };
  const items = new AnswerItems({ emit, ids, names });

  /** Nothing is told before the first content. */
  function begin(): void {
    if (next > 0) return;
    const response = presentResponse(head, { status: 'in_progress' });
    emit('response.created', { response });
    emit('response.in_progress', { response });
  }

  return {
    chunk: (chunk) => {
      begin();
      items.read(chunk);
    },
    done: () => {
      begin();
      const state = stateOf(items.finishReason, Math.floor(now() / 1_000));
      const output = items.close(state.status === 'completed' ? 'completed' : 'incomplete');
      const response = presentResponse(head, state, output, items.usage);
      whole(response);
      emit(`response.${state.status}`, { response });
    },
    failed: ({ code, message, retryable }) => {
      begin();
      const error = { code: 'server_error', message };
      const output = items.close('incomplete');
      emit('response.failed', {
        response: presentResponse(head, { status: 'failed', error }, output, items.usage),
      });
      // Whoever reads the events only for their text learns of it by this one: the libraries throw.
      emit('error', { code, message, param: null, retryable, partial: true });
    },
  };
}
