import type { AnswerSink, ChatAnswer } from '../../relay/request.ts';
import type { ChatContext } from '../api-context.ts';
import { relayHeaders } from './relay-headers.ts';
import { securityHeaders } from './security-headers.ts';
import type { ClientResponse } from './client-response.ts';

type StreamedAnswer = Extract<ChatAnswer, { kind: 'stream' }> & {
  /** Absent = server-sent events. */
  readonly contentType?: string;
};

/** Sends a stream; `dress` may put another dialect before the connection. Resolves at its end. */
export async function streamAnswer(
  { log, state }: ChatContext,
  raw: ClientResponse,
  answer: StreamedAnswer,
  dress: (sink: AnswerSink) => AnswerSink = (sink) => sink,
): Promise<void> {
  raw.writeHead(200, {
    'content-type': answer.contentType ?? 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    connection: state.draining ? 'close' : 'keep-alive',
    'x-accel-buffering': 'no',
    ...securityHeaders,
    ...relayHeaders(answer.meta),
  });
  try {
    await answer.pipe(dress(sinkOf(raw)));
  } catch (error) {
    log.error(
      { err: error, trace: answer.meta.traceId },
      `request ${answer.meta.traceId}: the stream failed`,
    );
    raw.destroy();
  }
}

/** Nothing is written once the connection is closed or the answer has ended. */
function sinkOf(raw: ClientResponse): AnswerSink {
  const isOpen = (): boolean => !raw.destroyed && !raw.writableEnded;
  return {
    write: (bytes) => (isOpen() ? raw.write(bytes) : true),
    onDrain: (listener) => void raw.on('drain', listener),
    end: () => {
      if (isOpen()) raw.end();
    },
  };
}
