import type { ServerResponse } from 'node:http';
import { tokensOf } from '../answer/compose-answer.ts';
import type { Cost, Ticket } from '../counters/limit-book.ts';
import type { CallView } from '../profile.ts';
import type { Reply } from '../reply.ts';
import type { SimCall } from '../sim-spec.ts';
import type { MutableCall } from './call-log.ts';
import type { Desk } from './desk.ts';

/** One call while its connection lives. */
export interface LiveCall {
  readonly desk: Desk;
  readonly res: ServerResponse;
  readonly record: MutableCall;
  readonly view: CallView;
  readonly promptTokens: number;
  ticket: Ticket | null;
  /** Text characters sent so far. */
  sentChars: number;
  choices: number;
  closed: boolean;
  after(ms: number, run: () => void): void;
  onClose(run: () => void): void;
  /** Books what was really used; later calls of it do nothing. */
  settle(completionTokens: number): void;
  reply(reply: Reply): void;
  /** The provider itself breaks the connection: not the client's leaving. */
  destroy(): void;
}

export function openLiveCall(desk: Desk, res: ServerResponse, record: MutableCall, view: CallView): LiveCall {
  const timers = new Set<NodeJS.Timeout>();
  const closers: (() => void)[] = [];
  let ours = false;
  const live: LiveCall = {
    desk,
    res,
    record,
    view,
    promptTokens: record.promptTokens,
    ticket: null,
    sentChars: 0,
    choices: 1,
    closed: false,
    after(ms, run) {
      if (ms <= 0) return run();
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!live.closed) run();
      }, ms);
      timers.add(timer);
    },
    onClose: (run) => void closers.push(run),
    settle(completionTokens) {
      if (live.ticket === null) return;
      record.completionTokens = completionTokens;
      live.ticket.settle(costOf(desk, record, live.promptTokens, completionTokens), desk.clock());
      live.ticket = null;
    },
    reply(reply) {
      record.status = reply.status;
      live.settle(0);
      res.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      res.end(reply.body);
    },
    destroy() {
      ours = true;
      res.destroy();
    },
  };
  res.once('close', () => {
    live.closed = true;
    for (const timer of timers) clearTimeout(timer);
    record.endedAt = desk.clock();
    record.aborted = !res.writableFinished && !ours;
    live.settle(tokensOf(live.sentChars) * live.choices);
    for (const run of closers) run();
  });
  return live;
}

export function costOf(
  desk: Desk,
  { model, seconds }: Pick<SimCall, 'model' | 'seconds'>,
  inputTokens: number,
  outputTokens: number,
): Cost {
  const price = desk.profile.price?.(model);
  const priced = (prices: readonly [number, number] | undefined): number =>
    prices === undefined ? 0 : (inputTokens * prices[0] + outputTokens * prices[1]) / 1_000_000;
  return {
    inputTokens,
    outputTokens,
    seconds: seconds ?? desk.spec.gpuSeconds ?? 60,
    neurons: (price?.neuronsPerCall ?? 0) + priced(price?.neurons),
    usd: priced(price?.usd),
  };
}
