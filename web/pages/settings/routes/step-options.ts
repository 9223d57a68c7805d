import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { StepNames } from './describe-step.ts';

export interface StepOption {
  readonly value: string;
  /** What stands beside it. */
  readonly label: string;
}

/** Everything a step may be, providers first; what stays on the owner's machines alone where `isPrivate`. */
export function stepOptions({ providers, names }: StepNames, isPrivate: boolean): readonly StepOption[] {
  const offered = providers.filter(
    ({ id, enabled, tier }) => names.providers.includes(id) && enabled && (!isPrivate || tier === 'local'),
  );
  const whole = offered.map(({ id, name }) => ({ value: id, label: name }));
  const shared = isPrivate
    ? []
    : [...names.aliases, ...names.families].map((value) => ({ value, label: '' }));
  return [...whole, ...shared, ...offered.flatMap(pinnedOptions)];
}

function pinnedOptions({ id, name, models }: ProviderView): readonly StepOption[] {
  return models
    .filter(({ purpose }) => purpose === 'chat')
    .map((model) => ({ value: `${id}/${model.id}`, label: name }));
}

/** What somebody meant who typed a provider's name as it is shown. */
export function stepMeant(typed: string, { providers }: Pick<StepNames, 'providers'>): string {
  const text = typed.trim();
  const named = providers.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  return named?.id ?? text;
}
