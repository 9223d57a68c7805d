import type { Task } from '../catalog/types.ts';
import { isUsable, type Need } from './choose.ts';
import { windowOf } from './demands.ts';
import { inGroups, modelSteps, vectorSteps, type House } from './model-steps.ts';
import { fittingPlan, planOf, type Features, type Plan } from './plan.ts';
import type { Pool } from './pool.ts';
import { routePlan } from './route-plans.ts';
import type { RoutingTable } from './routing-table.ts';
import { unknownModel, type UnknownModel } from './unknown-model.ts';

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
  | UnknownModel
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
  if (plan === null) return unknownModel(house, model ?? 'auto');
  if (plan.steps.length === 0) return { kind: 'nobody', name: plan.name };
  const fitting = fittingPlan(plan, need, features);
  return 'largest' in fitting ? { kind: 'too_long', ...fitting } : { kind: 'plan', plan: fitting };
}

/** Two tasks of one name have nothing in common: who waits for a picture stands in no line of chats. */
function namedByTask(plan: Plan | null, task: Task): Plan | null {
  return plan === null || task === 'chat' ? plan : { ...plan, name: `${task} ${plan.name}` };
}

function planFor(house: House, model: string, features: Features): Plan | null {
  if (house.task !== 'embedding') {
    if (model === '' || model === 'auto') return routePlan(house, 'auto', features);
    if (model.startsWith('auto:')) return routePlan(house, model.slice('auto:'.length), features);
  }
  const steps = house.task === 'embedding' ? vectorSteps(house, model) : inGroups([modelSteps(house, model)]);
  return steps.length === 0 ? null : planOf(model, steps);
}
