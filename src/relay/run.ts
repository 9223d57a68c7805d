import type { Verdict } from '../engine/report.ts';
import { runsHere } from '../engine/runs-here.ts';
import type { ModelNode } from '../engine/nodes.ts';
import { NoriaError, tooDeep, type ErrorCode } from '../shared/errors.ts';
import type { WholeAnswer } from '../upstream/wire.ts';
import { isOptionalParam } from '../upstream/openai/request.ts';
import type { Plan } from '../engine/plan.ts';
import type { Soon } from '../ledger/ledger.ts';
import type { AttemptFailure } from './attempt.ts';
import type { Going } from './attempts.ts';
import { compete, type Won } from './contest.ts';
import { Course } from './course.ts';
import { Delivery } from './delivery.ts';
import { Entrance } from './entrance.ts';
import { learnOutputCap } from './output-cap.ts';
import { Patience } from './patience.ts';
import type { RunParts } from './relay.ts';
import type { AnswerMeta, ChatAnswer, ChatRequest } from './request.ts';
import { wholeAsStream } from './stream-ends.ts';
import type { TraceOutcome } from './traces/trace-record.ts';

/** Fields whose refusal no other provider would take back. */
const universalFields = /^(messages$|model$)/;
const outputFields = /^max_(completion_)?tokens$/;
/** A provider that names another bound each time is not asked for ever. */
const mostCapsLearned = 2;

/** One request, from its plan to its last byte: the single attempt loop. */
export class Run {
  readonly #course: Course;
  readonly #entrance: Entrance;
  #patience: Patience | null = null;
  readonly #onEnd: () => void;
  /** A provider's own words about the request, told when no other provider takes it. */
  #objection: NoriaError | null = null;
  /** Its client's own limits have let it in. */
  #admitted = false;
  #capsLearned = 0;
  #raced = false;
  /** A race was run; who is asked next is the way out. */
  #isLosing = false;
  #ended = false;

  constructor(parts: RunParts, request: ChatRequest, onEnd: () => void) {
    this.#course = new Course(parts, request);
    this.#entrance = new Entrance(this.#course);
    this.#onEnd = onEnd;
  }

  async answer(): Promise<ChatAnswer> {
    try {
      const share = this.#course.takeShare();
      if (share !== null) await share;
      this.#admitted = true;
      return await this.#loop();
    } catch (error) {
      const known =
        error instanceof NoriaError
          ? error
          : (tooDeep(error) ?? new NoriaError('internal', 'Noria failed', {}, { cause: error }));
      this.#course.attempts.abandon();
      this.#gaveUp(known.code);
      this.#end(known.code === 'client_closed' ? 'left' : 'failed');
      throw Object.assign(known, { meta: this.#meta(null) });
    }
  }

  async #loop(): Promise<ChatAnswer> {
    const { parts, request, attempts } = this.#course;
    if (request.stream || request.strategy === 'hedge') parts.hedges.earn();
    for (;;) {
      const soon = this.#enter();
      const entrants = soon instanceof Promise ? await soon : soon;
      const [only] = entrants;
      const hedge = this.#entrance.hedgeOf(entrants);
      if (only !== undefined && entrants.length === 1 && hedge === null) {
        // Nobody competes: no timer, and one promise.
        const from = parts.clock.ticks();
        const start = await only.attempt.start;
        this.#course.outsideMs += parts.clock.ticks() - from;
        if (start.kind !== 'failed') return this.#give({ going: only, start });
        this.#afterFailure(only, start.failure);
        continue;
      }
      const won = await this.#course.outside(
        compete({
          clock: parts.clock,
          entrants,
          hedge,
          failed: (going, failure) => this.#afterFailure(going, failure),
          beaten: (going) => attempts.beaten(going),
        }),
      );
      if (won !== null) return this.#give(won);
    }
  }

  /** The next attempts: all racers of a race that has not been run, else one, at once or after its turn to wait. */
  #enter(): Soon<readonly Going[]> {
    const course = this.#course;
    course.check();
    const plan = course.plan();
    // Who waits already comes first.
    course.parts.room.due();
    const mayPass = course.hasTried() || course.parts.room.lengthOf(course.line(plan)) === 0;
    if (mayPass && !this.#raced && course.strategyOf(plan) === 'race') return this.#race(plan);
    const soon = mayPass ? this.#entrance.next(plan) : null;
    return soon === null || soon instanceof Promise ? this.#enterLater(plan, soon) : [this.#entered(soon)];
  }

