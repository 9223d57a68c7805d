import type { Task } from '../catalog/types.ts';
import { isUsable, type Need, type Step } from './choose.ts';
import { windowOf } from './demands.ts';
import { nearestNames } from './nearest-names.ts';
import type { ModelNode, ProviderNode } from './nodes.ts';
import {
  arranged,
  fittingPlan,
  lookedWords,
  planOf,
  tasteOf,
  tierGroup,
  type Features,
  type Plan,
  type Strategy,
  type Taste,
} from './plan.ts';
import type { Pool } from './pool.ts';

export interface Route {
  /** null = by the kind of the request. */
  readonly strategy: Strategy | null;
  /** `groq`, `groq/openai/gpt-oss-120b`, a family, a model or an alias. */
  readonly steps: readonly string[];
  readonly then: readonly string[];
  /** null = the default of the request's kind. */
  readonly resume: boolean | null;
  readonly deadlineMs: number | null;
}

export interface RoutingTable {
  readonly routes: ReadonlyMap<string, Route>;
  /** Alias → families in order of preference. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

export interface Wanted {
  /** As the client wrote it; undefined = `auto`. */
  readonly model: string | undefined;
  readonly need: Need;
  readonly features: Features;
}

export type Resolution =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** Nothing that is configured serves a route of this name. */
  | { readonly kind: 'nobody'; readonly name: string }
  /** Nothing is configured that could serve anything. */
  | { readonly kind: 'no_provider' }
  | {
      readonly kind: 'unknown_model';
      readonly nearest: readonly string[];
      /** Providers that have it and want a key. */
      readonly knownAt: readonly string[];
      /** Servers of the owner that have it and do not answer. */
      readonly silentAt: readonly string[];
    }
  /** The prompt is longer than every window. `largest` in tokens. */
  | { readonly kind: 'too_long'; readonly largest: number };

export type Resolver = (table: RoutingTable, wanted: Wanted) => Resolution;

/** Routes that are there without a word in noria.yaml, beside `auto`. */
export const builtInRoutes = ['fast', 'smart', 'creative', 'private'] as const;

/** Names that are remembered; clients may write anything. */
const mostRemembered = 500;

/** A resolver that remembers the plans of a pool until the pool or the routes change. */
export function createResolver(pool: Pool): Resolver {
  let version = -1;
  let routes: RoutingTable | null = null;
  const plans = new Map<string, { readonly resolution: Resolution; readonly narrowest: number }>();
  return (table, wanted) => {
    if (version !== pool.version || routes !== table) {
      plans.clear();
      version = pool.version;
      routes = table;
    }
    const { task, vision, tools, occasion } = wanted.features;
    const name = `${task}${vision ? 'v' : ''}${tools ? 't' : ''}|${occasion}|${wanted.model ?? 'auto'}`;
    const known = plans.get(name);
    // Well below every window the size of the prompt decides nothing.
    if (known !== undefined && wanted.need.chars < known.narrowest) return known.resolution;
    const resolution = resolve(pool, table, wanted);
    const narrowest = narrowestWindow(resolution);
    if (wanted.need.chars < narrowest && plans.size < mostRemembered)
      plans.set(name, { resolution, narrowest });
    return resolution;
  };
}

/** Characters that surely fit every model of a plan; 0 = not a plan, or one that left models out. */
function narrowestWindow(resolution: Resolution): number {
  if (resolution.kind !== 'plan') return 0;
  const windows = resolution.plan.steps.flatMap((step) =>
    step.models.map(({ model }) => windowOf(model) ?? Infinity),
  );
  return Math.min(...windows, 1e9) / 2;
}

/** Turns what the client wrote as `model` into steps of models, in the order in which they are asked. */
export function resolve(pool: Pool, table: RoutingTable, { model, need, features }: Wanted): Resolution {
  const usable = [...pool.providers.values()].filter(isUsable);
  if (usable.length === 0) return { kind: 'no_provider' };
  const house = { usable, pool, table, task: features.task };
  const plan = namedByTask(planFor(house, model ?? 'auto', features), features.task);
  if (plan === null) return unknown(house, model ?? 'auto');
  if (plan.steps.length === 0) return { kind: 'nobody', name: plan.name };
  const fitting = fittingPlan(plan, need, features);
  return 'largest' in fitting ? { kind: 'too_long', ...fitting } : { kind: 'plan', plan: fitting };
}

