import {
  blocksOf,
  choose,
  type Block,
  type Need,
  type Pick,
  type Search,
  type Tried,
} from '../engine/choose.ts';
import { bodyHeaders, readRateHeaders } from '../engine/rate-headers.ts';
import type { Plan } from '../engine/resolve.ts';
import {
  reportAbandoned,
  reportBegin,
  reportFailed,
  reportHeaders,
  reportServed,
  type Verdict,
} from '../engine/report.ts';
import type { Lane, ModelNode } from '../engine/nodes.ts';
import type { Reservation } from '../engine/reserve.ts';
import { NoriaError, type ErrorCode, type FailedAttempt } from '../shared/errors.ts';
import { isOptionalParam } from '../upstream/openai/request.ts';
import { accountOf, closeAccount, reportedTokens } from './accounting.ts';
import { Attempt, type AttemptFailure } from './attempt.ts';
import { faultOf } from './fault.ts';
import { giveUp } from './give-up.ts';
import { attemptLimits } from './limits.ts';
import { needOf } from './prompt-size.ts';
import { planError } from './plan-error.ts';
import type { RunParts } from './relay.ts';
import type { AnswerMeta, ChatAnswer, ChatRequest } from './request.ts';
import { endMark, interruption, pipe, usageTail, wholeAsStream } from './stream-ends.ts';
import type { Untraced } from './events.ts';
import type { Waiters } from './waiters.ts';

/** A lane that failed by accident may be asked once more when nothing else is left, after this pause. */
const secondChanceMs = 250;

/** One attempt that runs or ran, with what it holds. */
interface Going {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly attempt: Attempt;
  readonly number: number;
  readonly startedAt: number;
}

/** One request, from its plan to its last byte: the single attempt loop. */
export class Run {
  readonly #parts: RunParts;
  readonly #waiters: Waiters;
  readonly #request: ChatRequest;
  readonly #onEnd: () => void;
  readonly #traceId: string;
  readonly #deadlineAt: number;
  readonly #tried = { lanes: new Set<Lane>(), models: new Set<ModelNode>() };
  readonly #failed: FailedAttempt[] = [];
  #attempts = 0;
  #outsideMs = 0;
  #secondChance = true;
  /** Until when this request may wait for quota, once it began to. */
  #waitUntilAt: number | null = null;
  /** A provider's own words about the request, told when no other provider takes it. */
  #objection: NoriaError | null = null;
  #going: Going | null = null;
  #ended = false;

  constructor(parts: RunParts, waiters: Waiters, request: ChatRequest, onEnd: () => void) {
    this.#parts = parts;
    this.#waiters = waiters;
    this.#request = request;
    this.#onEnd = onEnd;
    this.#traceId = parts.newTraceId();
    this.#deadlineAt = request.receivedAt + (request.deadlineMs ?? parts.deadlineMs);
  }

