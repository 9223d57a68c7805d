import type { Findings } from './findings.ts';
import type { Locate, SettingPath } from './locate.ts';
import { didYouMean } from './nearest.ts';

/** What a step of a route may name. */
export interface StepNames {
  readonly providers: ReadonlyMap<string, StepProvider>;
  /** Models, families and aliases. */
  readonly others: ReadonlySet<string>;
}

export interface StepProvider {
  readonly id: string;
  readonly enabled: boolean;
  /** It runs on the owner's own machines. */
  readonly local: boolean;
}

export interface RouteCheck {
  readonly names: StepNames;
  readonly locate: Locate;
  readonly findings: Pick<Findings, 'problem' | 'warning'>;
}

/** The route that nothing may leave the owner's machines by. */
const privateRoute = 'private';
const routeName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export function isRouteName(name: string): boolean {
  return routeName.test(name);
}

/** The steps of a route, wherever it is written; its form is right already. Finds every name that leads nowhere. */
export function checkRoute(
  name: string,
  route: { readonly steps: readonly string[]; readonly then: readonly string[] },
  check: RouteCheck,
): void {
  if (!isRouteName(name)) check.findings.problem(notAName(check.locate(['routes', name])));
  for (const part of ['steps', 'then'] as const) {
    for (const [index, step] of route[part].entries()) checkStep(step, ['routes', name, part, index], check);
  }
}

export function notAName(place: string): string {
  return `${place} is no name of a route; allowed: letters, digits, - and _`;
}

/** `groq/some-model` → Groq. */
export function pinnedProvider<T>(target: string, providers: ReadonlyMap<string, T>): T | undefined {
  const slash = target.indexOf('/');
  return slash < 1 ? undefined : providers.get(target.slice(0, slash));
}

function checkStep(step: string, path: SettingPath, { names, locate, findings }: RouteCheck): void {
  const { providers, others } = names;
  const provider = providers.get(step) ?? (others.has(step) ? undefined : pinnedProvider(step, providers));
  if (provider === undefined && !others.has(step)) {
    findings.problem(
      `${locate(path)} is "${step}"; allowed: a provider, provider/model, a model, a family or an alias.` +
        didYouMean(step, [...providers.keys(), ...others]),
    );
    return;
  }
  if (path[1] === privateRoute && provider?.local !== true) {
    findings.problem(
      `${locate(path)} is "${step}"; allowed: ${localNames(providers)}: auto:private never leaves your machines`,
    );
  }
  if (provider !== undefined && !provider.enabled) {
    findings.warning(
      `${locate(path)}: the provider ${provider.id} is not enabled, so this step is passed over`,
    );
  }
}

function localNames(providers: StepNames['providers']): string {
  const local = [...providers.values()].filter((provider) => provider.local).map(({ id }) => id);
  return `a provider on your own machines (${local.join(', ')}), or provider/model of one`;
}
