import { exceedsContext, isUsable, type Need, type Step } from './choose.ts';
import { nearestNames } from './nearest-names.ts';
import type { ModelNode, ProviderNode } from './nodes.ts';
import type { Pool } from './pool.ts';

export type Strategy = 'cascade' | 'race' | 'hedge';

export interface Route {
  readonly strategy: Strategy;
  /** `groq`, or `groq/openai/gpt-oss-120b`. */
  readonly steps: readonly string[];
  readonly then: readonly string[];
}

export interface RoutingTable {
  readonly routes: ReadonlyMap<string, Route>;
  /** Alias → families in order of preference. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** What the request needs beyond tokens. */
export interface Features {
  readonly vision: boolean;
  readonly tools: boolean;
}

export interface Wanted {
  /** As the client wrote it; undefined = `auto`. */
  readonly model: string | undefined;
  readonly need: Need;
  readonly features: Features;
}

export interface Plan {
  /** How the model was understood: `auto:fast`, `family gpt-oss-120b`, `groq/…`. */
  readonly name: string;
  readonly strategy: Strategy;
  readonly steps: readonly Step[];
}

export type Resolution =
  | { readonly kind: 'plan'; readonly plan: Plan }
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
    const name = `${wanted.features.vision ? 'v' : ''}${wanted.features.tools ? 't' : ''}|${wanted.model ?? 'auto'}`;
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
    step.models.map(({ model }) => model.context ?? Infinity),
  );
  return Math.min(...windows, 1e9) / 2;
}

/** Turns what the client wrote as `model` into steps of models, in the order in which they are asked. */
export function resolve(pool: Pool, table: RoutingTable, { model, need, features }: Wanted): Resolution {
  const usable = [...pool.providers.values()].filter(isUsable);
  if (usable.length === 0) return { kind: 'no_provider' };
  const plan = planFor(usable, pool, table, model ?? 'auto');
  if (plan === null) return unknown(usable, pool, table, model ?? 'auto');
  return fitting(plan, need, features);
}

function planFor(
  usable: readonly ProviderNode[],
  pool: Pool,
  table: RoutingTable,
  model: string,
): Plan | null {
  if (model === '' || model === 'auto') return routePlan(usable, pool, table, 'auto');
  if (model.startsWith('auto:')) return routePlan(usable, pool, table, model.slice('auto:'.length));
  const families = table.aliases.get(model);
  if (families !== undefined)
    return named(
      model,
      families.flatMap((family) => familySteps(usable, family)),
    );
  const pinned = pinnedModel(pool, model);
  if (pinned !== null) return named(model, [{ name: pinned.provider.id, models: [pinned] }]);
  return named(model, familySteps(usable, model));
}

function named(name: string, steps: readonly Step[]): Plan | null {
  const filled = steps.filter((step) => step.models.length > 0);
  return filled.length === 0 ? null : { name, strategy: 'cascade', steps: filled };
}

function routePlan(
  usable: readonly ProviderNode[],
  pool: Pool,
  table: RoutingTable,
  name: string,
): Plan | null {
  const route = table.routes.get(name) ?? builtIn(usable, name);
  if (route === null) return null;
  const steps = [...route.steps, ...route.then]
    .flatMap((step) => routeStep(pool, step))
    .filter((step) => step.models.length > 0);
  return { name: name === 'auto' ? 'auto' : `auto:${name}`, strategy: route.strategy, steps };
}

/** Without a route of that name in noria.yaml: every provider in the catalog's order, the local one last. */
function builtIn(usable: readonly ProviderNode[], name: string): Route | null {
  const ids = usable.map((provider) => provider.id);
  if (name === 'auto') return { strategy: 'cascade', steps: ids, then: [] };
  if (name !== 'private') return null;
  const local = usable
    .filter((provider) => provider.spec.def.tier === 'local')
    .map((provider) => provider.id);
  return { strategy: 'cascade', steps: local, then: [] };
}

