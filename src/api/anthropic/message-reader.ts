import type { NoriaError } from '../../shared/errors.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ChunkReader, Send } from '../http/chunk-sink.ts';
import type { JsonObject } from '../http/json-body.ts';
import { createBlockWriter } from './block-writer.ts';
import { anthropicErrorBody } from './error-body.ts';
import type { MessageFacts } from './message.ts';
import { presentUsage } from './present-usage.ts';
import { proseIn } from './prose.ts';
import { createProseBlocks } from './prose-blocks.ts';
import { stopReason } from './stop-reason.ts';
import { createToolBlocks } from './tool-blocks.ts';

export interface StreamFacts extends MessageFacts {
  readonly requestId: string;
  /** Monotone ms. */
  readonly ticks: () => number;
}

/** A sign of life. */
export const ping = 'event: ping\ndata: {"type": "ping"}\n\n';
/** ms of thinking that is not shown after which a sign of life is sent. */
const silentMs = 5_000;

/** Makes Anthropic's events of a chat's chunks. https://docs.claude.com/en/docs/build-with-claude/streaming */
export function messageReader(send: Send, facts: StreamFacts): ChunkReader {
  const { id, model, guess } = facts;
  let wroteAt = facts.ticks();
  let isBegun = false;
  let chars = 0;
  let usage: unknown = null;
  let last: JsonObject = {};

  const write = (text: string): void => {
    wroteAt = facts.ticks();
    send(text);
  };
  const tell = (type: string, fields: JsonObject): void =>
    write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  const blocks = createBlockWriter(tell);
  const prose = createProseBlocks(blocks);
  const tools = createToolBlocks(blocks, {
    onBegin: () => prose.close(),
    idOf: (serial) => `toolu_${id}_${serial}`,
  });

  function begin(): void {
    if (isBegun) return;
    isBegun = true;
    const start = { id, type: 'message', role: 'assistant', model, content: [] };
    const counted = { ...presentUsage(null, guess, 0), output_tokens: 0 };
    tell('message_start', {
      message: { ...start, stop_reason: null, stop_sequence: null, usage: counted },
    });
    write(ping);
  }

  function take(delta: JsonObject): void {
    for (const piece of proseIn(delta)) {
      chars += piece.text.length;
      if (piece.kind === 'thinking' && !facts.showsThinking) continue;
      tools.closeWhole();
      prose.say(piece);
    }
    if (Array.isArray(delta.tool_calls)) {
      chars += JSON.stringify(delta.tool_calls).length;
      tools.take(delta.tool_calls);
    }
    if (facts.ticks() - wroteAt >= silentMs) write(ping);
  }

  return {
    chunk: (chunk) => {
      begin();
      if (isRecord(chunk.usage)) ({ usage } = chunk);
      const [choice] = Array.isArray(chunk.choices) ? (chunk.choices as readonly unknown[]) : [];
      if (!isRecord(choice)) return;
      if (isRecord(choice.delta)) take(choice.delta);
      if (typeof choice.finish_reason === 'string') last = choice;
    },
    done: () => {
      begin();
      prose.close();
      tools.closeAll();
      tell('message_delta', {
        delta: stopReason(last, tools.count, facts.stops),
        usage: presentUsage(usage, guess, chars),
      });
      tell('message_stop', {});
    },
    failed: (error: NoriaError) =>
      write(`event: error\ndata: ${JSON.stringify(anthropicErrorBody(error, facts.requestId))}\n\n`),
  };
}
