import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { RouteListView } from '../../../../src/api/views/route-view.ts';

/** What names are looked up in. */
export interface StepNames {
  readonly providers: readonly ProviderView[];
  readonly names: RouteListView['names'];
}

export interface StepDescription {
  readonly kind: 'provider' | 'pinned' | 'family' | 'alias' | 'model';
  /** Of its provider in words, or as it is written. */
  readonly title: string;
  /** Of what leads to one alone. */
  readonly provider: ProviderView | null;
}

/** A step of a route as a reader knows it. */
export function describeStep(step: string, { providers, names }: StepNames): StepDescription {
  const whole = providers.find(({ id }) => id === step);
  if (whole !== undefined) return { kind: 'provider', title: whole.name, provider: whole };
  if (names.aliases.includes(step)) return { kind: 'alias', title: step, provider: null };
  if (names.families.includes(step)) return { kind: 'family', title: step, provider: null };
  const slash = step.indexOf('/');
  const pinned = slash < 1 ? undefined : providers.find(({ id }) => id === step.slice(0, slash));
  // `openai/gpt-oss-120b` is a model of others than OpenAI.
  if (pinned === undefined || isModel(step, providers)) return { kind: 'model', title: step, provider: null };
  return { kind: 'pinned', title: step.slice(slash + 1), provider: pinned };
}

function isModel(step: string, providers: readonly ProviderView[]): boolean {
  return providers.some(({ models }) => models.some(({ id }) => id === step));
}