function routeStep(pool: Pool, step: string): Step[] {
  const whole = pool.providers.get(step);
  if (whole !== undefined) return isUsable(whole) ? [{ name: step, models: chatModels(whole) }] : [];
  const pinned = pinnedModel(pool, step);
  return pinned !== null && isUsable(pinned.provider) ? [{ name: step, models: [pinned] }] : [];
}

/** A provider's models for `auto`: those that answer chats and are granted in its plan, in the catalog's order. */
export function chatModels(provider: ProviderNode): ModelNode[] {
  return [...provider.models.values()].filter(
    ({ model }) => model.purpose === 'chat' && model.onlyWhenNamed !== true,
  );
}

/** `provider/model`; the model may hold slashes of its own, and `openai/gpt-oss-120b` is no model of OpenAI's. */
function pinnedModel(pool: Pool, name: string): ModelNode | null {
  const slash = name.indexOf('/');
  if (slash < 0) return null;
  const provider = pool.providers.get(name.slice(0, slash));
  const node = provider?.models.get(name.slice(slash + 1));
  return node !== undefined && isUsable(node.provider) && answersChats(node) ? node : null;
}

/** Every usable provider that has the family, or a model of exactly that id. */
function familySteps(usable: readonly ProviderNode[], family: string): Step[] {
  const wanted = family.toLowerCase();
  return usable.map((provider) => ({
    name: provider.id,
    models: [...provider.models.values()].filter(
      (node) =>
        answersChats(node) && (node.model.family === wanted || node.model.id.toLowerCase() === wanted),
    ),
  }));
}

/** A picture, a voice or a vector is no answer to a chat, even when it is asked for by name. */
function answersChats({ model }: ModelNode): boolean {
  return model.purpose === 'chat' || model.purpose === 'moderation';
}

/** Leaves out models whose window the prompt exceeds and, when others can, models that cannot see or call tools. */
function fitting(plan: Plan, need: Need, features: Features): Resolution {
  if (plan.steps.length === 0) return { kind: 'no_provider' };
  const all = plan.steps.flatMap((step) => step.models);
  const roomy = new Set(all.filter((node) => !exceedsContext(node, need)));
  if (all.length > 0 && roomy.size === 0) {
    return { kind: 'too_long', largest: Math.max(...all.map(({ model }) => model.context ?? 0)) };
  }
  let able = roomy;
  if (features.vision) able = preferring(able, 'vision');
  if (features.tools) able = preferring(able, 'tools');
  const steps = plan.steps.map((step) => ({
    name: step.name,
    models: step.models.filter((node) => able.has(node)),
  }));
  return { kind: 'plan', plan: { ...plan, steps: steps.filter((step) => step.models.length > 0) } };
}

function preferring(nodes: Set<ModelNode>, strength: 'vision' | 'tools'): Set<ModelNode> {
  const able = new Set([...nodes].filter(({ model }) => model.strengths.includes(strength)));
  return able.size > 0 ? able : nodes;
}

function unknown(
  usable: readonly ProviderNode[],
  pool: Pool,
  table: RoutingTable,
  model: string,
): Resolution {
  const known = new Set<string>([
    'auto',
    'auto:private',
    ...[...table.routes.keys()].map((route) => `auto:${route}`),
    ...table.aliases.keys(),
  ]);
  for (const provider of usable) {
    for (const node of provider.models.values())
      known.add(node.model.family).add(`${provider.id}/${node.model.id}`);
  }
  const knowing = [...pool.providers.values()].filter(
    (provider) => !isUsable(provider) && knows(provider, model),
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

function knows(provider: ProviderNode, model: string): boolean {
  const name = model.startsWith(`${provider.id}/`) ? model.slice(provider.id.length + 1) : model;
  return familySteps([provider], name).some((step) => step.models.length > 0);
}

function isOpen({ spec: { def } }: ProviderNode): boolean {
  return def.auth.scheme === 'none' || def.auth.optional === true;
}
