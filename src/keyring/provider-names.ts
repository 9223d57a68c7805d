import type { Provider } from '../catalog/types.ts';
import { accountName, keyBases, namesOfBase } from '../config/key-names.ts';

/** What people call providers and their keys. */
export interface ProviderNames {
  /** Whose key stands under a name such as GROQ_API_KEY2; empty = nobody's. */
  ofVariable(name: string): readonly string[];
  /** The provider at the beginning of these words, by its id or its name, and what follows; null = there is none. */
  atStartOf(words: readonly string[]): { readonly provider: string; readonly rest: readonly string[] } | null;
  /** The name holds an account's id, which goes before a key. */
  isAccountId(name: string): boolean;
}

/** @param inUse the providers that can take a key */
export function providerNames(
  catalog: ReadonlyMap<string, Provider>,
  inUse: ReadonlyMap<string, Provider>,
): ProviderNames {
  const variables = new Map<string, string[]>();
  for (const [id, bases] of keyBases(catalog, inUse.keys())) {
    if (!inUse.has(id)) continue;
    for (const name of bases.flatMap(namesOfBase)) variables.set(name, [...(variables.get(name) ?? []), id]);
  }
  const words = new Map<string, string>();
  for (const { id, name } of inUse.values()) words.set(plain(id), id).set(plain(name), id);
  const accounts = new Set([...inUse.values()].flatMap((def) => accountName(def) ?? []));

  return {
    ofVariable: (name) => {
      const word = words.get(plain(name));
      return variables.get(name.toUpperCase()) ?? (word === undefined ? [] : [word]);
    },
    atStartOf: (given) => {
      for (let count = given.length; count > 0; count -= 1) {
        const provider = words.get(plain(given.slice(0, count).join('')));
        if (provider !== undefined) return { provider, rest: given.slice(count) };
      }
      return null;
    },
    isAccountId: (name) => accounts.has(name.toUpperCase().replace(/\d+$/, '')),
  };
}

/** `Hugging Face` and `huggingface` are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
