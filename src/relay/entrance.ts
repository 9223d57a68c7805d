import { blocksBefore, blocksOf } from '../engine/blocks.ts';
import { choose, type Pick, type Step, type Tried } from '../engine/choose.ts';
import { remainingShare } from '../engine/demands.ts';
import type { Lane, ModelNode, ProviderNode } from '../engine/nodes.ts';
import { tierGroup, type Plan } from '../engine/plan.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { Soon } from '../ledger/ledger.ts';
import { closed } from './accounting.ts';
import type { Going } from './attempts.ts';
import type { Course } from './course.ts';
import { attemptLimits, hedgeAfterMs } from './limits.ts';
import type { AttemptRole } from './traces/trace-record.ts';

/** A hedge must not spend what others will need. */
const leastSpareForHedge = 0.2;
/** Without a list of its own a race is run by so many. */
const racersOfAll = 2;
/** Of a step that cannot race, so many keys of each model are told. */
const mostKeysTold = 3;

/** Where attempts come from: chooses a lane, reserves and begins, in one turn of the event loop. */
export class Entrance {
  readonly #course: Course;
  #hasRaced = false;

  constructor(course: Course) {
    this.#course = course;
  }

  /** The next attempt; null when nobody can serve now. */
  next(plan: Plan): Soon<Going | null> | null {
    const course = this.#course;
    const search = course.search(plan, course.tried, this.#hasRaced ? plan.afterRace : plan.steps);
    const pick = choose(search);
    if (pick === null) return null;
    if (pick.passedOver) course.trace.skipped(blocksBefore(search, pick.lane), search.now);
    return this.#take(plan, pick, course.attempts.count === 0 ? 'first' : 'next');
  }

  /** One lane of each step of the race; without steps of its own, the best lanes of as many providers that cost the same. */
  async race(plan: Plan): Promise<readonly Going[]> {
    const course = this.#course;
    this.#hasRaced = true;
    const taken: Taken[] = [];
    const models = new Set<ModelNode>();
    for (const steps of raceRounds(plan)) {
      const search = course.search(plan, { lanes: new Set(), models }, steps);
      const pick = choose(search);
      const place = pick === null ? null : await this.#reserve(pick);
      if (place === null) course.trace.skipped(blocksOf(search, mostKeysTold), search.now);
      else {
        taken.push(place);
        for (const model of outAfter(place.pick, plan)) models.add(model);
      }
    }
    if (course.request.signal.aborted) {
      for (const place of taken) this.#giveBack(place);
      return [];
    }
    const lanes = taken.map(({ pick }) => pick.lane);
    const racers = taken.map((place) => this.#begin(plan, place, { role: 'race', beside: lanes }));
    if (racers.length > 1) course.tell({ kind: 'racing', lanes });
    return racers;
  }

  /** Who may join when the only attempt is late; null where nobody shall. */
  hedgeOf(entrants: readonly Going[]): { afterMs: number; enter: () => Soon<Going | null> } | null {
    const [only] = entrants;
    const { plan } = this.#course.trace;
    if (only === undefined || entrants.length > 1 || plan === null) return null;
    if (this.#course.strategyOf(plan) !== 'hedge') return null;
    return {
      afterMs: hedgeAfterMs(only.pick.lane, this.#course.request.stream),
      enter: () => this.#hedge(only),
    };
  }

  #hedge(late: Going): Soon<Going | null> {
    const course = this.#course;
    // As it was: what has changed since must not end an attempt that runs.
    const { plan } = course.trace;
    const pick = plan === null ? null : this.#besides(plan, late.pick.lane);
    if (plan === null || pick === null) return null;
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
    const dear = plan.raced.length > 0 ? [] : dearerThan(lane.node.provider, plan);
    const models = new Set([...tried.models, ...dear, ...lane.node.provider.models.values()]);
    const choice = (without: Tried): Pick | null => choose(this.#course.search(plan, without));
    // Two models of one machine would only slow each other down.
    if (lane.node.provider.spec.def.tier === 'local') return choice({ lanes, models });
    return choice({ lanes, models }) ?? choice({ lanes, models: new Set([...tried.models, ...dear]) });
  }

  /** With a ledger in memory there is no turn of the event loop between choosing and beginning: a trial is one call and no more. */
  #take(plan: Plan, pick: Pick, role: AttemptRole): Soon<Going | null> {
    const begin = (place: Taken | null): Going | null =>
      place === null ? null : this.#begin(plan, place, { role, beside: this.#course.attempts.busy() });
    const soon = this.#reserve(pick);
    return soon instanceof Promise ? soon.then(begin) : begin(soon);
  }

  /** null = another node knew better, or the client has left meanwhile. */
  #reserve(pick: Pick): Soon<Taken | null> {
    const { parts, request } = this.#course;
    const soon = parts.ledger.reserve(pick.demands, parts.clock.now(), pick.lane);
    if (!(soon instanceof Promise)) return 'refusedBy' in soon ? null : { pick, reservation: soon };
    return soon.then((reservation) => {
      if ('refusedBy' in reservation) return null;
      if (!request.signal.aborted) return { pick, reservation };
      this.#giveBack({ pick, reservation });
      return null;
    });
  }

  /** The client has left before the call began. */
  #giveBack({ pick, reservation }: Taken): void {
    const { parts } = this.#course;
    closed(pick.lane, parts.ledger.refund(reservation, parts.clock.now()));
  }

  #begin(plan: Plan, { pick, reservation }: Taken, { role, beside }: Beginner): Going {
    const { request, need, parts, attempts, deadlineAt } = this.#course;
    const limits = attemptLimits({
      lane: pick.lane,
      stream: request.stream,
      leftMs: deadlineAt - parts.clock.now(),
      times: parts.times,
      othersLeft: this.#othersLeft(plan, pick.lane, beside),
      isBeside: role === 'race' || role === 'hedge',
    });
    return attempts.begin({ pick, reservation, limits, role, body: request.body, need });
  }

  /** Whether another lane than those that run is still untried. */
  #othersLeft({ steps }: Plan, lane: Lane, beside: readonly Lane[]): boolean {
    const { tried } = this.#course;
    const untried = (node: ModelNode): boolean =>
      node.provider.keys.some((key) => {
        const other = node.lanes.get(key.id);
        return other === undefined || (other !== lane && !beside.includes(other) && !tried.lanes.has(other));
      });
    return steps.some((step) => step.models.some((node) => !tried.models.has(node) && untried(node)));
  }
}

/** Chosen and reserved. */
interface Taken {
  readonly pick: Pick;
  readonly reservation: Reservation;
}

interface Beginner {
  readonly role: AttemptRole;
  /** Lanes that run at the same time. */
  readonly beside: readonly Lane[];
}

function raceRounds({ raced, steps }: Plan): readonly (readonly Step[])[] {
  return raced.length > 0 ? raced.map((step) => [step]) : Array.from({ length: racersOfAll }, () => steps);
}

/** Who does not race beside a lane: itself; without steps of the owner's, its provider and whoever costs more or less. */
function outAfter({ lane }: Pick, { raced, steps }: Plan): ModelNode[] {
  const { provider } = lane.node;
  if (raced.length > 0) return [lane.node];
  return steps
    .flatMap((step) => step.models)
    .filter((node) => node.provider === provider || tierGroup(node.provider) !== tierGroup(provider));
}

/** Being late is no reason to spend money, or to load a model on the owner's machine. */
function dearerThan(provider: ProviderNode, { steps }: Plan): ModelNode[] {
  return steps
    .flatMap((step) => step.models)
    .filter((node) => tierGroup(node.provider) > tierGroup(provider));
}
