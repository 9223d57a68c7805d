import type { Model, Task } from '../catalog/types.ts';
import type { Need, Step } from './choose.ts';
import { exceedsContext } from './demands.ts';
import type { Occasion } from './occasion.ts';
import type { ModelNode, ProviderNode } from './nodes.ts';
import { powerOf } from './power-of.ts';

export type Strategy = 'cascade' | 'race' | 'hedge';

/** What the request needs beyond tokens. */
export interface Features {
  readonly task: Task;
  readonly vision: boolean;
  readonly tools: boolean;
  readonly occasion: Occasion;
}

/** Who is asked, in which order and how. */
export interface Plan {
  /** How the model was understood: `auto:fast`, `family gpt-oss-120b`, `groq/…`. */
  readonly name: string;
  /** null = nobody said: by the kind of the request. */
  readonly strategy: Strategy | null;
  /** All that may serve, in order. */
  readonly steps: readonly Step[];
  /** In a race one lane of each of these starts at once; empty = the two best of all. */
  readonly raced: readonly Step[];
  /** The order once a race was lost: those first who had no part in it. */
  readonly afterRace: readonly Step[];
  /** How finely steps of one group are told apart by their pace. */
  readonly order: 'steady' | 'fastest';
  /** What `auto` saw and made of it; null = nothing was looked at. */
  readonly looked: string | null;
  /** The route's word on resuming; null = none. */
  readonly resume: boolean | null;
  /** The route's deadline in ms; null = none. */
  readonly deadlineMs: number | null;
}

/** A plan of which only name and steps are special. */
export function planOf(name: string, steps: readonly Step[]): Plan {
  return {
    name,
    strategy: null,
    steps,
    raced: [],
    afterRace: steps,
    order: 'fastest',
    looked: null,
    resume: null,
    deadlineMs: null,
  };
}

/** What a list of models is put in order by. */
export type Taste = 'base' | 'strongest' | 'creative' | 'json';

export const tasteOf: Readonly<Record<Occasion, Taste>> = {
  chat: 'base',
  vision: 'base',
  json: 'json',
  creative: 'creative',
  long: 'strongest',
  code: 'strongest',
  tools: 'strongest',
};

const tasteWords: Readonly<Record<Taste, string>> = {
  base: 'fastest first',
  strongest: 'strongest first',
  creative: 'creative models first',
  json: 'models that keep to a schema first',
};

export function lookedWords(occasion: Occasion, taste: Taste): string {
  return `${occasion} → ${tasteWords[taste]}`;
}

/** Models by taste; what a provider costs the owner comes first: free, then paid, then his own machine. */
export function arranged(nodes: readonly ModelNode[], taste: Taste, occasion: Occasion): Step[] {
  const sorted = nodes
    .map((node) => ({ node, group: tierGroup(node.provider), merit: meritOf(node.model, taste, occasion) }))
    .toSorted((a, b) => a.group - b.group || b.merit - a.merit);
  const steps: { name: string; group: number; models: ModelNode[] }[] = [];
  for (const { node, group } of sorted) {
    const last = steps.at(-1);
    const { id } = node.provider;
    if (last?.name === id && last.group === group) last.models.push(node);
    else steps.push({ name: id, group, models: [node] });
  }
  return steps;
}

/** What a call costs the owner: nothing, money, his own machine's time, or the truth. */
export function tierGroup({ spec }: ProviderNode): number {
  const { tier, simulated } = spec.def;
  if (simulated === true) return 3;
  if (tier === 'local') return 2;
  return tier === 'paid' ? 1 : 0;
}

function meritOf(model: Model, taste: Taste, occasion: Occasion): number {
  const { strengths } = model;
  switch (taste) {
    case 'base':
      return 0;
    case 'creative':
    case 'json':
      return strengths.includes(taste) ? 1 : 0;
    case 'strongest': {
      const suits = (occasion === 'code' || occasion === 'long') && strengths.includes(occasion);
      return powerOf(model) + (suits ? 30 : 0);
    }
    default:
      return taste satisfies never;
  }
}

/** Leaves out models whose window the prompt exceeds and, when others can, models that cannot see or call tools. */
export function fittingPlan(plan: Plan, need: Need, features: Features): Plan | { readonly largest: number } {
  const all = plan.steps.flatMap((step) => step.models);
  const roomy = new Set(all.filter((node) => !exceedsContext(node, need)));
  if (all.length > 0 && roomy.size === 0)
    return { largest: Math.max(...all.map(({ model }) => model.context ?? 0)) };
  let able = roomy;
  if (features.vision) able = preferring(able, 'vision');
  if (features.tools) able = preferring(able, 'tools');
  if (able.size === all.length) return plan;
  const within = (steps: readonly Step[]): Step[] =>
    steps
      .map((step) => ({ ...step, models: step.models.filter((node) => able.has(node)) }))
      .filter((step) => step.models.length > 0);
  return {
    ...plan,
    steps: within(plan.steps),
    raced: within(plan.raced),
    afterRace: within(plan.afterRace),
  };
}

function preferring(nodes: Set<ModelNode>, strength: 'vision' | 'tools'): Set<ModelNode> {
  const able = new Set([...nodes].filter(({ model }) => model.strengths.includes(strength)));
  return able.size > 0 ? able : nodes;
}
