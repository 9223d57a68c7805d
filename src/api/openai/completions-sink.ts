import type { AnswerSink } from '../../relay/request.ts';
import { chunkSink } from '../http/chunk-sink.ts';
import { presentCompletion } from './completions-present.ts';
import { openaiErrorBody } from './error-body.ts';

export interface CompletionSinkParts {
  readonly client: AnswerSink;
  /** '' = the prompt is not told again. */
  readonly echo: string;
  readonly scrub: (text: string) => string;
}

/** Takes a chat's stream and writes it as a stream of text completions. */
export function completionSink({ client, echo, scrub }: CompletionSinkParts): AnswerSink {
  const completion = { echo, told: new Map<number, number>() };
  return chunkSink({
    client,
    scrub,
    makeReader: (send) => {
      const tell = (value: object): void => send(`data: ${JSON.stringify(value)}\n\n`);
      return {
        chunk: (chunk) => tell(presentCompletion(chunk, completion)),
        done: () => send('data: [DONE]\n\n'),
        failed: (error) => tell(openaiErrorBody(error)),
      };
    },
  });
}
