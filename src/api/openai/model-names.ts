import { isBenched } from '../../engine/bench.ts';
import { isUsable } from '../../engine/choose.ts';
import type { ModelNode, ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { builtInRoutes, type RoutingTable } from '../../engine/routing-table.ts';
import { resolve } from '../../engine/resolve.ts';
import { anyRequest } from '../state/any-request.ts';
import { isWilling } from '../state/can-serve.ts';

export interface ModelName {
  readonly id: string;
  readonly ownedBy: string;
  /** Tokens; null = unknown. */
  readonly contextWindow: number | null;
}

/** What a client can write as `model` today: routes, aliases, families, then each provider's own. A quota that is spent for now takes no name away. */
export function listNames(pool: Pool, table: RoutingTable, now: number): ModelName[] {
  const nodes = [...pool.providers.values()]
    .filter((provider) => isUsable(provider) && hasUse(provider))
    .flatMap((provider) => chatNodes(provider, now));
  const served = new Set(nodes);
  const shared = [...routeNames(table), ...table.aliases.keys(), ...nodes.map(({ model }) => model.family)];
  const names = new Map<string, ModelName>();
  for (const id of shared) {
    if (names.has(id)) continue;
    const behind = modelsBehind(id, pool, table).filter((node) => served.has(node));
    if (behind.length > 0) names.set(id, { id, ownedBy: 'noria', contextWindow: widest(behind) });
  }
  for (const { provider, model } of nodes) {
    const id = `${provider.id}/${model.id}`;
    names.set(id, { id, ownedBy: provider.id, contextWindow: model.context });
  }
  return [...names.values()];
}

function routeNames({ routes }: RoutingTable): string[] {
  const configured = [...routes.keys()].filter((name) => name !== 'auto').map((name) => `auto:${name}`);
  return ['auto', ...configured, ...builtInRoutes.map((name) => `auto:${name}`)];
}

/** As a request of that name would be understood. */
function modelsBehind(name: string, pool: Pool, table: RoutingTable): ModelNode[] {
  const resolution = resolve(pool, table, { model: name, ...anyRequest });
  return resolution.kind === 'plan' ? resolution.plan.steps.flatMap((step) => [...step.models]) : [];
}

function hasUse(provider: ProviderNode): boolean {
  return provider.keys.some(isWilling) && provider.bench.untilAt !== Infinity;
}

function chatNodes(provider: ProviderNode, now: number): ModelNode[] {
  return [...provider.models.values()].filter(
    (node) => node.model.purpose === 'chat' && !isBenched(node.bench, now),
  );
}

function widest(nodes: readonly ModelNode[]): number | null {
  const known = nodes.map(({ model }) => model.context).filter((context) => context !== null);
  return known.length === 0 ? null : Math.max(...known);
}
