import type { Step } from './choose.ts';
import { inGroups, modelsFor, stepsNamed, type House } from './model-steps.ts';
import type { ModelNode, ProviderNode } from './nodes.ts';
import { arranged, lookedWords, planOf, tasteOf, type Features, type Plan, type Taste } from './plan.ts';
import type { Route } from './routing-table.ts';
import { runsHere } from './runs-here.ts';

/** `auto`, a route of the owner's, or one that is there without a word; null = there is none of that name. */
export function routePlan(house: House, name: string, features: Features): Plan | null {
  const route = house.table.routes.get(name);
  const plan = route === undefined ? null : withStandIn(house, configuredPlan(house, name, route));
  // Who lists those that chat has said nothing about pictures; what is private stays so.
  if (plan === null || (plan.steps.length === 0 && house.task !== 'chat'))
    return builtInPlan(house, route === undefined || name === 'private' ? name : 'auto', features);
  return plan;
}

/** The owner's steps are kept in their order: each is a group of its own. */
function configuredPlan(house: House, name: string, route: Route): Plan {
  const { strategy, resume, deadlineMs } = route;
  const stepsOf = (step: string): Step[] => stepsOfRoute(house, name, step);
  const first = route.steps.map(stepsOf);
  const then = route.then.map(stepsOf);
  const steps = inGroups([...first, ...then]);
  const raced = first
    .map((alternatives, index) => ({
      name: route.steps[index] ?? '',
      group: 0,
      models: alternatives.flatMap((step) => [...step.models]),
    }))
    .filter((step) => step.models.length > 0);
  return {
    ...planOf(name === 'auto' ? 'auto' : `auto:${name}`, steps),
    strategy,
    raced,
    afterRace: inGroups([...then, ...first]),
    order: 'steady',
    resume,
    deadlineMs,
  };
}

/**
 * Where a step of a route leads now. What the owner's words lead to may change behind his back: a server of his own that
 * moves away, or passes a model on, is private no more.
 */
export function stepsOfRoute(house: House, route: string, name: string): Step[] {
  const steps = stepsNamed(house, name);
  if (route !== 'private') return steps;
  return steps
    .map((step) => ({ ...step, models: step.models.filter(runsHere) }))
    .filter(({ models }) => models.length > 0);
}

/** Where the owner's `auto` leads to nobody, who plays a provider may show what an answer looks like. */
function withStandIn({ usable, task }: House, plan: Plan): Plan {
  if (plan.name !== 'auto' || plan.steps.length > 0) return plan;
  const playing = usable.filter(({ spec }) => spec.def.simulated === true);
  const steps = inGroups(playing.map((one) => [{ name: one.id, group: 0, models: modelsFor(one, task) }]));
  return { ...plan, steps, afterRace: steps };
}

/** Without a route of that name in noria.yaml. */
function builtInPlan({ usable, task }: House, name: string, features: Features): Plan | null {
  const nodesOf = (providers: readonly ProviderNode[]): ModelNode[] =>
    providers.flatMap((provider) => modelsFor(provider, task));
  const plan = (taste: Taste, change: Partial<Plan> = {}): Plan => {
    const steps = arranged(nodesOf(usable), taste, features.occasion);
    const order = taste === 'strongest' ? 'steady' : 'fastest';
    return { ...planOf(`auto:${name}`, steps), order, ...change };
  };
  switch (name) {
    case 'auto': {
      const { occasion } = features;
      const taste = tasteOf[occasion];
      return plan(taste, { name: 'auto', looked: lookedWords(occasion, taste) });
    }
    case 'fast':
      return plan('base', { strategy: 'race' });
    case 'smart':
      return plan('strongest');
    case 'creative':
      return plan('creative');
    case 'private': {
      // Two local models at once would only slow each other down.
      return {
        ...planOf('auto:private', arranged(nodesOf(usable).filter(runsHere), 'base', 'chat')),
        strategy: 'cascade',
      };
    }
    case 'content':
      return {
        ...planOf('auto:content', contentSteps(usable, nodesOf, features)),
        strategy: 'cascade',
        order: 'steady',
      };
    default:
      return null;
  }
}

/** Those that the catalog puts first, by their place and the owner's order, then everybody else. */
function contentSteps(
  usable: readonly ProviderNode[],
  nodesOf: (providers: readonly ProviderNode[]) => ModelNode[],
  { occasion }: Features,
): Step[] {
  const first = usable
    .filter((provider) => contentPlace(provider) !== Infinity)
    .toSorted((a, b) => contentPlace(a) - contentPlace(b) || a.spec.order - b.spec.order);
  const last = usable.filter((provider) => contentPlace(provider) === Infinity);
  return inGroups(
    [...first.map((one) => [one]), last].map((some) => arranged(nodesOf(some), 'base', occasion)),
  );
}

function contentPlace({ spec }: ProviderNode): number {
  return spec.def.contentPlace ?? Infinity;
}
