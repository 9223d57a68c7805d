import type { Continuation } from '../../catalog/types.ts';
import { choose, type Need, type Pick, type Step } from '../../engine/choose.ts';
import type { Lane, ModelNode } from '../../engine/nodes.ts';
import { laneOf } from '../../engine/pool.ts';
import type { Tokens } from '../../engine/estimate.ts';
import type { Reservation } from '../../engine/reserve.ts';
import { closed, usedTokens } from '../accounting.ts';
import type { Attempt } from '../attempt.ts';
import type { Going } from '../attempts.ts';
import { ContinuationStream } from './continuation-stream.ts';
import { continuationOf, type AskedContinuation } from './continuation.ts';
import { nothingTried, type Course } from '../course.ts';
import { attemptLimits } from '../limits.ts';
import { needOf } from '../prompt-size.ts';
import type { AnswerSink } from '../request.ts';
import { createSeam } from './seam.ts';
import { wholeAsStream } from '../stream-ends.ts';
import type { TraceResume } from '../traces/trace-record.ts';
import { Transcript } from './transcript.ts';

/** A text that has broken so often is given up. */
const mostResumes = 2;
/** Lanes that are asked to go on, each time. */
const mostTries = 3;
/** ms within which somebody must have gone on: the reader waits. */
const resumeWithinMs = 10_000;
/** ms after which the next is tried. */
const nextTryMs = 3_000;

/** One attempt's part of a stream; `stream` joins what continues to what was sent. */
export interface Part {
  readonly going: Going;
  readonly stream: ContinuationStream | null;
  /** Of a part that continues. */
  readonly trace: Writable<TraceResume> | null;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

interface Begun {
  readonly going: Going;
  readonly asked: AskedContinuation;
}

/** Goes on with a text whose stream died, over another lane, so that its reader notices nothing. */
export class Resume {
  readonly #course: Course;
  readonly #transcript = new Transcript();
  readonly #broken = new Set<Lane>();
  #resumes = 0;
  /** A provider did not take a trailing assistant turn: from then on all are asked in words. */
  #inWords = false;
  #spent: Tokens = { input: 0, output: 0 };

  constructor(course: Course) {
    this.#course = course;
  }

  /** The sink, with everything that goes through it remembered. */
  recording(sink: AnswerSink): AnswerSink {
    return {
      write: (bytes) => {
        this.#transcript.push(bytes);
        return sink.write(bytes);
      },
      onDrain: (listener) => sink.onDrain(listener),
      end: () => sink.end(),
    };
  }

  /** Tokens of all parts, the last one's included; null = there was only one. */
  usageWith(attempt: Attempt): Tokens | null {
    if (this.#resumes === 0) return null;
    const last = attempt.wholeUsage ??
      attempt.state?.usage ?? { input: 0, output: attempt.state?.pieces ?? 0 };
    return { input: this.#spent.input + last.input, output: this.#spent.output + last.output };
  }

  /** The next part; null = nobody can go on. */
  async after(broken: Going, sink: AnswerSink): Promise<Part | null> {
    const sent = this.#transcript.text();
    if (sent === null || this.#resumes === mostResumes) return null;
    this.#spend(broken);
    this.#broken.add(broken.pick.lane);
    const untilAt = this.#course.now() + resumeWithinMs;
    for (let tries = 0; tries < mostTries && this.#course.now() < untilAt; tries += 1) {
      const isLast = tries === mostTries - 1;
      const begun = await this.#begin(sent, isLast ? untilAt - this.#course.now() : nextTryMs);
      if (begun === null) return null;
      const part = await this.#joined(begun, sent, sink);
      if (part !== null) return part;
      if (this.#course.request.signal.aborted) return null;
    }
    return null;
  }

  #spend({ pick, attempt }: Going): void {
    const { input, output } = usedTokens(pick, attempt);
    this.#spent = { input: this.#spent.input + input, output: this.#spent.output + output };
  }

  /** Waits for the first content and connects it; null = the attempt failed. */
  async #joined({ going, asked }: Begun, sent: string, sink: AnswerSink): Promise<Part | null> {
    const { attempts } = this.#course;
    const start = await going.attempt.start;
    if (start.kind === 'failed') {
      if (start.failure.kind === 'aborted') attempts.left(going);
      else {
        const { verdict } = attempts.failedWith(going, start.failure);
        if (verdict.kind === 'next' || asked.how === 'instruction') this.#broken.add(going.pick.lane);
        else this.#inWords = true;
      }
      return null;
    }
    this.#resumes += 1;
    attempts.began(going);
    const stream = new ContinuationStream({
      sink,
      seam: createSeam(asked),
      transcript: this.#transcript,
      onRejected: () => going.attempt.abort(),
    });
    if (start.kind === 'whole') await wholeAsStream(start.answer.body)(stream);
    else going.attempt.pipe(stream);
    return { going, stream, trace: this.#traced(going, asked.how, sent.length) };
  }

  #traced(going: Going, how: Continuation, afterChars: number): Writable<TraceResume> {
    const { trace, request } = this.#course;
    const resume = {
      at_ms: going.startedAt - request.receivedAt,
      after_chars: afterChars,
      how,
      attempt: going.number,
      overlap_chars: null,
    };
    trace.resumed(resume);
    this.#course.tell({ kind: 'resuming', lane: going.pick.lane, afterChars });
    return resume;
  }

  /** Another process may have known better; then there may be others. */
  async #reserve(need: Need): Promise<{ pick: Pick; reservation: Reservation } | null> {
    const { ledger, clock } = this.#course.parts;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const pick = this.#choose(need);
      if (pick === null) return null;
      const reservation = await ledger.reserve(pick.demands, clock.now(), pick.lane);
      if (!('refusedBy' in reservation)) return { pick, reservation };
    }
    return null;
  }

