import type { Strategy } from '../../src/engine/plan.ts';
import type { Relay } from '../../src/relay/relay.ts';
import type { AnswerMeta, AnswerSink } from '../../src/relay/request.ts';
import { NoriaError } from '../../src/shared/errors.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';

/** One request of a history. */
export interface Asked {
  /** ms after the one before. */
  readonly pauseMs: number;
  /** So many of the same kind come at once. */
  readonly times: number;
  /** As the client writes it; undefined = `auto`. */
  readonly model: string | undefined;
  readonly wantsUsage: boolean;
  readonly stream: boolean;
  readonly strategy: Strategy | null;
  readonly resume: boolean | null;
  readonly deadlineMs: number | null;
  /** null = stays to the end. */
  readonly leavesAfterMs: number | null;
  /** ms until the stream is begun to be read; null = never. */
  readonly readsAfterMs: number | null;
  /** ms that each piece needs to be read; 0 = taken as it comes. */
  readonly slownessMs: number;
  readonly chars: number;
  readonly maxTokens: number;
}

export const plainAsked: Asked = {
  pauseMs: 0,
  times: 1,
  model: undefined,
  wantsUsage: false,
  stream: false,
  strategy: null,
  resume: null,
  deadlineMs: null,
  leavesAfterMs: null,
  readsAfterMs: 0,
  slownessMs: 0,
  chars: 100,
  maxTokens: 20,
};

/** What became of a request. */
export interface Visit {
  readonly asked: Asked;
  readonly at: number;
  /** When the relay had answered, with content or with an error. */
  answeredAt: number | null;
  endedAt: number | null;
  kind: 'open' | 'whole' | 'stream' | 'failed';
  /** Names the request. */
  traceId: string;
  meta: AnswerMeta | null;
  error: unknown;
  leftAt: number | null;
  /** Everything that was written to the client. */
  readonly read: string[];
  isPiped: boolean;
  sinkEnds: number;
  writesAfterEnd: number;
}

/** Why a request failed; null = it did not, or not by one of our errors. */
export function codeOf({ error }: Visit): NoriaError['code'] | null {
  return error instanceof NoriaError ? error.code : null;
}

export function retryAfterOf({ error }: Visit): number | null {
  return error instanceof NoriaError ? (error.details.retryAfterMs ?? null) : null;
}

/** Lives through one request; never rejects. */
export async function visit(relay: Relay, clock: VirtualClock, asked: Asked): Promise<Visit> {
  const client = new AbortController();
  const made = newVisit(asked, clock.now());
  const leaving =
    asked.leavesAfterMs === null
      ? null
      : clock.after(asked.leavesAfterMs, () => {
          made.leftAt = clock.now();
          client.abort();
        });
  try {
    const answer = await relay.chat(requestOf(asked, client.signal, clock));
    made.answeredAt = clock.now();
    made.kind = answer.kind;
    made.meta = answer.meta;
    made.traceId = answer.meta.traceId;
    if (answer.kind === 'whole') made.read.push(answer.body.toString());
    else if (asked.readsAfterMs !== null) {
      if (asked.readsAfterMs > 0) await pause(clock, asked.readsAfterMs);
      made.isPiped = true;
      await answer.pipe(sinkOf(made, clock));
    }
  } catch (error) {
    made.answeredAt ??= clock.now();
    made.kind = 'failed';
    made.error = error;
    made.traceId = (error as { meta?: AnswerMeta }).meta?.traceId ?? '';
  }
  made.endedAt = clock.now();
  if (leaving !== null && (made.kind !== 'stream' || made.isPiped)) clock.cancel(leaving);
  return made;
}

function newVisit(asked: Asked, at: number): Visit {
  return {
    asked,
    at,
    answeredAt: null,
    endedAt: null,
    kind: 'open',
    traceId: '',
    meta: null,
    error: null,
    leftAt: null,
    read: [],
    isPiped: false,
    sinkEnds: 0,
    writesAfterEnd: 0,
  };
}

function requestOf(asked: Asked, signal: AbortSignal, clock: VirtualClock): Parameters<Relay['chat']>[0] {
  const { model, stream, deadlineMs, strategy, resume, chars, maxTokens, wantsUsage } = asked;
  return {
    body: { messages: [{ role: 'user', content: 'x'.repeat(chars) }], max_tokens: maxTokens },
    model,
    stream,
    wantsUsage,
    deadlineMs,
    strategy,
    resume,
    signal,
    receivedAt: clock.now(),
    receivedTick: clock.ticks(),
  };
}

/** As a connection: it takes what is written and forgets it once the client has left. */
function sinkOf(made: Visit, clock: VirtualClock): AnswerSink {
  const listeners: (() => void)[] = [];
  const { slownessMs } = made.asked;
  let isFull = false;
  return {
    write: (bytes) => {
      if (made.sinkEnds > 0) made.writesAfterEnd += 1;
      if (made.leftAt !== null) return true;
      made.read.push(bytes.toString());
      if (slownessMs === 0) return true;
      if (!isFull) {
        clock.after(slownessMs, () => {
          isFull = false;
          for (const listener of listeners) listener();
        });
      }
      isFull = true;
      return false;
    },
    onDrain: (listener) => void listeners.push(listener),
    end: () => {
      made.sinkEnds += 1;
    },
  };
}

function pause(clock: VirtualClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
