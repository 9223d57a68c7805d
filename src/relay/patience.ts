import { blocksOf, type Survey } from '../engine/blocks.ts';
import type { Search } from '../engine/choose.ts';
import { foresee } from '../engine/foresee.ts';
import type { Plan } from '../engine/plan.ts';
import { NoriaError } from '../shared/errors.ts';
import type { Going } from './attempts.ts';
import { nothingTried, type Course } from './course.ts';
import type { Entrance } from './entrance.ts';
import { giveUp } from './give-up.ts';
import { waitFor } from './wait-for.ts';

/** A lane that failed by accident may be asked once more when nothing else is left, after this pause. */
const secondChanceMs = 250;
/** What keeps lanes from serving, in the trace of a request that waits. */
const mostWaitBlocks = 8;
const mostKeysTold = 3;

interface Found {
  readonly survey: () => Survey;
  /** Epoch ms; Infinity when no clock says it. */
  readonly earliestAt: number;
}

/** What one request does when nobody can serve it now. */
export class Patience {
  readonly #course: Course;
  readonly #entrance: Entrance;
  #secondChance = true;
  /** Until when this request may wait for quota, once it began to. */
  #waitUntilAt: number | null = null;

  constructor(course: Course, entrance: Entrance) {
    this.#course = course;
    this.#entrance = entrance;
  }

  /**
   * Waits in turn for what frees first, if that is in time; null = look again.
   * @param objection a provider's own words about the request, told instead of "no quota"
   * @throws NoriaError the one honest error, when waiting is of no use
   */
  async waitOrGiveUp(plan: Plan, objection: NoriaError | null): Promise<Going | null> {
    const course = this.#course;
    const { room, maxWaiting } = course.parts;
    const search = course.search(plan);
    const found = this.#found(plan, search);
    const waitMs = waitFor({
      ...found,
      now: search.now,
      waitUntilAt: this.#waitUntil(search.now),
      deadlineAt: course.deadlineAt,
    });
    if (waitMs !== null && room.size < maxWaiting) return this.#waitForTurn(plan, waitMs);
    if (objection !== null) throw objection;
    if (this.#takeSecondChance(search.now)) {
      await course.outside(this.#pause(secondChanceMs));
      return null;
    }
    throw this.#givenUp(plan, search, found);
  }

  /** What keeps lanes from serving, and when the first can; `blocks` are only looked for where they matter. */
  #found(plan: Plan, search: Search): Found {
    const { room, outlook } = this.#course.parts;
    if (room.size === 0 || this.#course.hasTried()) {
      const seen = outlook.survey(search);
      return { survey: () => seen, earliestAt: seen.earliestAt };
    }
    const waiting = room.visitors().map((visitor) => () => visitor.search());
    return {
      survey: () => outlook.survey(search),
      earliestAt: outlook.foreseen(plan.name, search, waiting),
    };
  }

  /** Told is what keeps lanes from serving, not what this request has tried. */
  #givenUp(plan: Plan, search: Search, found: Found): NoriaError {
    const course = this.#course;
    if (this.#isOnlyLate(search.now)) return course.late();
    const seen = course.hasTried()
      ? course.parts.outlook.survey({ ...search, tried: nothingTried })
      : found.survey();
    course.trace.skipped(seen.soonest, search.now);
    return giveUp({
      seen,
      earliestAt: course.hasTried() ? foresee({ ...search, tried: nothingTried }, []) : found.earliestAt,
      failed: course.attempts.failed,
      now: search.now,
      settingsUrl: course.parts.settingsUrl(),
      planName: plan.name,
    });
  }

  /** Nobody refused: the client's time was too short for them. */
  #isOnlyLate(now: number): boolean {
    const { attempts, deadlineAt } = this.#course;
    const timedOut =
      attempts.failed.length > 0 && attempts.failed.every((failed) => failed.class === 'timeout');
    return timedOut && deadlineAt - now < secondChanceMs;
  }

  #waitUntil(now: number): number {
    const { request, deadlineAt, parts } = this.#course;
    this.#waitUntilAt ??=
      request.deadlineMs === null ? Math.min(deadlineAt, now + parts.maxWaitMs) : deadlineAt;
    return this.#waitUntilAt;
  }

  #takeSecondChance(now: number): boolean {
    const { attempts, tried, deadlineAt } = this.#course;
    const isLeft = this.#secondChance && attempts.failed.length > 0 && tried.lanes.size > 0;
    if (!isLeft || now + secondChanceMs >= deadlineAt) return false;
    this.#secondChance = false;
    this.#course.tryLanesAgain();
    return true;
  }

  async #waitForTurn(plan: Plan, waitMs: number): Promise<Going | null> {
    const course = this.#course;
    const { room, clock } = course.parts;
    const at = clock.now();
    const from = clock.ticks();
    const untilAt = Math.min(course.deadlineAt, Math.max(this.#waitUntil(at), at + waitMs));
    course.tell({ kind: 'waiting', forMs: waitMs });
    course.trace.skipped(blocksOf(course.search(plan), mostKeysTold).slice(0, mostWaitBlocks), at);
    const found = await course.outside(
      room.wait({
        line: course.line(plan),
        client: course.request.client ?? '',
        isPlain: !course.hasTried(),
        untilAt,
        signal: course.request.signal,
        look: () => this.#entrance.next(course.plan()),
        search: () => course.search(course.trace.plan ?? plan),
        freesAt: () => course.parts.outlook.survey(course.search(course.plan())).earliestAt,
      }),
    );
    course.trace.waited(at, waitMs, clock.ticks() - from);
    if (found === null && this.#waitedInVain(untilAt)) this.#sayWhatIsMissing(plan);
    return found;
  }

  /** Its time is over, and it was nothing but quota that was missing: then that is what the client is told. */
  #waitedInVain(untilAt: number): boolean {
    const { request, attempts, deadlineAt } = this.#course;
    const isOver = this.#course.now() >= untilAt && untilAt >= deadlineAt;
    return isOver && !request.signal.aborted && attempts.failed.length === 0;
  }

  /** @throws NoriaError unless a lane is free at this very moment */
  #sayWhatIsMissing(plan: Plan): void {
    const search = this.#course.search(plan);
    const found = this.#found(plan, search);
    if (found.earliestAt <= search.now || found.survey().soonest.length === 0) return;
    const late = this.#course.late();
    const { retryAfterMs, blockedBy } = this.#givenUp(plan, search, found).details;
    throw new NoriaError(late.code, late.message, {
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(blockedBy === undefined ? {} : { blockedBy }),
    });
  }

  /** A moment for what fails by accident. */
  #pause(ms: number): Promise<void> {
    const { parts, request } = this.#course;
    return new Promise((resolve) => {
      const timer = parts.clock.after(ms, resolve);
      request.signal.addEventListener('abort', () => {
        parts.clock.cancel(timer);
        resolve();
      });
    });
  }
}
