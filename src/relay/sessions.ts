import type { ModelNode } from '../engine/nodes.ts';
import type { Plan } from '../engine/plan.ts';
import type { ChatRequest } from './request.ts';

/** Clients may name as many as they like. */
const mostSessions = 10_000;
/** ms after which a conversation that nobody went on with is a new one. */
const forgottenAfterMs = 6 * 3_600_000;

interface Session {
  readonly node: ModelNode;
  /** Epoch ms of the last answer. */
  readonly at: number;
}

/** Which model served a conversation last: its next request asks that one first. Two clients never share a session. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  /** The plan with that model before all others while it is part of it; the same plan when there is none. */
  preferring(plan: Plan, request: ChatRequest, now: number): Plan {
    const name = nameOf(request);
    const session = name === null ? undefined : this.#sessions.get(name);
    if (session === undefined || now - session.at > forgottenAfterMs) return plan;
    const { node } = session;
    const isPart = plan.steps.some(({ models }) => models.includes(node));
    if (!isPart) return plan;
    const first = { name: node.provider.id, group: -1, models: [node] };
    const others = plan.steps
      .map((step) => ({ ...step, models: step.models.filter((other) => other !== node) }))
      .filter((step) => step.models.length > 0);
    // Who races would change models with the weather.
    const strategy = plan.strategy === 'race' ? 'cascade' : plan.strategy;
    const steps = [first, ...others];
    return { ...plan, strategy, raced: [], steps, afterRace: steps };
  }

  /** The model has served a request. */
  served(request: ChatRequest, node: ModelNode, now: number): void {
    const name = nameOf(request);
    // Nobody stays with who only plays a provider.
    if (name === null || node.provider.spec.def.simulated === true) return;
    // Last in is last out.
    this.#sessions.delete(name);
    this.#sessions.set(name, { node, at: now });
    if (this.#sessions.size <= mostSessions) return;
    for (const oldest of this.#sessions.keys()) {
      this.#sessions.delete(oldest);
      break;
    }
  }
}

function nameOf({ client, session, task = 'chat' }: ChatRequest): string | null {
  return session === null || session === undefined ? null : `${client ?? ''} ${task} ${session}`;
}
