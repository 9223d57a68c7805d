import type { AnswerSink } from '../../relay/request.ts';
import { chunkSink, type ChunkReader } from '../http/chunk-sink.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readCompletion, type CompletionUsage } from '../translate/completion.ts';
import { ToolCallCollector } from '../translate/tool-calls.ts';
import { geminiErrorBody } from './error-body.ts';
import { endOf, presentResponse, textParts, type AnswerFrame } from './present-candidates.ts';

export interface GenerateSinkParts {
  readonly client: AnswerSink;
  readonly scrub: (text: string) => string;
  readonly frame: AnswerFrame;
  readonly wantsThoughts: boolean;
  /** `alt=sse`; else one JSON array that grows. */
  readonly sse: boolean;
}

/** Takes a stream in OpenAI's format and writes `GenerateContentResponse`s; function calls come whole, at the end. */
export function generateSink({ client, scrub, sse, ...parts }: GenerateSinkParts): AnswerSink {
  return chunkSink({
    client,
    scrub,
    makeReader: (send) => createReader(parts, sse ? asEvents(send) : asArray(send)),
    // Between the elements of an array blanks mean nothing.
    ...(sse ? {} : { heartbeat: '\n' }),
  });
}

interface Writer {
  tell(value: object): void;
  close(): void;
}

function asEvents(send: (text: string) => void): Writer {
  return { tell: (value) => send(`data: ${JSON.stringify(value)}\r\n\r\n`), close: () => undefined };
}

function asArray(send: (text: string) => void): Writer {
  let begin = '[';
  return {
    tell: (value) => {
      send(`${begin}${JSON.stringify(value)}`);
      begin = ',\r\n';
    },
    close: () => send(']'),
  };
}

interface OpenChoice {
  readonly calls: ToolCallCollector;
  finishReason: string | null;
}

function createReader(
  { frame: given, wantsThoughts }: Pick<GenerateSinkParts, 'frame' | 'wantsThoughts'>,
  writer: Writer,
): ChunkReader {
  const open = new Map<number, OpenChoice>();
  let frame = given;
  let usage: CompletionUsage | null = null;

  function choiceOf(index: number): OpenChoice {
    const known = open.get(index) ?? { calls: new ToolCallCollector(), finishReason: null };
    open.set(index, known);
    return known;
  }

  function chunk(body: JsonObject): void {
    const { id, choices, usage: told } = readCompletion(body);
    if (id !== null && open.size === 0) frame = { ...frame, responseId: id };
    usage = told ?? usage;
    for (const piece of choices) {
      const choice = choiceOf(piece.index);
      choice.calls.add(piece.toolCalls);
      choice.finishReason = piece.finishReason ?? choice.finishReason;
      const parts = textParts(piece, wantsThoughts);
      if (parts.length === 0) continue;
      const candidate = { content: { role: 'model', parts }, index: piece.index };
      writer.tell(presentResponse(frame, [candidate], null));
    }
  }

  function done(): void {
    const candidates = [...open].map(([index, { calls, finishReason }]) =>
      endOf({ index, parts: [], calls: calls.calls, finishReason }),
    );
    writer.tell(presentResponse(frame, candidates, usage));
    writer.close();
  }

  return {
    chunk,
    done,
    failed: (error) => {
      writer.tell(geminiErrorBody(error));
      writer.close();
    },
  };
}
