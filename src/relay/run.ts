import { blocksOf, choose, type Need, type Pick, type Search, type Tried } from '../engine/choose.ts';
import type { Verdict } from '../engine/report.ts';
import type { Features, Plan } from '../engine/resolve.ts';
import type { Lane, ModelNode } from '../engine/nodes.ts';
import type { Reservation } from '../engine/reserve.ts';
import { NoriaError, type ErrorCode } from '../shared/errors.ts';
import { isOptionalParam } from '../upstream/openai/request.ts';
import type { AttemptFailure, AttemptLimits } from './attempt.ts';
import { Attempts, type Going } from './attempts.ts';
import { giveUp } from './give-up.ts';
import { attemptLimits } from './limits.ts';
import { needOf } from './prompt-size.ts';
import { planError } from './plan-error.ts';
import type { RunParts } from './relay.ts';
import type { AnswerMeta, ChatAnswer, ChatRequest } from './request.ts';
import { endMark, interruption, pipe, usageTail, wholeAsStream } from './stream-ends.ts';
import type { RelayEvent } from './events.ts';
import { waitFor } from './wait-for.ts';
import type { Waiters } from './waiters.ts';

/** Fields whose refusal no other provider would take back. */
const universalFields = /^(messages$|model$|max_tokens$|max_completion_tokens$)/;
/** A lane that failed by accident may be asked once more when nothing else is left, after this pause. */
const secondChanceMs = 250;

const nothingTried: Tried = { lanes: new Set(), models: new Set() };

/** One request, from its plan to its last byte: the single attempt loop. */
export class Run {
  readonly #parts: RunParts;
  readonly #waiters: Waiters;
  readonly #request: ChatRequest;
  readonly #onEnd: () => void;
  readonly #traceId: string;
  readonly #deadlineAt: number;
  readonly #tried = { lanes: new Set<Lane>(), models: new Set<ModelNode>() };
  readonly #attempts: Attempts;
  #outsideMs = 0;
  #secondChance = true;
  /** Until when this request may wait for quota, once it began to. */
  #waitUntilAt: number | null = null;
  /** A provider's own words about the request, told when no other provider takes it. */
  #objection: NoriaError | null = null;
  #ended = false;

  constructor(parts: RunParts, waiters: Waiters, request: ChatRequest, onEnd: () => void) {
    this.#parts = parts;
    this.#waiters = waiters;
    this.#request = request;
    this.#onEnd = onEnd;
    this.#traceId = parts.newTraceId();
    this.#deadlineAt = request.receivedAt + (request.deadlineMs ?? parts.deadlineMs);
    this.#attempts = new Attempts({ parts, waiters, request, tell: (event) => this.#tell(event) });
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
    for (;;) {
      this.#check();
      // Anew each time, from memory: providers, keys and routes may have changed while this request waited.
      const plan = this.#plan(need, features);
      const now = this.#now();
      const pick = choose(this.#search(plan, need, now));
      if (pick === null) {
        await this.#waitOrGiveUp(plan, need);
        continue;
      }
      const soon = this.#parts.ledger.reserve(pick.demands, now);
      // Without a turn of the event loop between choosing and beginning, a trial is one call and no more.
      const reservation = soon instanceof Promise ? await soon : soon;
      // Somebody else was faster, or another node knows better: look again.
      if ('refusedBy' in reservation) continue;
      const answer = await this.#attempt(plan, pick, reservation, need);
      if (answer !== null) return answer;
    }
  }

  /** @throws NoriaError when nothing could ever serve the request */
  #plan(need: Need, features: Features): Plan {
    const { model } = this.#request;
    const resolution = this.#parts.resolver(this.#parts.routing(), { model, need, features });
    if (resolution.kind !== 'plan') throw planError(resolution, model, this.#parts.settingsUrl());
    return resolution.plan;
  }

  /** One attempt; null when another one is to follow. */
  async #attempt(plan: Plan, pick: Pick, reservation: Reservation, need: Need): Promise<ChatAnswer | null> {
    const going = this.#attempts.begin(pick, reservation, this.#limits(plan, pick.lane));
    const from = this.#parts.clock.ticks();
    const start = await going.attempt.start;
    this.#outsideMs += this.#parts.clock.ticks() - from;
    switch (start.kind) {
      case 'failed':
        return this.#afterFailure(going, start.failure);
      case 'whole': {
        const meta = this.#done(going, need);
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

  #limits(plan: Plan, lane: Lane): AttemptLimits {
    return attemptLimits({
      lane,
      stream: this.#request.stream,
      leftMs: this.#deadlineAt - this.#now(),
      times: this.#parts.times,
      othersLeft: this.#othersLeft(plan, lane),
    });
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
      this.#done(going, need);
      tail = this.#request.wantsUsage
        ? usageTail(going.attempt.state, going.pick.lane.node.model.id, this.#now()) + endMark
        : endMark;
    } else if (end.failure.kind === 'aborted') this.#attempts.left(going);
    else {
      const { message } = this.#attempts.failedWith(going, end.failure);
      tail = interruption(message, going.pick.lane.node.provider.id);
      this.#gaveUp('stream_interrupted');
    }
    this.#end();
    return tail;
  }

  #afterFailure(going: Going, failure: AttemptFailure): null {
    if (failure.kind === 'aborted') {
      this.#attempts.left(going);
      this.#check();
      return null;
    }
    const { verdict, message } = this.#attempts.failedWith(going, failure);
    this.#follow(going, verdict, message);
    return null;
  }

  #follow(going: Going, verdict: Verdict, message: string): void {
    const { lane } = going.pick;
    switch (verdict.kind) {
      case 'stop':
        throw new NoriaError('invalid_request', message, { attempts: this.#attempts.failed });
      case 'adapt':
        if (isOptionalParam(verdict.field) && !lane.node.refusedParams.has(verdict.field)) {
          lane.node.refusedParams.add(verdict.field);
          return;
        }
        this.#object(going.pick.lane.node, verdict.field, message);
        return;
      case 'next':
        if (verdict.skipModel) {
          this.#tried.models.add(lane.node);
          this.#objection ??= new NoriaError('context_too_long', message, {
            attempts: this.#attempts.failed,
          });
        } else this.#tried.lanes.add(lane);
        return;
      default:
        verdict satisfies never;
    }
  }

