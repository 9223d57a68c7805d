import { isBenched } from './bench.ts';
import { admits } from './breaker.ts';
import { chooseKey } from './choose-key.ts';
import type { Lane, ModelNode, ProviderNode } from './nodes.ts';
import { rankOf, sunkRank } from './pace.ts';
import type { Pool } from './pool.ts';
import type { Demand, Spending } from './reserve.ts';

/** What a request asks of a lane, as far as choosing goes. */
export interface Need {
  /** Characters of the prompt, for the token estimate. */
  readonly chars: number;
  /** The client's own bound of the answer; null = none. */
  readonly maxTokens: number | null;
  readonly seconds: number;
}

/** Models in the order in which they are asked; one step of a route. */
export interface Step {
  readonly name: string;
  /** Steps of one group follow each other; within it those that sank for being slow or unreliable come last. */
  readonly group: number;
  readonly models: readonly ModelNode[];
}

/** What this request has tried already and will not try again. */
export interface Tried {
  readonly lanes: ReadonlySet<Lane>;
  readonly models: ReadonlySet<ModelNode>;
}

/** What is looked for, where and when. */
export interface Search {
  readonly pool: Pool;
  readonly steps: readonly Step[];
  readonly need: Need;
  readonly tried: Tried;
  /** How finely models of one group are told apart by their pace. */
  readonly order: 'steady' | 'fastest';
  /** Epoch ms. */
  readonly now: number;
}

export interface Pick {
  readonly lane: Lane;
  readonly demands: readonly Demand[];
  readonly spending: Spending;
  /** `max_tokens` to send where the client's own is more than the provider would let in; null = the client's. */
  readonly maxTokens: number | null;
  /** Somebody who comes before it could not serve. */
  readonly passedOver: boolean;
}

/**
 * The first lane that may serve now: the groups of steps in order; within a group by pace, then the steps and their models
 * in order; the keys by the provider's rotation. Bounding the client's `max_tokens` may cut an answer, so that is done
 * only when no lane takes the request as it is.
 */
export function choose(search: Search): Pick | null {
  return chooseFrom(search, false) ?? (search.need.maxTokens === null ? null : chooseFrom(search, true));
}

function chooseFrom(search: Search, mayBound: boolean): Pick | null {
  const { pool, steps, need, tried, order, now } = search;
  const quest: Quest = {
    pool,
    steps,
    need,
    tried,
    order,
    now,
    mayBound,
    passedOver: false,
    soonestAt: Infinity,
  };
  for (let from = 0; from < steps.length;) {
    let to = from + 1;
    while (to < steps.length && steps[to]?.group === steps[from]?.group) to += 1;
    const pick = chooseInGroup(quest, from, to);
    if (pick !== null) return pick;
    from = to;
  }
  return null;
}

/** The steps from `from` up to `to`, the quickest and most reliable models first. */
function chooseInGroup(quest: Quest, from: number, to: number): Pick | null {
  const { steps, now } = quest;
  let rank = 0;
  while (rank !== Infinity) {
    let following = Infinity;
    for (let at = from; at < to; at += 1) {
      for (const node of steps[at]?.models ?? []) {
        const own = rankIn(quest.order, node, now);
        if (own > rank && own < following) following = own;
        if (own !== rank) continue;
        const pick = chooseNode(quest, node);
        if (pick !== null) return pick;
        quest.passedOver = true;
      }
    }
    rank = following;
  }
  return null;
}

function chooseNode(quest: Quest, node: ModelNode): Pick | null {
  if (quest.tried.models.has(node) || !mayServe(node, quest.now)) return null;
  return chooseKey(quest, node);
}

/** 0 comes first. Where the owner or the request gave the order, only what is really slow falls behind. */
function rankIn(order: Search['order'], node: ModelNode, now: number): number {
  const rank = rankOf(node.pace, now);
  return order === 'fastest' || rank >= sunkRank ? rank : 0;
}

/** A search on its way. */
export interface Quest extends Search {
  /** `max_tokens` may be bounded. */
  readonly mayBound: boolean;
  /** Somebody who comes before could not serve. */
  passedOver: boolean;
  /** Epoch ms before which no lane of the model that was looked at can serve; `now` = that is not known. */
  soonestAt: number;
}

function mayServe(node: ModelNode, now: number): boolean {
  const { provider } = node;
  return !isBenched(provider.bench, now) && !isBenched(node.bench, now) && admits(provider.breaker, now);
}

/** Keys of a provider that can serve some model now; for health and logs. */
export function isUsable(provider: ProviderNode): boolean {
  return provider.spec.def.retired === undefined && provider.keys.length > 0 && provider.models.size > 0;
}