  async answer(): Promise<ChatAnswer> {
    try {
      return await this.#loop();
    } catch (error) {
      const known =
        error instanceof NoriaError
          ? error
          : new NoriaError('internal', 'Noria failed', {}, { cause: error });
      this.#end();
      this.#gaveUp(known.code);
      throw Object.assign(known, { meta: this.#meta(null) });
    }
  }

  async #loop(): Promise<ChatAnswer> {
    const { need, features } = needOf(this.#request.body);
    const resolution = this.#parts.resolver(this.#parts.routing(), {
      model: this.#request.model,
      need,
      features,
    });
    if (resolution.kind !== 'plan')
      throw planError(resolution, this.#request.model, this.#parts.settingsUrl());
    const { plan } = resolution;
    for (;;) {
      this.#check();
      const now = this.#now();
      const pick = choose(this.#search(plan, need, now));
      if (pick === null) {
        await this.#waitOrGiveUp(plan, need);
        continue;
      }
      const reservation = await this.#parts.ledger.reserve(pick.demands, now);
      // Somebody else was faster, or another node knows better: look again.
      if ('refusedBy' in reservation) continue;
      const answer = await this.#attempt(plan, pick, reservation, need);
      if (answer !== null) return answer;
    }
  }

  /** One attempt; null when another one is to follow. */
  async #attempt(plan: Plan, pick: Pick, reservation: Reservation, need: Need): Promise<ChatAnswer | null> {
    const going = this.#begin(plan, pick, reservation);
    const from = this.#parts.clock.ticks();
    const start = await going.attempt.start;
    this.#outsideMs += this.#parts.clock.ticks() - from;
    switch (start.kind) {
      case 'failed':
        return this.#afterFailure(going, start.failure);
      case 'whole': {
        this.#served(going, need);
        const meta = this.#meta(going);
        this.#end();
        return this.#request.stream
          ? { kind: 'stream', meta, pipe: wholeAsStream(start.answer.body) }
          : { kind: 'whole', meta, body: start.answer.body };
      }
      case 'content': {
        const tail = this.#finishStream(going, need);
        return { kind: 'stream', meta: this.#meta(going), pipe: (sink) => pipe(going.attempt, sink, tail) };
      }
      default:
        return start satisfies never;
    }
  }

  #begin(plan: Plan, pick: Pick, reservation: Reservation): Going {
    const { lane } = pick;
    const startedAt = this.#now();
    this.#attempts += 1;
    const limits = attemptLimits({
      lane,
      stream: this.#request.stream,
      leftMs: this.#deadlineAt - startedAt,
      times: this.#parts.times,
      othersLeft: this.#othersLeft(plan, lane),
    });
    const attempt = new Attempt(limits, this.#parts.clock);
    // The signal lives as long as the request: an attempt that is over takes no notice.
    this.#request.signal.addEventListener('abort', () => attempt.abort());
    const going = { pick, reservation, attempt, number: this.#attempts, startedAt };
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
      refusedParams: lane.node.refusedParams,
    };
    attempt.controlledBy(wire.chat(call, this.#parts.http, attempt));
    return going;
  }

  /** Whether another lane than this one is still untried. */
  #othersLeft(plan: Plan, lane: Lane): boolean {
    const untried = (node: ModelNode): boolean =>
      node.provider.keys.some((key) => {
        const other = node.lanes.get(key.id);
        return other === undefined || (other !== lane && !this.#tried.lanes.has(other));
      });
    return plan.steps.some((step) =>
      step.models.some((node) => !this.#tried.models.has(node) && untried(node)),
    );
  }

  /** Follows the stream to its end, whoever reads it, and gives the last words for the client. */
  async #finishStream(going: Going, need: Need): Promise<string> {
    const end = await going.attempt.end;
    let tail = '';
    if (end.kind === 'complete') {
      this.#served(going, need);
      tail = this.#request.wantsUsage
        ? usageTail(going.attempt.state, going.pick.lane.node.model.id, this.#now()) + endMark
        : endMark;
    } else if (end.failure.kind === 'aborted') this.#left(going);
    else {
      const { message } = this.#learnFailure(going, end.failure);
      tail = interruption(message, going.pick.lane.node.provider.id);
      this.#gaveUp('stream_interrupted');
    }
    this.#end();
    return tail;
  }

  #afterFailure(going: Going, failure: AttemptFailure): null {
    if (failure.kind === 'aborted') {
      this.#left(going);
      this.#check();
      return null;
    }
    const { verdict, message } = this.#learnFailure(going, failure);
    this.#follow(going, verdict, message);
    return null;
  }

  /** Settles the attempt and teaches the engine; the message is scrubbed. */
  #learnFailure(going: Going, failure: AttemptFailure): { verdict: Verdict; message: string } {
    const { pick, attempt, startedAt } = going;
    const { lane } = pick;
    const now = this.#now();
    const fault = faultOf(lane, failure, now);
    if (fault === null) throw new Error('an aborted attempt has no fault');
    this.#readHeaders(going, failure);
    this.#close(going, failure);
    const clean = { ...fault, message: this.#parts.scrub(fault.message) };
    const verdict = reportFailed(this.#parts.pool, lane, clean, { startedAt, now });
    this.#failed.push({
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

  #follow(going: Going, verdict: Verdict, message: string): void {
    const { lane } = going.pick;
    switch (verdict.kind) {
      case 'stop':
        throw new NoriaError('invalid_request', message, { attempts: this.#failed });
      case 'adapt':
        if (isOptionalParam(verdict.field) && !lane.node.refusedParams.has(verdict.field)) {
          lane.node.refusedParams.add(verdict.field);
          return;
        }
        this.#objection = new NoriaError('invalid_request', message, {
          param: verdict.field,
          attempts: this.#failed,
        });
        this.#tried.models.add(lane.node);
        return;
      case 'next':
        if (verdict.skipModel) {
          this.#tried.models.add(lane.node);
          this.#objection ??= new NoriaError('context_too_long', message, { attempts: this.#failed });
        } else this.#tried.lanes.add(lane);
        return;
      default:
        verdict satisfies never;
    }
  }

  /** Nothing can serve now: waits for what frees first, if that is in time; else says so. */
  async #waitOrGiveUp(plan: Plan, need: Need): Promise<void> {
    const { maxWaitMs } = this.#parts;
    const search = this.#search(plan, need);
    const { now } = search;
    const blocks = blocksOf(search);
    this.#waitUntilAt ??=
      this.#request.deadlineMs === null ? Math.min(this.#deadlineAt, now + maxWaitMs) : this.#deadlineAt;
    const waitMs = waitFor(blocks, now, this.#waitUntilAt, this.#deadlineAt);
    if (waitMs !== null) return this.#wait(waitMs);
    if (this.#objection !== null) throw this.#objection;
    if (
      this.#secondChance &&
      this.#failed.length > 0 &&
      this.#tried.lanes.size > 0 &&
      now + secondChanceMs < this.#deadlineAt
    ) {
      this.#secondChance = false;
      this.#tried.lanes.clear();
      return this.#wait(secondChanceMs);
    }
    throw giveUp({
      blocks: blocksOf({ ...search, tried: nothingTried }),
      failed: this.#failed,
      now,
      settingsUrl: this.#parts.settingsUrl(),
      planName: plan.name,
    });
  }

  #search(plan: Plan, need: Need, now = this.#now()): Search {
    return { pool: this.#parts.pool, steps: plan.steps, need, tried: this.#tried, now };
  }

  async #wait(ms: number): Promise<void> {
    const from = this.#parts.clock.ticks();
    this.#tell({ kind: 'waiting', forMs: ms });
    await this.#waiters.wait(ms, this.#request.signal);
    this.#outsideMs += this.#parts.clock.ticks() - from;
  }

  /** Throws when the client has left or the deadline has come. */
  #check(): void {
    if (this.#request.signal.aborted) throw new NoriaError('client_closed', 'The client left');
    if (this.#now() < this.#deadlineAt) return;
    const given = this.#deadlineAt - this.#request.receivedAt;
    throw new NoriaError('deadline_exceeded', `No answer within the deadline of ${given} ms`, {
      attempts: this.#failed,
    });
  }

  #gaveUp(code: ErrorCode): void {
    const now = this.#now();
    this.#tell({
      kind: 'gave_up',
      code,
      attempts: this.#attempts,
      tookMs: now - this.#request.receivedAt,
      at: now,
    });
  }

  #served(going: Going, need: Need): void {
    const { pick, attempt, startedAt } = going;
    const now = this.#now();
    const firstTokenMs =
      this.#request.stream && attempt.firstContentAt !== null ? attempt.firstContentAt - startedAt : null;
    const reported = reportedTokens(attempt);
    const used = this.#close(going, null);
    this.#readHeaders(going, null);
    const tookMs = (attempt.endedAt ?? now) - startedAt;
    reportServed(this.#parts.pool, pick.lane, {
      startedAt,
      firstTokenMs,
      totalMs: tookMs,
      chars: need.chars,
      reported,
    });
    this.#tell({
      kind: 'served',
      lane: pick.lane,
      attempt: going.number,
      firstTokenMs,
      tookMs,
      inputTokens: used.input,
      outputTokens: used.output,
      usageReported: reported !== null,
      at: now,
    });
    const { overheadMs } = this.#meta(going);
    this.#tell({
      kind: 'done',
      lane: pick.lane,
      attempts: this.#attempts,
      tookMs: now - this.#request.receivedAt,
      overheadMs,
      at: now,
    });
  }

  #left(going: Going): void {
    reportAbandoned(going.pick.lane, this.#now());
    this.#close(going, { kind: 'aborted' });
    this.#tell({
      kind: 'left',
      lane: going.pick.lane,
      attempt: going.number,
      tookMs: this.#now() - going.startedAt,
    });
  }

  /** Settles or refunds, exactly once. */
  #close(going: Going, failure: AttemptFailure | null): { input: number; output: number } {
    const account = accountOf(going.pick, going.attempt, failure);
    void closeAccount(this.#parts.ledger, going, account, this.#now());
    this.#going = null;
    this.#waiters.release();
    return account.kind === 'refund' ? { input: 0, output: 0 } : account.spending.tokens;
  }

  /** Teaches what the answer's headers, or their copy in an error's body, say of the limits. */
  #readHeaders(going: Going, failure: AttemptFailure | null): void {
    const { attempt, pick } = going;
    const { lane } = pick;
    const { def } = lane.node.provider.spec;
    if (def.rateHeaders.length === 0) return;
    const now = this.#now();
    const answer = failure?.kind === 'answer' ? failure.answer : null;
    const headers = answer === null ? attempt.headers : { ...attempt.headers, ...bodyHeaders(answer.body) };
    if (headers !== null)
      reportHeaders(this.#parts.pool, lane, readRateHeaders(def, headers, answer?.status ?? 200, now), now);
  }

  #meta(going: Going | null): AnswerMeta {
    const lane = going?.pick.lane;
    const total = this.#parts.clock.ticks() - this.#request.receivedTick;
    return {
      traceId: this.#traceId,
      provider: lane?.node.provider.id ?? '',
      model: lane?.node.model.id ?? '',
      maskedKey: lane?.key.spec.masked ?? '',
      attempts: this.#attempts,
      overheadMs: Math.max(0, total - this.#outsideMs),
      local: lane?.node.provider.spec.def.tier === 'local',
    };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#going !== null) this.#left(this.#going);
    this.#onEnd();
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  #tell(event: Untraced): void {
    this.#parts.listener({ traceId: this.#traceId, ...event });
  }
}

const nothingTried: Tried = { lanes: new Set(), models: new Set() };

/**
 * ms to wait until the first lane can serve; null when waiting is of no use. A place that only a running call frees
 * (concurrency, a trial) is waited for up to the deadline: the local model's queue is such a place.
 */
function waitFor(
  blocks: readonly Block[],
  now: number,
  waitUntilAt: number,
  deadlineAt: number,
): number | null {
  let earliest = Infinity;
  let running = false;
  for (const { reason, until } of blocks) {
    earliest = Math.min(earliest, until);
    running ||= until === Infinity && waitable.some((words) => reason.includes(words));
  }
  if (earliest <= waitUntilAt) return Math.max(1, earliest - now);
  return running ? Math.max(1, deadlineAt - now) : null;
}

const waitable = ['at once are running', 'is resting', 'is failing'];
