import type { ProviderLimitView, ProviderView } from '../../../../src/api/views/provider-view.ts';

/** The limits of a provider that tell most, in a line. */
export interface MainLimits {
  /** `account`: all models together; `each`: every model for itself; `model`: of `place`, as an example. */
  readonly scope: 'account' | 'each' | 'model' | 'group';
  readonly place: string;
  readonly limits: readonly ProviderLimitView[];
}

/** null = none is known. */
export function mainLimits({ limits, models }: Pick<ProviderView, 'limits' | 'models'>): MainLimits | null {
  const account = limits.filter(({ model, group }) => model === undefined && group === undefined);
  if (account.length > 0) return { scope: 'account', place: '', limits: account };
  const each = limits.filter(({ model }) => model === '*');
  if (each.length > 0) return { scope: 'each', place: '', limits: each };
  const first = models.find(({ id }) => limits.some(({ model }) => model === id));
  if (first !== undefined)
    return { scope: 'model', place: first.id, limits: limits.filter(({ model }) => model === first.id) };
  const group = limits.find((limit) => limit.group !== undefined)?.group;
  if (group === undefined) return null;
  return { scope: 'group', place: group, limits: limits.filter((limit) => limit.group === group) };
}
