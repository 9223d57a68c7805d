import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerMeta, ChatAnswer } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import { askRelay } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { readCompletion } from '../translate/completion.ts';
import { exactBody } from '../translate/exact-body.ts';
import { ToolCallCollector } from '../translate/tool-calls.ts';
import { generateSink } from './generate-sink.ts';
import { modelOf } from './model-of.ts';
import { endOf, presentResponse, textParts, type AnswerFrame } from './present-candidates.ts';
import { readGenerate } from './read-generate.ts';

export interface GenerateCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** As the address has it. */
  readonly name: string;
  readonly stream: boolean;
}

/** `:generateContent` and `:streamGenerateContent`. */
export async function generate(context: ApiContext, call: GenerateCall): Promise<FastifyReply> {
  const { request, reply, stream } = call;
  const { model, isGemini } = modelOf(context, call.name);
  const { body, wantsThoughts } = readGenerate(exactBody(request, 'contents'), { keepsSignatures: isGemini });
  const answer = await askRelay(context, call, { body, model, stream, wantsUsage: stream });
  if (answer.kind === 'whole') return sendMade(reply, answer.meta, presentWhole(answer, wantsThoughts));
  const sse = (request.query as { alt?: unknown }).alt === 'sse';
  const frame = frameOf(answer.meta);
  reply.hijack();
  await streamAnswer(
    context,
    reply.raw,
    sse ? answer : { ...answer, contentType: 'application/json; charset=utf-8' },
    (client) => generateSink({ client, scrub: context.scrub, frame, wantsThoughts, sse }),
  );
  return reply;
}

function presentWhole(
  { body, meta }: Extract<ChatAnswer, { kind: 'whole' }>,
  wantsThoughts: boolean,
): object {
  const parsed = parseBody(body);
  if (!isRecord(parsed))
    throw Object.assign(new NoriaError('upstream_failed', 'The answer is no chat completion.'), { meta });
  const { id, choices, usage } = readCompletion(parsed);
  const candidates = choices.map((choice) => {
    const collector = new ToolCallCollector();
    collector.add(choice.toolCalls);
    const { index, finishReason } = choice;
    return endOf({ index, finishReason, parts: textParts(choice, wantsThoughts), calls: collector.calls });
  });
  const frame = frameOf(meta);
  return presentResponse(id === null ? frame : { ...frame, responseId: id }, candidates, usage);
}

function frameOf({ model, traceId }: AnswerMeta): AnswerFrame {
  return { modelVersion: model, responseId: traceId };
}