  /**
   * A provider refuses a field that cannot be left out. Another provider may take it; when two refuse, or the field is
   * one that all understand, it is the caller's fault.
   */
  #object({ provider }: ModelNode, field: string, message: string): void {
    const objection = new NoriaError('invalid_request', message, {
      param: field,
      attempts: this.#attempts.failed,
    });
    if (this.#objection !== null || universalFields.test(field)) throw objection;
    this.#objection = objection;
    for (const node of provider.models.values()) this.#tried.models.add(node);
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
      this.#attempts.failed.length > 0 &&
      this.#tried.lanes.size > 0 &&
      now + secondChanceMs < this.#deadlineAt
    ) {
      this.#secondChance = false;
      this.#tried.lanes.clear();
      return this.#wait(secondChanceMs);
    }
    throw giveUp({
      blocks: this.#hasTried() ? blocksOf({ ...search, tried: nothingTried }) : blocks,
      failed: this.#attempts.failed,
      now,
      settingsUrl: this.#parts.settingsUrl(),
      planName: plan.name,
    });
  }

  #hasTried(): boolean {
    return this.#tried.lanes.size > 0 || this.#tried.models.size > 0;
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
      attempts: this.#attempts.failed,
    });
  }

  /** The attempt has served the request. */
  #done(going: Going, need: Need): AnswerMeta {
    const served = this.#attempts.served(going, need);
    const meta = this.#meta(going);
    this.#tell({
      kind: 'served',
      lane: going.pick.lane,
      ...served,
      attempts: meta.attempts,
      requestMs: this.#now() - this.#request.receivedAt,
      overheadMs: meta.overheadMs,
    });
    return meta;
  }

  #gaveUp(code: ErrorCode): void {
    const now = this.#now();
    this.#tell({
      kind: 'gave_up',
      code,
      attempts: this.#attempts.count,
      tookMs: now - this.#request.receivedAt,
      at: now,
    });
  }

  #meta(going: Going | null): AnswerMeta {
    const lane = going?.pick.lane;
    const total = this.#parts.clock.ticks() - this.#request.receivedTick;
    return {
      traceId: this.#traceId,
      provider: lane?.node.provider.id ?? '',
      model: lane?.node.model.id ?? '',
      maskedKey: lane?.key.spec.masked ?? '',
      attempts: this.#attempts.count,
      overheadMs: Math.max(0, total - this.#outsideMs),
      local: lane?.node.provider.spec.def.tier === 'local',
    };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#attempts.abandon();
    this.#onEnd();
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  #tell(event: RelayEvent): void {
    this.#parts.listener(event, this.#traceId);
  }
}
