import type { AnswerMeta, AnswerSink } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { chunkSink } from '../http/chunk-sink.ts';
import { firstChoice } from '../translate/completion.ts';
import { chatErrorBody } from './error-body.ts';
import { ReasoningFilter } from './reasoning-filter.ts';

/** Takes a stream in OpenAI's format and writes its text alone, without reasoning: `{ content }` events, at last `{ done, model, provider }` or an error event. */
export function textSink(client: AnswerSink, meta: AnswerMeta, scrub: (text: string) => string): AnswerSink {
  return chunkSink({
    client,
    scrub,
    makeReader: (send) => {
      const filter = new ReasoningFilter();
      let isEmpty = true;
      const tell = (value: object, event = ''): void => send(`${event}data: ${JSON.stringify(value)}\n\n`);
      const say = (content: string): void => {
        if (content === '') return;
        isEmpty = false;
        tell({ content });
      };
      const fail = (error: NoriaError): void => tell(chatErrorBody(error), 'event: error\n');
      return {
        chunk: (chunk) => say(filter.push(firstChoice(chunk)?.text ?? '')),
        done: () => {
          say(filter.end());
          if (isEmpty) fail(noText());
          else tell({ done: true, model: meta.model, provider: meta.provider });
        },
        failed: fail,
      };
    },
  });
}

/** Only reasoning came, or nothing. */
export function noText(): NoriaError {
  return new NoriaError('upstream_failed', 'The answer holds no text.');
}