/** Two tasks of one name have nothing in common: who waits for a picture stands in no line of chats. */
function namedByTask(plan: Plan | null, task: Task): Plan | null {
  return plan === null || task === 'chat' ? plan : { ...plan, name: `${task} ${plan.name}` };
}

/** What names are looked up in. */
interface House {
  readonly usable: readonly ProviderNode[];
  readonly pool: Pool;
  readonly table: RoutingTable;
  readonly task: Task;
}

function planFor(house: House, model: string, features: Features): Plan | null {
  if (house.task === 'embedding') return vectorPlan(house, model);
  if (model === '' || model === 'auto') return routePlan(house, 'auto', features);
  if (model.startsWith('auto:')) return routePlan(house, model.slice('auto:'.length), features);
  const steps = inGroups([modelSteps(house, model)]);
  return steps.length === 0 ? null : planOf(model, steps);
}

/**
 * Vectors of two models mean nothing to each other: no `auto`, no route, and of an alias only its first family. Which
 * family a name means follows from what is configured, never from who can serve now.
 */
function vectorPlan({ usable, pool, table, task }: House, name: string): Plan | null {
  const pinned = pinnedModel(pool, name);
  if (pinned !== null && answers(pinned, task))
    return planOf(name, [{ name: pinned.provider.id, group: 0, models: [pinned] }]);
  const wanted = (table.aliases.get(name)?.[0] ?? name).toLowerCase();
  const known = [...pool.providers.values()]
    .flatMap((provider) => [...provider.models.values()])
    .filter((node) => answers(node, task));
  const isFamily = known.some(({ model }) => model.family === wanted);
  const family = isFamily
    ? wanted
    : known.find(({ model }) => model.id.toLowerCase() === wanted)?.model.family;
  if (family === undefined) return null;
  const steps = inGroups([
    familySteps(usable, family, task).map((step) => ({
      ...step,
      models: step.models.filter(({ model }) => model.family === family),
    })),
  ]);
  return steps.length === 0 ? null : planOf(name, steps);
}

function routePlan(house: House, name: string, features: Features): Plan | null {
  const route = house.table.routes.get(name);
  const plan = route === undefined ? null : configuredPlan(house, name, route);
  // Who lists those that chat has said nothing about pictures.
  if (plan === null || (plan.steps.length === 0 && house.task !== 'chat'))
    return builtInPlan(house, route === undefined ? name : 'auto', features);
  return plan;
}

