import { bodyHeaders, readRateHeaders } from '../engine/rate-headers.ts';
import type { Need, Pick } from '../engine/choose.ts';
import {
  reportAbandoned,
  reportBeaten,
  reportBegin,
  reportContent,
  reportFailed,
  reportHeaders,
  reportServed,
  type Verdict,
} from '../engine/report.ts';
import type { Lane } from '../engine/nodes.ts';
import type { Tokens } from '../engine/estimate.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { HttpHeaders } from '../upstream/http.ts';
import type { ChatBody, WireControl } from '../upstream/wire.ts';
import { tooDeep, type FailedAttempt } from '../shared/errors.ts';
import { accountOf, closeAccount, reportedTokens, type Account } from './accounting.ts';
import { callOf, taskOf } from './call-of.ts';
import { Attempt, type AttemptFailure, type AttemptLimits } from './attempt.ts';
import type { RelayEvent } from './events.ts';
import { faultOf } from './fault.ts';
import type { RunParts } from './relay.ts';
import type { ChatRequest } from './request.ts';
import type { AttemptRole, TraceAttempt } from './traces/trace-record.ts';
import type { AttemptTrace, Trace } from './traces/trace.ts';

/** A provider's own words, as far as they are passed on. */
const longestMessage = 500;

/** One attempt that runs or ran, with what it holds. */
export interface Going {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly attempt: Attempt;
  readonly number: number;
  readonly startedAt: number;
  /** What was asked of the lane. */
  readonly need: Need;
  readonly trace: AttemptTrace;
}

/** What an attempt is begun with. */
export interface Beginning {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly limits: AttemptLimits;
  readonly role: AttemptRole;
  readonly body: ChatBody;
  readonly need: Need;
}

export interface ServedAttempt {
  readonly firstTokenMs: number | null;
  readonly tookMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface AttemptsParts {
  readonly parts: RunParts;
  readonly request: ChatRequest;
  readonly trace: Trace;
  readonly tell: (event: RelayEvent) => void;
}

/** The attempts of one request: begins them, settles each exactly once, and teaches the engine what it showed. */
export class Attempts {
  readonly failed: FailedAttempt[] = [];
  count = 0;
  readonly #parts: RunParts;
  readonly #request: ChatRequest;
  readonly #trace: Trace;
  readonly #tell: (event: RelayEvent) => void;
  #running: Going[] = [];

  constructor({ parts, request, trace, tell }: AttemptsParts) {
    this.#parts = parts;
    this.#request = request;
    this.#trace = trace;
    this.#tell = tell;
  }

  begin({ pick, reservation, limits, role, body, need }: Beginning): Going {
    const { lane } = pick;
    const startedAt = this.#now();
    this.count += 1;
    const attempt = new Attempt(limits, this.#parts.clock, (headers, status) =>
      this.#readHeaders(lane, headers, status),
    );
    // The signal lives as long as the request: an attempt that is over takes no notice.
    this.#request.signal.addEventListener('abort', () => attempt.abort());
    const trace = this.#traceOf(pick, role, startedAt);
    const going = { pick, reservation, attempt, number: this.count, startedAt, need, trace };
    this.#running.push(going);
    reportBegin(lane, startedAt);
    this.#tell({ kind: 'trying', lane, attempt: going.number, role });
    try {
      attempt.controlledBy(this.#call(going, body));
    } catch (error) {
      const callersFault = tooDeep(error);
      if (callersFault !== null) throw callersFault;
      // Whatever breaks here breaks this attempt, not the request and not those beside it.
      this.#parts.onError(error);
      attempt.broken(error instanceof Error ? error : new Error(String(error)));
    }
    return going;
  }

  #call(going: Going, body: ChatBody): WireControl {
    const { wire: name } = going.pick.lane.node.provider.spec.def;
    const task = taskOf(this.#request);
    const speak = this.#parts.wires[name]?.[task];
    if (speak === undefined) throw new Error(`no wire for ${task} at ${name}`);
    return speak(callOf(going, this.#request, body), this.#parts.http, going.attempt);
  }

  #traceOf({ lane, demands }: Pick, role: AttemptRole, at: number): AttemptTrace {
    const trace: AttemptTrace = {
      number: this.count,
      role,
      lane,
      at,
      reserved: demands,
      firstContentAt: null,
      endedAt: null,
      result: 'running',
      fault: null,
      settled: null,
    };
    this.#trace.attempts.push(trace);
    return trace;
  }

  /** The first content of a stream has come. */
  began({ pick, startedAt, attempt, trace }: Going): void {
    trace.firstContentAt = attempt.firstContentAt;
    reportContent(pick.lane, startedAt);
    this.#parts.room.turn();
  }

  /** Lanes over which attempts run now. */
  busy(): readonly Lane[] {
    return this.#running.map(({ pick }) => pick.lane);
  }

  /** Settles the attempt and teaches the engine; the message is scrubbed. */
  failedWith(going: Going, failure: AttemptFailure): { verdict: Verdict; message: string } {
    const { pick, attempt, startedAt } = going;
    const { lane } = pick;
    const now = this.#now();
    const fault = faultOf(lane, failure, now);
    if (fault === null) throw new Error('an aborted attempt has no fault');
    if (failure.kind === 'answer')
      this.#readHeaders(
        lane,
        { ...failure.answer.headers, ...bodyHeaders(failure.answer.body) },
        failure.answer.status,
      );
    const clean = { ...fault, message: this.#parts.scrub(fault.message).slice(0, longestMessage) };
    going.trace.fault = clean;
    this.#close(going, attempt.firstContentAt === null ? 'failed' : 'interrupted', failure);
    const verdict = reportFailed(this.#parts.pool, lane, clean, { startedAt, now });
    this.failed.push({
      provider: lane.node.provider.id,
      model: lane.node.model.id,
      key: lane.key.spec.masked,
      class: clean.class,
      status: clean.status,
      message: clean.message,
    });
    this.#tell({
      kind: 'failed',
      lane,
      attempt: going.number,
      fault: clean,
      tookMs: (attempt.endedAt ?? now) - startedAt,
      at: now,
      app: this.#request.app ?? null,
    });
    this.#parts.room.turn();
    return { verdict, message: clean.message };
  }

  /** The attempt has served the request; what it used and how long it took. */
  served(going: Going): ServedAttempt {
    const { pick, attempt, startedAt, need } = going;
    const now = this.#now();
    const streamed = this.#request.stream && attempt.firstContentAt !== null;
    const firstTokenMs = streamed ? (attempt.firstContentAt ?? now) - startedAt : null;
    const reported = reportedTokens(attempt, pick.lane);
    const used = this.#close(going, 'served', null);
    const tookMs = (attempt.endedAt ?? now) - startedAt;
    reportServed(this.#parts.pool, pick.lane, {
      startedAt,
      firstTokenMs,
      totalMs: tookMs,
      silenceMs: streamed ? attempt.longestSilenceMs : null,
      outputTokens: used.output,
      chars: need.chars,
      now,
      isExample: this.#request.purpose === undefined && going.trace.role !== 'resume',
      reported,
    });
    this.#parts.room.turn();
    const { inputTokens, outputTokens } = this.#trace;
    return { firstTokenMs, tookMs, inputTokens, outputTokens };
  }

