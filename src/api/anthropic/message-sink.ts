import type { AnswerSink } from '../../relay/request.ts';
import { chunkSink } from '../http/chunk-sink.ts';
import { messageReader, ping, type StreamFacts } from './message-reader.ts';

/** Takes a stream in OpenAI's format and writes it as Anthropic's events; its sign of life is theirs. */
export function messageSink(
  client: AnswerSink,
  facts: StreamFacts,
  scrub: (text: string) => string,
): AnswerSink {
  return chunkSink({
    client,
    scrub,
    heartbeat: ping,
    makeReader: (send) => messageReader(send, facts),
  });
}