/** The owner's steps are kept in their order: each is a group of its own. */
function configuredPlan(house: House, name: string, route: Route): Plan {
  const { strategy, resume, deadlineMs } = route;
  const first = route.steps.map((step) => stepsNamed(house, step));
  const then = route.then.map((step) => stepsNamed(house, step));
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
      const local = usable.filter(({ spec }) => spec.def.tier === 'local');
      // Two local models at once would only slow each other down.
      return {
        ...planOf('auto:private', arranged(nodesOf(local), 'base', 'chat')),
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

/** Groq, then Hugging Face's two as the owner orders them (USE_INFERENCE_API), then everybody else. */
function contentSteps(
  usable: readonly ProviderNode[],
  nodesOf: (providers: readonly ProviderNode[]) => ModelNode[],
  { occasion }: Features,
): Step[] {
  const named = (...ids: readonly string[]): ProviderNode[] => usable.filter(({ id }) => ids.includes(id));
  const first = named('groq');
  const second = named('hf_space', 'huggingface').toSorted((a, b) => a.spec.order - b.spec.order);
  const last = usable.filter((provider) => !first.includes(provider) && !second.includes(provider));
  return inGroups(
    [first, ...second.map((one) => [one]), last].map((some) => arranged(nodesOf(some), 'base', occasion)),
  );
}

/** Numbers the groups: within one, the quicker and more reliable come first. */
function inGroups(groups: readonly (readonly Step[])[]): Step[] {
  let group = -1;
  return groups.flatMap((steps) => {
    const filled = steps.filter((step) => step.models.length > 0);
    const base = group + 1;
    const numbered = filled
      .map((step) => ({ ...step, group: base + step.group }))
      .toSorted((a, b) => a.group - b.group);
    group = Math.max(group, ...numbered.map((step) => step.group));
    return numbered;
  });
}

/** A step as the owner writes it: a provider, or a model by any of its names. */
function stepsNamed(house: House, name: string): Step[] {
  const whole = house.pool.providers.get(name);
  if (whole === undefined) return modelSteps(house, name);
  return isUsable(whole) ? [{ name, group: 0, models: modelsFor(whole, house.task) }] : [];
}

/** An alias, `provider/model`, a family or a model: whoever can serve it, as alternatives. */
function modelSteps({ usable, pool, table, task }: House, name: string): Step[] {
  const families = table.aliases.get(name);
  if (families !== undefined) return inGroups(families.map((family) => familySteps(usable, family, task)));
  const pinned = pinnedModel(pool, name);
  if (pinned !== null && answers(pinned, task))
    return [{ name: pinned.provider.id, group: 0, models: [pinned] }];
  return familySteps(usable, name, task);
}

/** A provider's models for `auto` in a chat. */
export function chatModels(provider: ProviderNode): ModelNode[] {
  return modelsFor(provider, 'chat');
}

/** A provider's models for `auto`: those that are for the task and granted in its plan, in the catalog's order. */
function modelsFor(provider: ProviderNode, task: Task): ModelNode[] {
  return [...provider.models.values()].filter(
    ({ model }) => model.purpose === task && model.onlyWhenNamed !== true,
  );
}

/** `provider/model`; the model may hold slashes of its own, and `openai/gpt-oss-120b` is no model of OpenAI's. */
function pinnedModel(pool: Pool, name: string): ModelNode | null {
  const slash = name.indexOf('/');
  if (slash < 0) return null;
  const provider = pool.providers.get(name.slice(0, slash));
  const node = provider?.models.get(name.slice(slash + 1));
  return node !== undefined && isUsable(node.provider) ? node : null;
}

/** Every usable provider that has the family, or a model of exactly that id. */
function familySteps(usable: readonly ProviderNode[], family: string, task: Task): Step[] {
  const wanted = family.toLowerCase();
  return usable.map((provider) => ({
    name: provider.id,
    group: tierGroup(provider),
    models: [...provider.models.values()].filter(
      (node) =>
        answers(node, task) && (node.model.family === wanted || node.model.id.toLowerCase() === wanted),
    ),
  }));
}

/** A picture, a voice or a vector is no answer to a chat, even when it is asked for by name, and the other way round. */
function answers({ model }: ModelNode, task: Task): boolean {
  return model.purpose === task || (task === 'chat' && model.purpose === 'moderation');
}

function unknown({ usable, pool, table, task }: House, model: string): Resolution {
  // No route leads to vectors.
  const known = new Set<string>(task === 'embedding' ? [] : routesAndAliases(table));
  for (const provider of usable) {
    for (const node of provider.models.values()) {
      if (answers(node, task)) known.add(node.model.family).add(`${provider.id}/${node.model.id}`);
    }
  }
  const knowing = [...pool.providers.values()].filter(
    (provider) => !isUsable(provider) && knows(provider, model, task),
  );
  const [silentAt, knownAt] = [knowing.filter(isOpen), knowing.filter((provider) => !isOpen(provider))].map(
    (some) => some.map(({ id }) => id),
  );
  return {
    kind: 'unknown_model',
    nearest: nearestNames(model.toLowerCase(), [...known]),
    knownAt: knownAt ?? [],
    silentAt: silentAt ?? [],
  };
}

function routesAndAliases({ routes, aliases }: RoutingTable): string[] {
  const named = [...builtInRoutes, ...routes.keys()].map((route) => `auto:${route}`);
  return ['auto', ...named, ...aliases.keys()];
}

function knows(provider: ProviderNode, model: string, task: Task): boolean {
  const name = model.startsWith(`${provider.id}/`) ? model.slice(provider.id.length + 1) : model;
  return familySteps([provider], name, task).some((step) => step.models.length > 0);
}

function isOpen({ spec: { def } }: ProviderNode): boolean {
  return def.auth.scheme === 'none' || def.auth.optional === true;
}
