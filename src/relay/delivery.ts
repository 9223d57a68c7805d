import type { AttemptEnd } from './attempt.ts';
import type { Going } from './attempts.ts';
import type { Course } from './course.ts';
import { mayResume } from './resume/may-resume.ts';
import { Resume, type Part } from './resume/resume.ts';
import { KeptOpen } from './kept-open.ts';
import type { AnswerSink } from './request.ts';
import { endMark, interruption, usageTail } from './stream-ends.ts';
import type { TraceOutcome } from './traces/trace-record.ts';

/** Whoever asked reads at once; a stream that nobody has begun to read by then is not continued. */
const attachWithinMs = 1_000;

const stuckReader = 'the reader took nothing for a minute';

/** What the run does at the ends that matter to it. */
export interface DeliveryEnds {
  readonly done: (going: Going) => void;
  readonly interrupted: () => void;
}

/** A stream on its way to the client: from the first content to the last word, over as many lanes as it takes. */
export class Delivery {
  readonly #course: Course;
  readonly #ends: DeliveryEnds;
  readonly #resume: Resume | null;
  readonly #attached = Promise.withResolvers<AnswerSink | null>();
  readonly #closed = Promise.withResolvers<string>();
  #first: Going | null = null;

  constructor(course: Course, ends: DeliveryEnds) {
    this.#course = course;
    this.#ends = ends;
    this.#resume = mayResume(course) ? new Resume(course) : null;
    // Whoever leaves before he reads must not be waited for.
    course.request.signal.addEventListener('abort', () => this.#attached.resolve(null));
  }

  /** Writes everything into the sink and resolves at the end, whatever the end is. */
  async pipe(sink: AnswerSink): Promise<void> {
    const { parts, trace } = this.#course;
    const client = new KeptOpen(trace.bodies?.recording(sink) ?? sink, parts.clock);
    this.#first?.attempt.pipe(this.#resume?.recording(client) ?? client);
    this.#attached.resolve(client);
    const words = await this.#closed.promise;
    if (words !== '') client.write(words);
    client.end();
  }

  /** Follows the stream to its end, whoever reads it. Never rejects. */
  async follow(first: Going): Promise<TraceOutcome> {
    try {
      return await this.#follow(first);
    } catch (error) {
      this.#course.parts.onError(error);
      this.#ends.interrupted();
      return this.#close('interrupted', interruption('Noria failed', first.pick.lane.node.provider.id));
    }
  }

  async #follow(first: Going): Promise<TraceOutcome> {
    this.#first = first;
    let part: Part = { going: first, stream: null, trace: null };
    for (;;) {
      const end = await part.going.attempt.end();
      if (hasJoined(part, end)) return this.#complete(part);
      if (this.#hasLeft(part, end)) return this.#close('left', '');
      const message = this.#settleBroken(part, end);
      const next = message === stuckReader ? null : await this.#goOn(part);
      if (next !== null) {
        part = next;
        continue;
      }
      if (this.#course.request.signal.aborted) return this.#close('left', '');
      this.#ends.interrupted();
      return this.#close('interrupted', interruption(message, part.going.pick.lane.node.provider.id));
    }
  }

  #complete({ going }: Part): TraceOutcome {
    this.#ends.done(going);
    return this.#close('served', this.#usage(going) + endMark);
  }

  /** The usage event, where the client wants one and has not got it from the provider. */
  #usage({ attempt, pick }: Going): string {
    if (!this.#course.request.wantsUsage) return '';
    const usage = this.#resume?.usageWith(attempt) ?? null;
    return usageTail(attempt.state, usage, { model: pick.lane.node.model.id, now: this.#course.now() });
  }

  #hasLeft({ going, stream }: Part, end: AttemptEnd): boolean {
    if (!this.#course.request.signal.aborted || stream?.rejected === true) return false;
    if (end.kind !== 'failed' || end.failure.kind !== 'aborted') return false;
    this.#course.attempts.left(going);
    return true;
  }

  /** What the client is told if nobody goes on. */
  #settleBroken({ going, stream }: Part, end: AttemptEnd): string {
    const { attempts } = this.#course;
    if (stream?.rejected === true || end.kind === 'complete') {
      attempts.unfit(going);
      return 'what went on did not join what was sent';
    }
    if (end.failure.kind !== 'aborted') return attempts.failedWith(going, end.failure).message;
    attempts.left(going);
    return stuckReader;
  }

  async #goOn({ going }: Part): Promise<Part | null> {
    if (this.#resume === null) return null;
    const { clock } = this.#course.parts;
    const timer = clock.after(attachWithinMs, () => this.#attached.resolve(null));
    const sink = await this.#attached.promise;
    clock.cancel(timer);
    return sink === null ? null : this.#resume.after(going, sink);
  }

  #close(outcome: TraceOutcome, words: string): TraceOutcome {
    this.#closed.resolve(words);
    return outcome;
  }
}

/** The attempt is whole, and what it wrote went on with the text. Passes on what was still held back. */
function hasJoined({ stream, trace }: Part, end: AttemptEnd): boolean {
  if (end.kind === 'complete') stream?.end();
  if (trace !== null) trace.overlap_chars = stream?.overlap ?? null;
  return end.kind === 'complete' && stream?.rejected !== true;
}
