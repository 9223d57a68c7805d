import { isUsable } from './choose.ts';
import { answers, familySteps, type House } from './model-steps.ts';
import { nearestNames } from './nearest-names.ts';
import type { ProviderNode } from './nodes.ts';
import type { Task } from '../catalog/types.ts';
import { builtInRoutes, type RoutingTable } from './routing-table.ts';

/** A name that leads to nobody who is usable. */
export interface UnknownModel {
  readonly kind: 'unknown_model';
  readonly nearest: readonly string[];
  /** Providers that have it and want a key. */
  readonly knownAt: readonly string[];
  /** Servers of the owner that have it and do not answer. */
  readonly silentAt: readonly string[];
}

export function unknownModel({ usable, pool, table, task }: House, model: string): UnknownModel {
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
