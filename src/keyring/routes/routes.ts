import type { StepNames } from '../../config/check-route.ts';
import type { Config, ConfiguredRoute } from '../../config/types.ts';
import { namesOfRoutes, type RoutingTable } from '../../engine/routing-table.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { RouteRepository, StoredRoute } from '../../store/routes.ts';
import { routingTable } from '../provider-specs.ts';
import { parseRouteEdits, type RouteEditFields } from './parse-route-edits.ts';
import { stepNamesNow, type StepNamesParts } from './step-names-now.ts';

/** The routes of noria.yaml and of the tables as one. What is changed holds for every request that comes from then on. */
export interface Routes {
  /** As it holds now; another one after each change. */
  readonly table: RoutingTable;
  /** Where a route comes from; null = neither noria.yaml nor the owner says anything of it. */
  sourceOf(name: string): 'file' | 'stored' | null;
  /** noria.yaml has a route of that name, whatever is stored over it. */
  isInFile(name: string): boolean;
  /** Replaces or makes all of these, or none. @throws NoriaError invalid_request: what is wrong, and what is allowed */
  put(edits: readonly RouteEditFields[]): Promise<void>;
  /** Takes a route back to what noria.yaml says of it, or Noria itself. @throws NoriaError not_found; conflict: there is nothing to take back */
  remove(name: string): Promise<void>;
  /** Told after each change. */
  observe(listener: () => void): void;
}

export interface RoutesParts extends StepNamesParts {
  readonly config: Config;
  readonly routes: RouteRepository;
}

/** Each takes its place in lists that are read at every look. */
const mostStored = 200;

export async function openRoutes(parts: RoutesParts): Promise<Routes> {
  const { config, routes: repository } = parts;
  const file = routingTable(config);
  const listeners: (() => void)[] = [];
  let stored = new Map<string, ConfiguredRoute>();
  let table = file;
  let turn: Promise<unknown> = Promise.resolve();
  become(new Map((await repository.list()).map((route) => [route.name, routeOf(route)])));

  function become(routes: typeof stored): void {
    stored = routes;
    table = { ...file, routes: new Map([...file.routes, ...stored]) };
    for (const listener of listeners) listener();
  }

  /** One change after the other: each is checked against what the one before has left. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const done = turn.then(change);
    turn = done.catch(() => undefined);
    return done;
  }

  /** What a route says already it may go on saying: a model may be gone for the moment. */
  function namesFor(route: string): StepNames {
    const { steps = [], then = [] } = table.routes.get(route) ?? {};
    return stepNamesNow(parts, [...table.aliases.keys(), ...steps, ...then]);
  }

  return {
    get table() {
      return table;
    },
    sourceOf: (name) => (stored.has(name) ? 'stored' : file.routes.has(name) ? 'file' : null),
    isInFile: (name) => file.routes.has(name),
    put: (edits) =>
      inTurn(async () => {
        const changed = parseRouteEdits(edits, namesFor);
        const all = new Map([...stored, ...changed]);
        if (all.size > mostStored) throw tooMany(all.size);
        await repository.put([...changed].map(([name, route]) => ({ name, ...route })));
        become(all);
      }),
    remove: (name) =>
      inTurn(async () => {
        if (!stored.has(name)) throw nothingStored(name, file);
        await repository.remove(name);
        become(new Map([...stored].filter(([other]) => other !== name)));
      }),
    observe: (listener) => void listeners.push(listener),
  };
}

const strategies = ['cascade', 'race', 'hedge'] as const;

/** What another version has written may be unknown here. */
function routeOf({ strategy: said, steps, then, resume, deadlineMs }: StoredRoute): ConfiguredRoute {
  const strategy = strategies.find((known) => known === said) ?? null;
  return { strategy, steps, then, resume, deadlineMs };
}

function nothingStored(name: string, file: RoutingTable): NoriaError {
  const known = namesOfRoutes(file);
  if (!known.includes(name))
    return new NoriaError('not_found', `There is no route ${name}; there are: ${known.join(', ')}`);
  const where = file.routes.has(name) ? 'noria.yaml has it' : 'Noria brings it along';
  return new NoriaError('conflict', `The route ${name} is as ${where}: there is nothing to take back`);
}

function tooMany(count: number): NoriaError {
  return new NoriaError(
    'invalid_request',
    `These would be ${count} routes of your own; allowed: ${mostStored}`,
    { param: 'routes' },
  );
}
