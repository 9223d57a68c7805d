import { blocksBefore } from '../engine/blocks.ts';
import { choose, remainingShare, type Pick, type Step, type Tried } from '../engine/choose.ts';
import type { Lane, ModelNode } from '../engine/nodes.ts';
import type { Plan } from '../engine/plan.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { Soon } from '../ledger/ledger.ts';
import type { Going } from './attempts.ts';
import type { Course } from './course.ts';
import { attemptLimits, hedgeAfterMs } from './limits.ts';
import type { AttemptRole } from './traces/trace-record.ts';

/** A hedge must not spend what others will need. */
const leastSpareForHedge = 0.2;
/** Without a list of its own a race is run by so many. */
const racersOfAll = 2;

/** Where attempts come from: chooses a lane, reserves and begins, in one turn of the event loop. */
export class Entrance {
  readonly #course: Course;

  constructor(course: Course) {
    this.#course = course;
  }

  /** The next attempt; null when nobody can serve now. */
  next(): Soon<Going | null> | null {
    const course = this.#course;
    const plan = course.plan();
    const search = course.search(plan);
    const pick = choose(search);
    if (pick === null) return null;
    if (pick.passedOver) course.trace.skipped(blocksBefore(search, pick.lane), search.now);
    return this.#take(plan, pick, course.attempts.count === 0 ? 'first' : 'next');
  }

  /** One lane of each step of the race; without steps of its own, the best lanes of as many providers. */
  async race(plan: Plan): Promise<readonly Going[]> {
    const course = this.#course;
    const racers: Going[] = [];
    const models = new Set<ModelNode>();
    const isListed = plan.raced.length > 0;
    const rounds: readonly (readonly Step[])[] = isListed
      ? plan.raced.map((step) => [step])
      : Array.from({ length: racersOfAll }, () => plan.steps);
    for (const steps of rounds) {
      const pick = choose({ ...course.search(plan, { lanes: new Set(), models }), steps });
      const taken = pick === null ? null : await this.#take(plan, pick, 'race');
      if (taken === null) continue;
      racers.push(taken);
      const { node } = taken.pick.lane;
      for (const model of isListed ? [node] : node.provider.models.values()) models.add(model);
    }
    if (racers.length > 1) course.tell({ kind: 'racing', lanes: racers.map(({ pick }) => pick.lane) });
    return racers;
  }

  /** Who may join when the only attempt is late; null where nobody shall. */
  hedgeOf(entrants: readonly Going[]): { afterMs: number; enter: () => Soon<Going | null> } | null {
    const [only] = entrants;
    const { plan } = this.#course.trace;
    if (only === undefined || entrants.length > 1 || plan === null) return null;
    if (this.#course.strategyOf(plan) !== 'hedge') return null;
    return { afterMs: hedgeAfterMs(only.pick.lane), enter: () => this.#hedge(only) };
  }

  #hedge(late: Going): Soon<Going | null> {
    const course = this.#course;
    const plan = course.plan();
    const pick = this.#besides(plan, late.pick.lane);
    if (pick === null) return null;
    if (remainingShare(pick.lane, course.now()) <= leastSpareForHedge)
      return this.#noHedge('too little quota to spare');
    if (!course.parts.hedges.take()) return this.#noHedge('hedges are kept under a tenth of all requests');
    course.tell({ kind: 'hedging', lane: pick.lane, afterMs: course.now() - late.startedAt });
    return this.#take(plan, pick, 'hedge');
  }

  #noHedge(why: string): null {
    this.#course.trace.note(`no hedge: ${why}`, this.#course.now());
    return null;
  }

  /** The next lane: of another provider, else of another key or model of the same. */
  #besides(plan: Plan, lane: Lane): Pick | null {
    const { tried } = this.#course;
    const lanes = new Set([...tried.lanes, lane]);
    const models = new Set([...tried.models, ...lane.node.provider.models.values()]);
    const choice = (without: Tried): Pick | null => choose(this.#course.search(plan, without));
    return choice({ lanes, models }) ?? choice({ lanes, models: tried.models });
  }

  /** With a ledger in memory there is no turn of the event loop between choosing and beginning: a trial is one call and no more. */
  #take(plan: Plan, pick: Pick, role: AttemptRole): Soon<Going | null> {
    const { parts } = this.#course;
    const soon = parts.ledger.reserve(pick.demands, parts.clock.now());
    if (!(soon instanceof Promise)) return 'refusedBy' in soon ? null : this.#begin(plan, pick, soon, role);
    // Another node may know better: then this one looks again.
    return soon.then((taken) => {
      if ('refusedBy' in taken) return null;
      if (!this.#course.request.signal.aborted) return this.#begin(plan, pick, taken, role);
      void parts.ledger.refund(taken, parts.clock.now());
      return null;
    });
  }

  #begin(plan: Plan, pick: Pick, reservation: Reservation, role: AttemptRole): Going {
    const { request, need, parts, attempts, deadlineAt } = this.#course;
    const limits = attemptLimits({
      lane: pick.lane,
      stream: request.stream,
      leftMs: deadlineAt - parts.clock.now(),
      times: parts.times,
      othersLeft: this.#othersLeft(plan, pick.lane),
    });
    return attempts.begin({ pick, reservation, limits, role, body: request.body, need });
  }

  /** Whether another lane than this one is still untried. */
  #othersLeft({ steps }: Plan, lane: Lane): boolean {
    const { tried } = this.#course;
    const untried = (node: ModelNode): boolean =>
      node.provider.keys.some((key) => {
        const other = node.lanes.get(key.id);
        return other === undefined || (other !== lane && !tried.lanes.has(other));
      });
    return steps.some((step) => step.models.some((node) => !tried.models.has(node) && untried(node)));
  }
}