  async #race(plan: Plan): Promise<readonly Going[]> {
    this.#raced = true;
    const racers = await this.#entrance.race(plan);
    this.#isLosing = racers.length > 1;
    return racers.length > 0 ? racers : this.#enter();
  }

  /** A ledger elsewhere has to answer, or somebody has to end first. */
  async #enterLater(plan: Plan, soon: Promise<Going | null> | null): Promise<readonly Going[]> {
    this.#patience ??= new Patience(this.#course, this.#entrance);
    const going = soon === null ? await this.#patience.waitOrGiveUp(plan, this.#objection) : await soon;
    return going === null ? this.#enter() : [this.#entered(going)];
  }

  #entered(going: Going): Going {
    if (this.#isLosing) this.#course.tell({ kind: 'race_lost', next: going.pick.lane });
    this.#isLosing = false;
    return going;
  }

  #give({ going, start }: Won): ChatAnswer {
    if (start.kind === 'content') return this.#deliver(going);
    const meta = this.#done(going);
    this.#course.trace.bodies?.whole(start.answer);
    this.#end('served');
    return this.#course.request.stream
      ? { kind: 'stream', meta, pipe: wholeAsStream(start.answer.body) }
      : wholeAnswer(meta, start.answer);
  }

  /** Follows the stream to its end, whoever reads it; another lane goes on when it dies. */
  #deliver(first: Going): ChatAnswer {
    this.#course.attempts.began(first);
    const meta = this.#meta(first);
    const delivery = new Delivery(this.#course, {
      done: (going) => void this.#done(going),
      interrupted: () => this.#gaveUp('stream_interrupted'),
    });
    const followed = delivery.follow(first).then((outcome) => this.#end(outcome));
    return {
      kind: 'stream',
      meta,
      pipe: async (sink) => {
        await delivery.pipe(sink);
        await followed;
      },
    };
  }

  #afterFailure(going: Going, failure: AttemptFailure): void {
    const { attempts } = this.#course;
    if (failure.kind === 'aborted') {
      attempts.left(going);
      this.#course.check();
      return;
    }
    const { verdict, message } = attempts.failedWith(going, failure);
    this.#follow(going, verdict, message);
  }

  #follow(going: Going, verdict: Verdict, message: string): void {
    const { attempts } = this.#course;
    const { lane } = going.pick;
    switch (verdict.kind) {
      case 'stop':
        throw new NoriaError('invalid_request', message, { attempts: attempts.failed });
      case 'adapt':
        if (
          isOptionalParam(verdict.field, this.#course.request.task) &&
          !lane.node.refusedParams.has(verdict.field)
        ) {
          lane.node.refusedParams.add(verdict.field);
          return;
        }
        if (outputFields.test(verdict.field) && this.#learnsCap(lane.node, message)) return;
        this.#object(lane.node, verdict.field, message);
        return;
      case 'next':
        if (verdict.skipModel) {
          this.#course.giveUpModel(lane.node);
          this.#objection ??= new NoriaError('context_too_long', message, { attempts: attempts.failed });
        } else this.#course.giveUpLane(lane);
        return;
      default:
        verdict satisfies never;
    }
  }

  /** The model writes less at once than was asked for: it is asked for what it can. */
  #learnsCap(node: ModelNode, message: string): boolean {
    if (this.#capsLearned >= mostCapsLearned) return false;
    this.#capsLearned += 1;
    return learnOutputCap(node, this.#course.request.body, message);
  }

  /**
   * A provider refuses a field that cannot be left out. Another provider may take it; when two refuse, or the field is
   * one that all understand, it is the caller's fault.
   */
  #object({ provider }: ModelNode, field: string, message: string): void {
    const { attempts } = this.#course;
    const objection = new NoriaError('invalid_request', message, {
      param: field,
      attempts: attempts.failed,
    });
    if (this.#objection !== null || universalFields.test(field)) throw objection;
    this.#objection = objection;
    for (const node of provider.models.values()) this.#course.giveUpModel(node);
  }

  /** The attempt has served the request. */
  #done(going: Going): AnswerMeta {
    const { attempts, trace, request } = this.#course;
    const served = attempts.served(going);
    const meta = this.#meta(going);
    trace.served = going.pick.lane;
    this.#course.parts.sessions.served(request, going.pick.lane.node, this.#course.now());
    this.#course.tell({
      kind: 'served',
      lane: going.pick.lane,
      ...served,
      attempts: meta.attempts,
      requestMs: this.#course.now() - request.receivedAt,
      overheadMs: meta.overheadMs,
      purpose: trace.purpose,
      client: request.client ?? null,
      app: request.app ?? null,
    });
    return meta;
  }

  #gaveUp(code: ErrorCode): void {
    const { trace, attempts, request } = this.#course;
    const now = this.#course.now();
    trace.code = code;
    this.#course.tell({
      kind: 'gave_up',
      code,
      attempts: attempts.count,
      tookMs: now - request.receivedAt,
      at: now,
      isOverLimit: code === 'pool_exhausted' && !this.#admitted,
      purpose: trace.purpose,
      client: request.client ?? null,
      app: request.app ?? null,
    });
  }

  #meta(going: Going | null): AnswerMeta {
    const { trace, attempts } = this.#course;
    const lane = going?.pick.lane;
    const overheadMs = (trace.overheadMs ??= this.#ownMs());
    return {
      traceId: trace.id,
      provider: lane?.node.provider.id ?? '',
      model: lane?.node.model.id ?? '',
      maskedKey: lane?.key.spec.masked ?? '',
      attempts: attempts.count,
      overheadMs,
      local: lane !== undefined && runsHere(lane.node),
    };
  }

  /** Time that was neither a provider's nor spent in line, up to now. */
  #ownMs(): number {
    const { request, parts, outsideMs } = this.#course;
    return Math.max(0, parts.clock.ticks() - request.receivedTick - outsideMs);
  }

  #end(outcome: TraceOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    const { attempts, trace, parts } = this.#course;
    attempts.abandon();
    this.#course.settleShare();
    trace.outcome = outcome;
    trace.endedAt = this.#course.now();
    parts.traces.add(trace);
    this.#onEnd();
  }
}

function wholeAnswer(meta: AnswerMeta, { body, contentType }: WholeAnswer): ChatAnswer {
  return contentType === undefined
    ? { kind: 'whole', meta, body }
    : { kind: 'whole', meta, body, contentType };
}
