import type { ServerResponse } from 'node:http';
import { composeAnswer, tokensOf, type Answer } from '../answer/compose-answer.ts';
import type { ParsedChat } from '../answer/parsed-chat.ts';
import { asText, type JsonObject } from '../json.ts';
import { noPrefill, type CallView } from '../profile.ts';
import type { Reply } from '../reply.ts';
import type { SimFaultStep } from '../sim-spec.ts';
import type { Wire } from '../wire/wire.ts';
import type { MutableCall } from './call-log.ts';
import { allowsKeyless, serves, type Desk, type KeyState } from './desk.ts';
import { faultReply } from './fault-reply.ts';
import { costOf, openLiveCall, type LiveCall } from './live-call.ts';
import { playStream } from './play-stream.ts';
import { sendWhole } from './send-whole.ts';

/** Who calls where: what is known before the body is read. */
export interface Arrival {
  readonly res: ServerResponse;
  readonly path: string;
  readonly ip: string;
  /** What was sent as a key; '' = none. */
  readonly secret: string;
  readonly key: KeyState | undefined;
}

export interface ScreenedCall {
  readonly live: LiveCall;
  readonly chat: ParsedChat;
  readonly fault: SimFaultStep | null;
  /** A failure (5xx) that the provider counts as a call before it gives it. */
  readonly failure: Reply | null;
}

export function serveChat(desk: Desk, wire: Wire, arrival: Arrival, body: JsonObject | null): void {
  const call = screenCall(desk, wire, arrival, body);
  if (call === null || !admit(call.live, call.chat)) return;
  const { live, fault, failure } = call;
  if (failure !== null) return refuse(live, fault?.kind ?? 'failure', failure);
  if (fault?.kind === 'hang') return;
  live.after(fault?.kind === 'slow_headers' ? fault.ms : 0, () => {
    if (desk.gate === null) return answerCall(call, wire);
    live.onClose(desk.gate.enter(() => answerCall(call, wire)));
  });
}

/**
 * Everything that can refuse a call before it is counted. Null = the call was answered.
 * The key is looked at first, so a script is not used up by calls with a bad key.
 */
export function screenCall(
  desk: Desk,
  wire: Pick<Wire, 'parse'>,
  arrival: Arrival,
  body: JsonObject | null,
): ScreenedCall | null {
  const { profile } = desk;
  const { failures } = profile;
  const chat = body === null ? 'We could not parse the JSON body of your request.' : wire.parse(body);
  const live = startRecord(desk, arrival, chat, body);
  const { view, record } = live;
  const { key } = arrival;
  const no = (by: string, reply: Reply): null => {
    refuse(live, by, reply);
    return null;
  };
  if (key === undefined ? arrival.secret !== '' || !allowsKeyless(desk) : key.state === 'revoked') {
    return no('auth', failures.unauthorized(view));
  }
  if (key?.state === 'no_credit') return no('no_credit', failures.noCredit(view));

  const fault = desk.faults.next(record.key, record.model);
  if (fault?.kind === 'refuse_connection') {
    record.refusedBy = fault.kind;
    live.destroy();
    return null;
  }
  const spoilt = fault === null ? null : faultReply(fault, failures, view);
  if (fault !== null && spoilt !== null && spoilt.status < 500) return no(fault.kind, spoilt);

  if (typeof chat === 'string') return no('malformed', failures.malformed(view, chat));
  if (!serves(desk, chat.model)) return no('model', failures.modelGone(view));
  const objection = chat.isMedia === true ? null : (profile.check?.(chat, view) ?? refusedTurn(live, chat));
  if (objection !== null) return no('check', objection);
  return { live, chat, fault, failure: spoilt };
}

function refusedTurn({ desk, view }: LiveCall, chat: ParsedChat): Reply | null {
  if (desk.spec.continues !== 'refuses' || chat.lastRole !== 'assistant') return null;
  return desk.profile.failures.malformed(view, noPrefill);
}

