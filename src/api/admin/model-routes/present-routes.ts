import { isUsable } from '../../../engine/choose.ts';
import { chatModels, type House } from '../../../engine/model-steps.ts';
import type { ModelNode, ProviderNode } from '../../../engine/nodes.ts';
import type { Plan } from '../../../engine/plan.ts';
import { routePlan, stepsOfRoute } from '../../../engine/route-plans.ts';
import { namesOfRoutes, type Route } from '../../../engine/routing-table.ts';
import type { ApiContext } from '../../api-context.ts';
import { anyRequest } from '../../state/any-request.ts';
import { modelServes } from '../../state/can-serve.ts';
import type { RouteListView, RouteView } from '../../views/route-view.ts';

export type RoutesContext = Pick<ApiContext, 'pool' | 'routes' | 'clock'>;

/** Models of one route that are told. */
const mostModels = 20;

/** All routes as a plain chat would take them now. */
export function presentRoutes(context: RoutesContext): RouteListView {
  const { routes, pool } = context;
  const real = [...pool.providers.values()].filter(isReal);
  return {
    routes: namesOfRoutes(routes.table).map((name) => presentRoute(name, context)),
    names: {
      providers: real.filter((one) => chatModels(one).length > 0 || isSilent(one)).map(({ id }) => id),
      families: [...new Set(real.flatMap(familiesOf))].toSorted((a, b) => a.localeCompare(b)),
      aliases: [...routes.table.aliases.keys()],
    },
  };
}

function presentRoute(name: string, context: RoutesContext): RouteView {
  const { pool, routes, clock } = context;
  const { table } = routes;
  const providers = [...pool.providers.values()];
  const house: House = { usable: providers.filter(isUsable), pool, table, task: 'chat' };
  const route = table.routes.get(name);
  const said = route ?? builtIn(name, { ...house, usable: providers.filter(isReal) });
  const { strategy, steps, then, resume, deadlineMs } = said;
  const now = clock.now();
  const all = [...new Set([...steps, ...then])].map((step) => ({
    step,
    models: modelsOfStep(house, name, step),
  }));
  return {
    name,
    strategy,
    steps,
    then,
    resume,
    deadline_ms: deadlineMs,
    source: routes.sourceOf(name) ?? 'built_in',
    beneath: beneath(name, routes),
    leads_to: modelsOf(planOf(name, house))
      .slice(0, mostModels)
      .map((node) => ({
        provider: node.provider.id,
        model: node.model.id,
        ready: modelServes(node, now),
      })),
    idle_steps: all.filter(({ models }) => models.length === 0).map(({ step }) => step),
    waiting_steps: all
      .filter(({ models }) => models.length > 0 && !models.some((node) => modelServes(node, now)))
      .map(({ step }) => step),
  };
}

/** What is left of a route once what is stored of it is taken back. */
function beneath(name: string, routes: RoutesContext['routes']): RouteView['beneath'] {
  if (routes.sourceOf(name) !== 'stored') return null;
  if (routes.isInFile(name)) return 'file';
  return namesOfRoutes({ ...routes.table, routes: new Map() }).includes(name) ? 'built_in' : null;
}

/** A built-in route in the words of an owner's own: providers in their order, those that want a key as well. */
function builtIn(name: string, house: House): Route {
  const plan = planOf(name, house);
  const silent = house.usable.filter(isSilent).map(({ id }) => id);
  const steps = [...new Set([...(plan?.steps.map((step) => step.name) ?? []), ...silent])];
  return { strategy: plan?.strategy ?? null, steps, then: [], resume: null, deadlineMs: null };
}

/** On the owner's machines, where they come last; what models it has is known once it answers. */
function isSilent({ spec, models }: ProviderNode): boolean {
  return spec.def.tier === 'local' && models.size === 0;
}

function planOf(name: string, house: House): Plan | null {
  return routePlan(house, name, anyRequest.features);
}

function modelsOf(plan: Plan | null): ModelNode[] {
  return [...new Set(plan?.steps.flatMap((step) => step.models))];
}

function modelsOfStep(house: House, route: string, step: string): ModelNode[] {
  return stepsOfRoute(house, route, step).flatMap(({ models }) => [...models]);
}

function familiesOf({ models }: ProviderNode): string[] {
  return [...models.values()].flatMap(({ model }) => (model.purpose === 'chat' ? [model.family] : []));
}

function isReal({ spec }: ProviderNode): boolean {
  return spec.def.retired === undefined && spec.def.simulated !== true;
}
