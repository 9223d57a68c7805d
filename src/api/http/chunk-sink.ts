import type { AnswerSink } from '../../relay/request.ts';
import { errorCodes, NoriaError, type ErrorCode } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import { createSseReader } from '../../upstream/sse-events.ts';
import type { JsonObject } from './json-body.ts';

/** What another dialect makes of a chat's stream. Told in order: chunk* → done | failed. */
export interface ChunkReader {
  /** One `chat.completion.chunk`, parsed. */
  chunk(chunk: JsonObject): void;
  /** The stream's own end mark has come. */
  done(): void;
  /** The stream broke off; its error, scrubbed. */
  failed(error: NoriaError): void;
}

/** Writes text in the other dialect. */
export type Send = (text: string) => void;

export interface ChunkSinkParts {
  readonly client: AnswerSink;
  readonly scrub: (text: string) => string;
  readonly makeReader: (send: Send) => ChunkReader;
  /** What keeps an idle connection open in this dialect; default: an SSE comment. '' = nothing. */
  readonly heartbeat?: string;
}

const endMark = '[DONE]';
const ownHeartbeat = ': heartbeat\n\n';

/** Takes a stream in OpenAI's format and lets a reader write it in another dialect, with the connection's back-pressure. */
export function chunkSink({
  client,
  scrub,
  makeReader,
  heartbeat = ownHeartbeat,
}: ChunkSinkParts): AnswerSink {
  let flows = true;
  const reader = makeReader((text) => {
    flows = client.write(text) && flows;
  });
  const events = createSseReader((_event, data) => {
    if (data === endMark) return reader.done();
    const chunk = parseBody(Buffer.from(data));
    if (!isRecord(chunk)) return;
    if (isRecord(chunk.error)) reader.failed(errorIn(chunk.error, scrub));
    else reader.chunk(chunk);
  });
  return {
    write: (bytes) => {
      if (bytes === ownHeartbeat) return heartbeat === '' ? true : client.write(heartbeat);
      flows = true;
      events.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      return flows;
    },
    onDrain: (listener) => client.onDrain(listener),
    end: () => client.end(),
  };
}

function errorIn({ code, message }: JsonObject, scrub: (text: string) => string): NoriaError {
  return new NoriaError(
    isErrorCode(code) ? code : 'stream_interrupted',
    scrub(typeof message === 'string' ? message : 'The stream was interrupted'),
  );
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}
