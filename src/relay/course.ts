import type { Need, Search, Tried } from '../engine/choose.ts';
import type { ModelNode, Lane } from '../engine/nodes.ts';
import type { Features, Plan, Strategy } from '../engine/plan.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import { NoriaError } from '../shared/errors.ts';
import { checkAllowed } from './allowed-routes.ts';
import { Attempts } from './attempts.ts';
import type { RelayEvent } from './events.ts';
import { planError } from './plan-error.ts';
import { needOf } from './prompt-size.ts';
import type { RunParts } from './relay.ts';
import type { ChatRequest } from './request.ts';
import { KeptBodies } from './traces/kept-bodies.ts';
import { Trace } from './traces/trace.ts';

/** Most requests never need more. */
export const nothingTried: Tried = { lanes: new Set(), models: new Set() };

interface Tries {
  readonly lanes: Set<Lane>;
  readonly models: Set<ModelNode>;
}

/** What is known of one request on its way: all parts of its run share it. */
export class Course {
  readonly parts: RunParts;
  readonly request: ChatRequest;
  readonly trace: Trace;
  readonly attempts: Attempts;
  readonly need: Need;
  #tried: Tries | null = null;
  /** As the resolver gave it, and what the client's session made of it. */
  #resolved: Plan | null = null;
  #plan: Plan | null = null;
  /** What is held of the client's own limits. */
  #share: Reservation | null = null;
  /** ms spent with waiting for providers and for quota. */
  outsideMs = 0;
  readonly #features: Features;
  /** As the routes were when the request came. */
  readonly #routing: RoutingTable;
  #deadlineAt: number;

  constructor(parts: RunParts, request: ChatRequest) {
    this.parts = parts;
    this.request = request;
    this.trace = new Trace(parts.newTraceId(), request);
    if (parts.keepBodies === true) this.trace.bodies = new KeptBodies(request);
    this.#deadlineAt = request.receivedAt + (request.deadlineMs ?? parts.deadlineMs);
    this.#routing = parts.routing();
    const { need, features } = needOf(request);
    this.need = need;
    this.#features = features;
    this.attempts = new Attempts({ parts, request, trace: this.trace, tell: (event) => this.tell(event) });
  }

  /** Epoch ms until which the first content must have come. */
  get deadlineAt(): number {
    return this.#deadlineAt;
  }

  /**
   * Anew each time, from memory: providers and keys may change while a request waits.
   * @throws NoriaError when nothing could ever serve the request, or its client may not ask for it
   */
  plan(): Plan {
    const { model } = this.request;
    const wanted = { model, need: this.need, features: this.#features };
    const resolution = this.parts.resolver(this.#routing, wanted);
    if (resolution.kind !== 'plan') {
      this.#checkAllowed(null);
      throw planError(resolution, model, this.parts.settingsUrl());
    }
    if (this.#resolved !== resolution.plan) {
      this.#checkAllowed(resolution.plan);
      this.#resolved = resolution.plan;
      const { request, parts } = this;
      this.#plan = parts.sessions.preferring(resolution.plan, request, this.now());
      this.#follow(this.#plan);
    }
    return this.#plan ?? resolution.plan;
  }

  /** Where the request stands when it has to wait: with those of its client who want the same. */
  line({ name }: Plan): string {
    const { client } = this.request;
    return client === undefined || client === null ? name : `${client} ${name}`;
  }

  /**
   * Takes the request from what its client may use; null = the client has no limits.
   * @throws NoriaError when nothing is left of them
   */
  takeShare(): Promise<void> | null {
    const { client } = this.request;
    const { shares } = this.parts;
    if (client === undefined || client === null || !shares.has(client)) return null;
    return shares.take(client, this.need, this.now()).then((share) => void (this.#share = share));
  }

  /** At the end: what was really used. */
  settleShare(): void {
    const { inputTokens: input, outputTokens: output } = this.trace;
    if (this.#share !== null) this.parts.shares.settle(this.#share, { input, output }, this.now());
    this.#share = null;
  }

  /** Here, where every request of every dialect learns who may serve it. */
  #checkAllowed(plan: Plan | null): void {
    const { client, model } = this.request;
    if (client === undefined || client === null) return;
    const names = this.parts.clientRoutes?.(client) ?? null;
    if (names !== null) checkAllowed(names, model, plan);
  }

  #follow(plan: Plan): void {
    this.trace.plan = plan;
    this.trace.strategy = this.strategyOf(plan);
    if (plan.deadlineMs !== null && this.request.deadlineMs === null)
      this.#deadlineAt = this.request.receivedAt + plan.deadlineMs;
  }

  /** The client's word, then the route's; else hedged where somebody watches the answer come. */
  strategyOf(plan: Plan): Strategy {
    return this.request.strategy ?? plan.strategy ?? (this.request.stream ? 'hedge' : 'cascade');
  }

  /** Over all steps of a plan, or over some of them. */
  search(plan: Plan, tried: Tried = this.tried, steps: Search['steps'] = plan.steps): Search {
    return { pool: this.parts.pool, steps, order: plan.order, need: this.need, tried, now: this.now() };
  }

  /** What failed and is not tried again. */
  get tried(): Tried {
    return this.#tried ?? nothingTried;
  }

  hasTried(): boolean {
    return this.#tried !== null && (this.#tried.lanes.size > 0 || this.#tried.models.size > 0);
  }

  giveUpLane(lane: Lane): void {
    this.#ownTries().lanes.add(lane);
  }

  giveUpModel(node: ModelNode): void {
    this.#ownTries().models.add(node);
  }

  /** What failed by accident may be asked again. */
  tryLanesAgain(): void {
    this.#tried?.lanes.clear();
  }

  #ownTries(): Tries {
    return (this.#tried ??= { lanes: new Set(), models: new Set() });
  }

  /** Throws when the client has left or the deadline has come. */
  check(): void {
    if (this.request.signal.aborted) throw new NoriaError('client_closed', 'The client left');
    if (this.now() >= this.#deadlineAt) throw this.late();
  }

  late(): NoriaError {
    const given = this.#deadlineAt - this.request.receivedAt;
    return new NoriaError('deadline_exceeded', `No answer within the deadline of ${given} ms`, {
      attempts: this.attempts.failed,
    });
  }

  now(): number {
    return this.parts.clock.now();
  }

  tell(event: RelayEvent): void {
    this.parts.listener(event, this.trace.id);
  }

  /** Time that is not Noria's own. */
  async outside<T>(waited: Promise<T>): Promise<T> {
    const from = this.parts.clock.ticks();
    try {
      return await waited;
    } finally {
      this.outsideMs += this.parts.clock.ticks() - from;
    }
  }
}
