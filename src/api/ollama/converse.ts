import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatAnswer } from '../../relay/request.ts';
import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Caller } from '../http/request-facts.ts';
import { askRelay } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { readCompletion } from '../translate/completion.ts';
import { exactBody } from '../translate/exact-body.ts';
import { ToolCallCollector } from '../translate/tool-calls.ts';
import { findModel } from './find-model.ts';
import { lineHead, linesSink, type LinesParts } from './lines-sink.ts';
import { modelOf } from './model-of.ts';
import { presentEnd, type ShowSaid } from './present.ts';
import type { ReadCall } from './read-call.ts';

export interface Conversing {
  readonly read: (given: JsonObject) => ReadCall;
  readonly show: ShowSaid;
}

/** `POST /ollama/api/chat` and `POST /ollama/api/generate`, which differ in what they take and how they show it. */
export function converse(
  context: ApiContext,
  { read, show }: Conversing,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const { clock } = context;
  return async (request, reply) => {
    const call = read(exactBody(request, 'messages'));
    const { name, showsThinking, translated } = call;
    if (translated === null) return loaded(context, request.caller, { call, show });
    const asked = { ...translated, model: modelOf(context, name), wantsUsage: translated.stream };
    const answer = await askRelay(context, { request, reply }, asked);
    const parts = { meta: answer.meta, name, show, showsThinking, asked: request.arrivedTick, clock };
    if (answer.kind === 'whole') return sendMade(reply, answer.meta, presentWhole(answer, parts));
    reply.hijack();
    const lines = { ...answer, contentType: 'application/x-ndjson' };
    await streamAnswer(context, reply.raw, lines, (client) =>
      linesSink({ ...parts, client, scrub: context.scrub }),
    );
    return reply;
  };
}

function presentWhole({ body, meta }: Extract<ChatAnswer, { kind: 'whole' }>, parts: LinesParts): object {
  const parsed = parseBody(body);
  const { choices, usage } = readCompletion(isRecord(parsed) ? parsed : {});
  const [choice] = choices;
  if (choice === undefined)
    throw Object.assign(new NoriaError('upstream_failed', 'The answer is no chat completion.'), { meta });
  const collector = new ToolCallCollector();
  collector.add(choice.toolCalls);
  const said = {
    text: choice.text,
    thinking: parts.showsThinking ? choice.reasoning : '',
    calls: collector.calls,
  };
  const ticks = { asked: parts.asked, first: null, ended: parts.clock.ticks() };
  return {
    ...lineHead(parts),
    ...parts.show(said, meta),
    ...presentEnd(choice.finishReason, usage, ticks),
  };
}

/** Without a word to say Ollama loads a model, or unloads it: there is nothing to do here but to say whether there is one. @throws NoriaError model_not_found */
function loaded(
  context: ApiContext,
  caller: Caller,
  { call: { name, unloads }, show }: { readonly call: ReadCall; readonly show: ShowSaid },
): object {
  const { id } = findModel(context, caller, name);
  const nobody = {
    traceId: '',
    provider: '',
    model: id,
    maskedKey: '',
    attempts: 0,
    overheadMs: 0,
    local: false,
  };
  return {
    ...lineHead({ name, clock: context.clock }),
    ...show({ text: '', thinking: '', calls: [] }, nobody),
    done: true,
    done_reason: unloads ? 'unload' : 'load',
  };
}