  async #begin(sent: string, leftMs: number): Promise<Begun | null> {
    const { request, parts } = this.#course;
    const wish = { body: request.body, sent, usedTokens: this.#spent.output };
    // In words it is longest: nobody is asked for more than was reserved.
    const inWords = continuationOf({ ...wish, how: 'instruction' });
    const { need } = needOf({ body: inWords.body, model: request.model });
    const place = await this.#reserve(need);
    if (place === null) return null;
    const { pick, reservation } = place;
    if (request.signal.aborted) {
      closed(pick.lane, parts.ledger.refund(reservation, parts.clock.now()));
      return null;
    }
    const how = this.#howOf(pick.lane.node);
    const asked = how === 'instruction' ? inWords : continuationOf({ ...wish, how });
    const limits = attemptLimits({
      lane: pick.lane,
      stream: true,
      leftMs,
      times: parts.times,
      othersLeft: false,
      mayBeEmpty: true,
    });
    const going = this.#course.attempts.begin({
      pick,
      reservation,
      limits,
      role: 'resume',
      body: asked.body,
      need,
    });
    return { going, asked };
  }

  #howOf({ provider }: ModelNode): Continuation {
    return this.#inWords ? 'instruction' : (provider.spec.def.continuation ?? 'instruction');
  }

  /** What broke once may be the account's or its address's: all its lanes come behind those of others. */
  #lanesOfBroken(): Set<Lane> {
    const lanes = new Set<Lane>();
    for (const { key, node } of this.#broken) {
      for (const other of node.provider.keys) {
        if (other.account !== key.account) continue;
        for (const model of node.provider.models.values())
          lanes.add(laneOf(this.#course.parts.pool, other, model));
      }
    }
    return lanes;
  }

  /** Best is the same model where it can go on by itself; the lanes that broke come last. */
  #choose(need: Need): Pick | null {
    const { plan } = this.#course.trace;
    if (plan === null) return null;
    const family = this.#course.trace.attempts[0]?.lane.node.model.family;
    const goesOn = (node: ModelNode): boolean => this.#howOf(node) !== 'instruction';
    const isSame = (node: ModelNode): boolean => node.model.family === family;
    const search = { ...this.#course.search(plan), need };
    const kinds = [(node: ModelNode) => goesOn(node) && isSame(node), goesOn, isSame, () => true];
    for (const lanes of [this.#lanesOfBroken(), this.#broken]) {
      for (const fits of kinds) {
        const steps = only(plan.steps, fits);
        const pick = choose({ ...search, steps, tried: { lanes, models: nothingTried.models } });
        if (pick !== null) return pick;
      }
    }
    return choose({ ...search, tried: nothingTried });
  }
}

function only(steps: readonly Step[], fits: (node: ModelNode) => boolean): Step[] {
  return steps
    .map((step) => ({ ...step, models: step.models.filter(fits) }))
    .filter(({ models }) => models.length > 0);
}
