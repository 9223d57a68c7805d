import type { AnswerMeta, AnswerSink } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import { createSseReader } from '../../upstream/sse-events.ts';
import { deltaOf } from './content-of.ts';
import { chatErrorBody } from './error-body.ts';

const endMark = '[DONE]';
const heartbeat = ': heartbeat\n\n';

/** Takes a stream in OpenAI's format and writes its text alone: `{ content }` events, at last `{ done, model, provider }` or an error event. */
export function textSink(client: AnswerSink, meta: AnswerMeta, scrub: (text: string) => string): AnswerSink {
  let flows = true;
  const send = (value: object, event = ''): void => {
    flows = client.write(`${event}data: ${JSON.stringify(value)}\n\n`) && flows;
  };
  const reader = createSseReader((_event, data) => {
    if (data === endMark) return send({ done: true, model: meta.model, provider: meta.provider });
    const chunk = parseBody(Buffer.from(data));
    const failure = failureIn(chunk, scrub);
    if (failure !== null) return send(chatErrorBody(failure), 'event: error\n');
    const content = deltaOf(chunk);
    if (content !== null && content !== '') send({ content });
  });
  return {
    write: (bytes) => {
      if (bytes === heartbeat) return client.write(heartbeat);
      flows = true;
      reader.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      return flows;
    },
    onDrain: (listener) => client.onDrain(listener),
    end: () => client.end(),
  };
}

function failureIn(chunk: unknown, scrub: (text: string) => string): NoriaError | null {
  if (!isRecord(chunk) || !isRecord(chunk.error)) return null;
  const { message } = chunk.error;
  return new NoriaError(
    'stream_interrupted',
    scrub(typeof message === 'string' ? message : 'The stream was interrupted'),
  );
}
