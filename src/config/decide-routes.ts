import type { Provider } from '../catalog/types.ts';
import type { ConfigFile } from './file.ts';
import type { Findings } from './findings.ts';
import type { SettingPath } from './locate.ts';
import { didYouMean } from './nearest.ts';
import type { ConfiguredProvider, ConfiguredRoute } from './types.ts';

export interface RouteSources {
  readonly file: ConfigFile;
  readonly catalog: ReadonlyMap<string, Provider>;
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  readonly findings: Findings;
}

const ROUTE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export function decideRoutes(sources: RouteSources): ReadonlyMap<string, ConfiguredRoute> {
  const { file, findings } = sources;
  const known = new Set([...modelNames(sources), ...Object.keys(file.settings.aliases)]);
  const routes = new Map<string, ConfiguredRoute>();
  for (const [name, route] of Object.entries(file.settings.routes)) {
    if (!ROUTE_NAME.test(name)) {
      findings.problem(
        `${file.locate(['routes', name])} is no name of a route; allowed: letters, digits, - and _`,
      );
    }
    for (const part of ['steps', 'then'] as const) {
      for (const [index, step] of route[part].entries())
        checkStep(step, ['routes', name, part, index], known, sources);
    }
    const { strategy = null, steps, then, resume = null, deadline_ms: deadlineMs = null } = route;
    routes.set(name, { strategy, steps, then, resume, deadlineMs });
  }
  return routes;
}

/** A name that no catalog knows may be a model that a provider or Ollama lists later: a warning, no problem. */
export function decideAliases(sources: RouteSources): ReadonlyMap<string, readonly string[]> {
  const { file, providers, findings } = sources;
  const known = new Set([...modelNames(sources), ...Object.keys(file.settings.aliases)]);
  for (const [name, targets] of Object.entries(file.settings.aliases)) {
    for (const target of targets) {
      if (known.has(target) || isPinned(target, providers)) continue;
      findings.warning(
        `${file.locate(['aliases', name])}: no provider of the catalog has "${target}"; it serves once one lists it.` +
          didYouMean(target, known),
      );
    }
  }
  return new Map(Object.entries(file.settings.aliases));
}

function checkStep(step: string, path: SettingPath, known: ReadonlySet<string>, sources: RouteSources): void {
  const { file, providers, findings } = sources;
  const provider = providers.get(step) ?? (known.has(step) ? undefined : pinnedProvider(step, providers));
  if (provider !== undefined && !provider.enabled) {
    findings.warning(
      `${file.locate(path)}: the provider ${provider.id} is not enabled, so this step is passed over`,
    );
  }
  if (provider !== undefined || known.has(step)) return;
  findings.problem(
    `${file.locate(path)} is "${step}"; allowed: a provider, provider/model, a model, a family or an alias.` +
      didYouMean(step, [...providers.keys(), ...known]),
  );
}

function isPinned(target: string, providers: RouteSources['providers']): boolean {
  return pinnedProvider(target, providers) !== undefined;
}

/** `groq/some-model` → Groq. */
function pinnedProvider(
  target: string,
  providers: RouteSources['providers'],
): ConfiguredProvider | undefined {
  const slash = target.indexOf('/');
  return slash < 1 ? undefined : providers.get(target.slice(0, slash));
}

/** Ids and families of the catalog and of noria.yaml. */
function modelNames({ catalog, providers }: RouteSources): Set<string> {
  const names = new Set<string>();
  for (const { models } of catalog.values()) {
    for (const { id, family } of models) names.add(id).add(family);
  }
  for (const { models } of providers.values()) {
    for (const { id, family } of models ?? []) names.add(id).add(family ?? id);
  }
  return names;
}
