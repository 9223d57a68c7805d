import { bodyHeaders, readRateHeaders } from '../engine/rate-headers.ts';
import type { Need, Pick } from '../engine/choose.ts';
import {
  reportAbandoned,
  reportBegin,
  reportFailed,
  reportHeaders,
  reportServed,
  type Verdict,
} from '../engine/report.ts';
import type { Lane } from '../engine/nodes.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { HttpHeaders } from '../upstream/http.ts';
import { NoriaError, type FailedAttempt } from '../shared/errors.ts';
import { accountOf, closeAccount, reportedTokens } from './accounting.ts';
import { Attempt, type AttemptFailure, type AttemptLimits } from './attempt.ts';
import type { RelayEvent } from './events.ts';
import { faultOf } from './fault.ts';
import type { RunParts } from './relay.ts';
import type { ChatRequest } from './request.ts';
import type { Waiters } from './waiters.ts';

/** One attempt that runs or ran, with what it holds. */
export interface Going {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly attempt: Attempt;
  readonly number: number;
  readonly startedAt: number;
}

export interface ServedAttempt {
  readonly firstTokenMs: number | null;
  readonly tookMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface AttemptsParts {
  readonly parts: RunParts;
  readonly waiters: Waiters;
  readonly request: ChatRequest;
  readonly tell: (event: RelayEvent) => void;
}

/** The attempts of one request: begins them, settles each exactly once, and teaches the engine what it showed. */
export class Attempts {
  readonly failed: FailedAttempt[] = [];
  count = 0;
  readonly #parts: RunParts;
  readonly #waiters: Waiters;
  readonly #request: ChatRequest;
  readonly #tell: (event: RelayEvent) => void;
  #going: Going | null = null;

  constructor({ parts, waiters, request, tell }: AttemptsParts) {
    this.#parts = parts;
    this.#waiters = waiters;
    this.#request = request;
    this.#tell = tell;
  }

  begin(pick: Pick, reservation: Reservation, limits: AttemptLimits): Going {
    const { lane } = pick;
    const startedAt = this.#now();
    this.count += 1;
    const attempt = new Attempt(limits, this.#parts.clock, (headers, status) =>
      this.#readHeaders(lane, headers, status),
    );
    // The signal lives as long as the request: an attempt that is over takes no notice.
    this.#request.signal.addEventListener('abort', () => attempt.abort());
    const going = { pick, reservation, attempt, number: this.count, startedAt };
    this.#going = going;
    reportBegin(lane, startedAt);
    this.#tell({ kind: 'trying', lane, attempt: going.number });
    const { spec } = lane.node.provider;
    const wire = this.#parts.wires[spec.def.wire];
    if (wire === undefined) throw new NoriaError('internal', `no wire for ${spec.def.wire}`);
    const call = {
      provider: spec.def,
      baseUrl: spec.baseUrl,
      secret: lane.key.spec.secret,
      model: lane.node.model.id,
      body: this.#request.body,
      stream: this.#request.stream,
      clientWantsUsage: this.#request.wantsUsage,
      maxTokens: pick.maxTokens,
      refusedParams: lane.node.refusedParams,
    };
    attempt.controlledBy(wire.chat(call, this.#parts.http, attempt));
    return going;
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
    this.#close(going, failure);
    const clean = { ...fault, message: this.#parts.scrub(fault.message) };
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
    });
    return { verdict, message: clean.message };
  }

  /** The attempt has served the request; what it used and how long it took. */
  served(going: Going, need: Need): ServedAttempt {
    const { pick, attempt, startedAt } = going;
    const now = this.#now();
    const firstTokenMs =
      this.#request.stream && attempt.firstContentAt !== null ? attempt.firstContentAt - startedAt : null;
    const reported = reportedTokens(attempt, pick.lane);
    const used = this.#close(going, null);
    const tookMs = (attempt.endedAt ?? now) - startedAt;
    reportServed(this.#parts.pool, pick.lane, {
      startedAt,
      firstTokenMs,
      totalMs: tookMs,
      chars: need.chars,
      reported,
    });
    return { firstTokenMs, tookMs, inputTokens: used.input, outputTokens: used.output };
  }

  /** The client has left, or the deadline has come. */
  left(going: Going): void {
    reportAbandoned(going.pick.lane, { startedAt: going.startedAt, now: this.#now() });
    this.#close(going, { kind: 'aborted' });
    this.#tell({
      kind: 'left',
      lane: going.pick.lane,
      attempt: going.number,
      tookMs: this.#now() - going.startedAt,
    });
  }

  /** Whatever still runs ends now. */
  abandon(): void {
    const going = this.#going;
    if (going === null) return;
    going.attempt.abort();
    this.left(going);
  }

  /** Settles or refunds, exactly once. */
  #close(going: Going, failure: AttemptFailure | null): { input: number; output: number } {
    const account = accountOf(going.pick, going.attempt, failure);
    void closeAccount(this.#parts.ledger, going, account, this.#now());
    this.#going = null;
    this.#waiters.release();
    return account.kind === 'refund' ? { input: 0, output: 0 } : account.spending.tokens;
  }

  /** Teaches what an answer's headers say of the limits, at the moment they are there: later they are old news. */
  #readHeaders(lane: Lane, headers: HttpHeaders, status: number): void {
    const { def } = lane.node.provider.spec;
    if (def.rateHeaders.length === 0) return;
    const now = this.#now();
    reportHeaders(this.#parts.pool, lane, readRateHeaders(def, headers, status, now), now);
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
