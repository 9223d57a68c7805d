import { aliases as shippedAliases } from '../catalog/aliases.ts';
import type { Provider } from '../catalog/types.ts';
import { checkRoute, pinnedProvider, type StepNames } from './check-route.ts';
import type { ConfigFile } from './file.ts';
import type { FileRoute } from './file-schema.ts';
import type { Findings } from './findings.ts';
import { didYouMean } from './nearest.ts';
import { isOwnLocal } from './own-local.ts';
import type { ConfiguredProvider, ConfiguredRoute } from './types.ts';

export interface RouteSources {
  readonly file: ConfigFile;
  readonly catalog: ReadonlyMap<string, Provider>;
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  readonly findings: Findings;
}

export function decideRoutes(sources: RouteSources): ReadonlyMap<string, ConfiguredRoute> {
  const { file, findings } = sources;
  const names = stepNames(sources, { ...shippedAliases, ...file.settings.aliases });
  const routes = new Map<string, ConfiguredRoute>();
  for (const [name, route] of Object.entries(file.settings.routes)) {
    checkRoute(name, route, { names, locate: file.locate, findings });
    routes.set(name, configuredRoute(route));
  }
  return routes;
}

export function configuredRoute(route: FileRoute): ConfiguredRoute {
  const { strategy = null, steps, then, resume = null, deadline_ms: deadlineMs = null } = route;
  return { strategy, steps, then, resume, deadlineMs };
}

/** A name that no catalog knows may be a model that a provider or Ollama lists later: a warning, no problem. */
export function decideAliases(sources: RouteSources): ReadonlyMap<string, readonly string[]> {
  const { file, providers, findings } = sources;
  const known = stepNames(sources, file.settings.aliases).others;
  for (const [name, targets] of Object.entries(file.settings.aliases)) {
    for (const target of targets) {
      if (known.has(target) || pinnedProvider(target, providers) !== undefined) continue;
      findings.warning(
        `${file.locate(['aliases', name])}: no provider of the catalog has "${target}"; it serves once one lists it.` +
          didYouMean(target, known),
      );
    }
  }
  return new Map(Object.entries(file.settings.aliases));
}

/** What may be named by what was configured: providers, ids and families of the catalog and of noria.yaml, aliases. */
export function stepNames(
  { catalog, providers }: Pick<RouteSources, 'catalog' | 'providers'>,
  aliases: Readonly<Record<string, unknown>>,
): StepNames {
  const others = new Set<string>();
  for (const { models } of catalog.values()) {
    for (const { id, family } of models) others.add(id).add(family);
  }
  for (const { models } of providers.values()) {
    for (const { id, family } of models ?? []) others.add(id).add(family ?? id);
  }
  for (const alias of Object.keys(aliases)) others.add(alias);
  const named = [...providers.values()].map((provider) => {
    const { id, enabled } = provider;
    return [id, { id, enabled, local: isLocal(provider, catalog.get(id)) }] as const;
  });
  return { providers: new Map(named), others };
}

/** Of an address that is wrong nothing is said here: it is told where it stands. */
function isLocal(configured: ConfiguredProvider, known: Provider | undefined): boolean {
  if (known !== undefined) return known.tier === 'local';
  return !URL.canParse(configured.baseUrl) || isOwnLocal(configured);
}