  /** Another attempt had content first: this one ends at once. */
  beaten(going: Going): void {
    going.attempt.abort();
    reportBeaten(going.pick.lane, { startedAt: going.startedAt, now: this.#now() });
    this.#close(going, 'beaten', { kind: 'aborted' });
    this.#tell({ kind: 'beaten', lane: going.pick.lane, attempt: going.number });
    this.#parts.room.turn();
  }

  /** What it sent could not be joined to what the client has: nobody's fault. */
  unfit(going: Going): void {
    going.trace.fault = { class: 'unfit', status: 0, message: 'it did not go on where the text had broken' };
    reportAbandoned(going.pick.lane, { startedAt: going.startedAt, now: this.#now() });
    this.#close(going, 'interrupted', { kind: 'aborted' });
    this.#parts.room.turn();
  }

  /** The client has left, or the deadline has come. */
  left(going: Going): void {
    this.#drop(going);
    this.#tell({
      kind: 'left',
      lane: going.pick.lane,
      attempt: going.number,
      tookMs: this.#now() - going.startedAt,
    });
    this.#parts.room.turn();
  }

  /** Whatever still runs ends now. */
  abandon(): void {
    for (const going of this.#running.slice()) {
      this.#drop(going);
      this.#parts.room.turn();
    }
  }

  #drop(going: Going): void {
    going.attempt.abort();
    reportAbandoned(going.pick.lane, { startedAt: going.startedAt, now: this.#now() });
    this.#close(going, this.#request.signal.aborted ? 'left' : 'dropped', { kind: 'aborted' });
  }

  /** Settles or refunds, exactly once. */
  #close(
    going: Going,
    result: TraceAttempt['result'],
    failure: AttemptFailure | null,
  ): { input: number; output: number } {
    const { trace, attempt } = going;
    const account = accountOf(going.pick, attempt, failure);
    trace.result = result;
    trace.firstContentAt = attempt.firstContentAt;
    trace.endedAt = attempt.endedAt ?? this.#now();
    if (account.kind === 'settle' && (result === 'served' || result === 'interrupted'))
      this.#count(account.spending.tokens);
    trace.settled = this.#settle(going, account);
    const at = this.#running.indexOf(going);
    if (at >= 0) this.#running.splice(at, 1);
    return account.kind === 'refund' ? { input: 0, output: 0 } : account.spending.tokens;
  }

  /** A ledger that fails costs its count, not the request. */
  #settle(going: Going, account: Account): readonly number[] | null {
    try {
      return closeAccount(this.#parts.ledger, going, account, this.#now());
    } catch (error) {
      this.#parts.onError(error);
      return null;
    }
  }

  #count({ input, output }: Tokens): void {
    this.#trace.inputTokens += input;
    this.#trace.outputTokens += output;
  }

  /** Teaches what an answer's headers say of the limits, at the moment they are there: later they are old news. */
  #readHeaders(lane: Lane, headers: HttpHeaders, status: number): void {
    const { def } = lane.node.provider.spec;
    if (def.rateHeaders.length === 0) return;
    const now = this.#now();
    const facts = readRateHeaders(def, headers, status, now);
    reportHeaders(this.#parts.pool, lane, facts, { now, isOk: status < 400 });
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