/** Takes from every limit, or answers as the provider does when one of them is used up. */
export function admit(live: LiveCall, chat: ParsedChat): boolean {
  const { desk, view, record } = live;
  const reserved = desk.profile.reserves === 'prompt_and_max' ? (chat.maxTokens ?? 0) * chat.choices : 0;
  const cost = costOf(desk, chat, live.promptTokens, reserved);
  const admission = desk.book().admit(view.caller, cost, view.now);
  if (admission.admitted) {
    live.ticket = admission.ticket;
    return true;
  }
  const { limit } = admission.blocking[0];
  const refusal = { ...view, blocking: admission.blocking };
  const zero = admission.blocking.some((state) => state.limit.amount === 0);
  const reply = zero
    ? desk.profile.failures.quotaZero(view)
    : (desk.profile.largerThanBucket?.(refusal) ?? desk.profile.failures.refused(refusal));
  record.refusedBy = `${limit.unit}/${limit.window.ms}`;
  live.reply(reply);
  return false;
}

function answerCall({ live, chat, fault }: ScreenedCall, wire: Wire): void {
  if (live.closed) return;
  const answer = prepareAnswer(live, chat, fault);
  if (chat.stream) playStream(live, wire, answer, fault);
  else sendWhole(live, wire, answer, fault);
}

export function prepareAnswer(live: LiveCall, chat: ParsedChat, fault: SimFaultStep | null): Answer {
  const { desk, view, record } = live;
  const { spec, profile } = desk;
  const request = {
    provider: spec.id,
    model: chat.model,
    key: record.key,
    account: record.account,
    stream: chat.stream,
    lastUserText: chat.lastUserText,
    prefill: chat.prefill,
    body: chat.body,
  };
  const answer = composeAnswer({
    spec,
    chat,
    request,
    serial: view.serial,
    now: view.now,
    echoesPrefill: profile.echoesPrefill === true,
    chars: fault?.kind === 'huge_answer' ? fault.chars : null,
  });
  const way = spec.streamUsage ?? profile.streamUsage;
  const wanted = !chat.stream || way === 'always' || (way === 'on_request' && chat.includeUsage);
  const usage = wanted && fault?.kind !== 'no_usage';
  if (fault?.kind === 'empty_answer') {
    return { ...answer, text: '', toolCalls: [], finish: 'stop', completionTokens: 0, usage };
  }
  return { ...answer, usage };
}

export function refuse(live: LiveCall, by: string, reply: Reply): void {
  live.record.refusedBy = by;
  live.reply(reply);
}

function startRecord(
  desk: Desk,
  arrival: Arrival,
  chat: ParsedChat | string,
  body: JsonObject | null,
): LiveCall {
  const { key, ip, path, secret, res } = arrival;
  const at = desk.clock();
  const known = typeof chat === 'string' ? null : chat;
  const account = key?.account ?? desk.profile.keyless?.account ?? null;
  const record: MutableCall = {
    at,
    key: key?.secret ?? secret,
    account: account ?? ip,
    model: known?.model ?? asText(body?.['model']),
    path,
    stream: known?.stream ?? body?.['stream'] === true,
    status: 0,
    aborted: false,
    endedAt: null,
    body,
    promptTokens: tokensOf(known?.promptText.length ?? 0),
    completionTokens: 0,
    ...(known?.seconds === undefined ? {} : { seconds: known.seconds }),
  };
  desk.log.add(record);
  const caller = { key: record.key, account, ip, model: record.model };
  const view: CallView = {
    spec: desk.spec,
    caller,
    get now() {
      return desk.clock();
    },
    stream: record.stream,
    path,
    serial: desk.nextSerial(),
    get costTokens() {
      return record.promptTokens + record.completionTokens;
    },
    states: () => desk.book().states(caller, desk.clock()),
  };
  return openLiveCall(desk, res, record, view);
}
