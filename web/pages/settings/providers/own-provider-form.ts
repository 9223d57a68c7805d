import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { textsOf, wrongFields, type LimitField, type LimitTexts } from './limits-body.ts';

/** An own server as its form has it. */
export interface OwnProviderTexts {
  readonly id: string;
  readonly address: string;
  /** One a line. */
  readonly models: string;
  readonly limits: LimitTexts;
}

export function textsOfProvider(provider: ProviderView | undefined): OwnProviderTexts {
  return {
    id: provider?.id ?? '',
    address: provider?.base_url ?? '',
    models: (provider?.models ?? []).map(({ id }) => id).join('\n'),
    limits: textsOf(provider?.limits ?? []),
  };
}

export function modelsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((model) => model !== ''))];
}

/** The fields that are not as they have to be. */
export function faultsOf(
  { id, address, models, limits }: OwnProviderTexts,
  taken: readonly string[],
): ReadonlySet<'id' | 'address' | 'models' | LimitField> {
  const name = id.trim();
  return new Set([
    ...(/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name) && !taken.includes(name) ? [] : (['id'] as const)),
    ...(isAddress(address.trim()) ? [] : (['address'] as const)),
    ...(modelsOf(models).length > 0 ? [] : (['models'] as const)),
    ...wrongFields(limits),
  ]);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
