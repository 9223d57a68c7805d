import { stateOf, type KeyState } from '../keys/key-state.ts';
import type { ProviderWithKeys } from './split-providers.ts';

export interface KeyFilter {
  readonly text: string;
  readonly state: KeyState | 'all';
}

export const noFilter: KeyFilter = { text: '', state: 'all' };

export function isFiltering({ text, state }: KeyFilter): boolean {
  return text.trim() !== '' || state !== 'all';
}

/** Providers with the keys that are looked for; those without any are left out. */
export function filterKeys(all: readonly ProviderWithKeys[], filter: KeyFilter): readonly ProviderWithKeys[] {
  if (!isFiltering(filter)) return all;
  const wanted = fold(filter.text);
  return all
    .map(({ provider, keys }) => {
      const isNamed = fold(provider.name).includes(wanted) || provider.id.includes(wanted);
      return {
        provider,
        keys: keys.filter(
          (key) =>
            (filter.state === 'all' || stateOf(key) === filter.state) &&
            (isNamed ||
              [key.masked, key.label, key.account].some((word) => fold(word ?? '').includes(wanted))),
        ),
      };
    })
    .filter(({ keys }) => keys.length > 0);
}

/** Capitals and accents do not matter. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim();
}
