import type { AnswerMeta, AnswerSink } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { chunkSink, type ChunkReader } from '../http/chunk-sink.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readCompletion, type CompletionUsage } from '../translate/completion.ts';
import { ToolCallCollector } from '../translate/tool-calls.ts';
import { ollamaErrorBody } from './error-body.ts';
import { presentEnd, type Said, type ShowSaid } from './present.ts';

export interface LinesParts {
  readonly meta: AnswerMeta;
  /** As the client wrote it. */
  readonly name: string;
  readonly show: ShowSaid;
  readonly showsThinking: boolean;
  /** Monotone ms of the request's arrival. */
  readonly asked: number;
  readonly clock: { now(): number; ticks(): number };
}

export interface LinesSinkParts extends LinesParts {
  readonly client: AnswerSink;
  readonly scrub: (text: string) => string;
}

/** Takes a stream in OpenAI's format and writes Ollama's: one JSON object a line; tool calls come whole. */
export function linesSink({ client, scrub, ...parts }: LinesSinkParts): AnswerSink {
  const empty = { ...lineHead(parts), ...parts.show(nothing, parts.meta), done: false };
  return chunkSink({
    client,
    scrub,
    makeReader: (send) => createReader(parts, (value) => send(`${JSON.stringify(value)}\n`)),
    // Not every client takes an empty line.
    heartbeat: `${JSON.stringify(empty)}\n`,
  });
}

const nothing: Said = { text: '', thinking: '', calls: [] };

export function lineHead({ name, clock }: Pick<LinesParts, 'name' | 'clock'>): object {
  return { model: name, created_at: new Date(clock.now()).toISOString() };
}

function createReader(parts: LinesParts, tell: (value: object) => void): ChunkReader {
  const { meta, show, showsThinking, asked, clock } = parts;
  const collector = new ToolCallCollector();
  let first: number | null = null;
  let finishReason: string | null = null;
  let usage: CompletionUsage | null = null;
  const line = (said: Said, end: object): void => tell({ ...lineHead(parts), ...show(said, meta), ...end });

  function chunk(body: JsonObject): void {
    const { choices, usage: told } = readCompletion(body);
    usage = told ?? usage;
    const [choice] = choices;
    if (choice === undefined) return;
    const { text, reasoning, toolCalls } = choice;
    finishReason = choice.finishReason ?? finishReason;
    if (text !== '' || reasoning !== '' || toolCalls.length > 0) first ??= clock.ticks();
    collector.add(toolCalls);
    const thinking = showsThinking ? reasoning : '';
    if (text !== '' || thinking !== '') line({ text, thinking, calls: [] }, { done: false });
  }

  function done(): void {
    try {
      if (collector.calls.length > 0) line({ ...nothing, calls: collector.calls }, { done: false });
    } catch (error) {
      if (!(error instanceof NoriaError)) throw error;
      return tell(ollamaErrorBody(error));
    }
    line(nothing, presentEnd(finishReason, usage, { asked, first, ended: clock.ticks() }));
  }

  return { chunk, done, failed: (error) => tell(ollamaErrorBody(error)) };
}
