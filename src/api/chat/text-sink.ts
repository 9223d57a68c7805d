import type { AnswerMeta, AnswerSink } from '../../relay/request.ts';
import { chunkSink } from '../http/chunk-sink.ts';
import { deltaOf } from './content-of.ts';
import { chatErrorBody } from './error-body.ts';

/** Takes a stream in OpenAI's format and writes its text alone: `{ content }` events, at last `{ done, model, provider }` or an error event. */
export function textSink(client: AnswerSink, meta: AnswerMeta, scrub: (text: string) => string): AnswerSink {
  return chunkSink({
    client,
    scrub,
    makeReader: (send) => {
      const tell = (value: object, event = ''): void => send(`${event}data: ${JSON.stringify(value)}\n\n`);
      return {
        chunk: (chunk) => {
          const content = deltaOf(chunk);
          if (content !== null && content !== '') tell({ content });
        },
        done: () => tell({ done: true, model: meta.model, provider: meta.provider }),
        failed: (error) => tell(chatErrorBody(error), 'event: error\n'),
      };
    },
  });
}
