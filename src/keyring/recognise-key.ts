import type { Provider } from '../catalog/types.ts';
import { isPlaceholder } from '../config/placeholder.ts';
import type { Pool } from '../engine/pool.ts';
import { looksSecret, type KeyLine } from './key-lines.ts';
import { ownersByPrefix } from './key-owners.ts';
import { providerNames, type ProviderNames } from './provider-names.ts';

/** Whose a pasted key is. */
export type Recognised =
  | {
      readonly kind: 'one';
      readonly provider: string;
      readonly label: string | null;
      readonly secret: string;
    }
  /** Several may, or nobody is known by it. */
  | { readonly kind: 'ask'; readonly candidates: readonly string[] }
  | { readonly kind: 'nobody'; readonly message: string };

/** What is known while a text is read. */
export interface KeyLore {
  readonly names: ProviderNames;
  readonly inUse: ReadonlyMap<string, Provider>;
  /** Those in use and all others. */
  readonly all: readonly Provider[];
}

/** What stands around a key in the text. */
export interface Surroundings {
  /** The provider of keys that tell nothing of whose they are; null = nobody said. */
  readonly given: string | null;
  /** Ids of accounts, by the name they stand under. */
  readonly accountIds: ReadonlyMap<string, string>;
}

/** Shorter, and known by nothing: a word, not a key. */
const shortestUnknown = 16;
const longestLabel = 200;

export function keyLore(pool: Pool, catalog: ReadonlyMap<string, Provider>): KeyLore {
  const real = [...pool.providers.values()].filter(({ spec }) => spec.def.simulated !== true);
  const inUse = new Map(real.map(({ id, spec }) => [id, spec.def]));
  const all = [...new Map([...catalog, ...inUse]).values()];
  return { names: providerNames(catalog, inUse), inUse, all };
}

/** The providers, in use or not, whose prefix the key has. */
export function ownersOf({ all }: KeyLore, secret: string): readonly Provider[] {
  return ownersByPrefix(secret, all);
}

/** By its name in `NAME=key`, else by its prefix, else by the word before it, else by what was given for all. */
export function recogniseKey(lore: KeyLore, line: KeyLine, around: Surroundings): Recognised {
  if (line.fault !== null) return { kind: 'nobody', message: line.fault };
  if (isPlaceholder(line.secret)) return { kind: 'nobody', message: 'This is a placeholder, not a key' };
  const named = line.name === null ? [] : lore.names.ofVariable(line.name);
  if (named.length > 0) return among(lore, named, line, around);
  const owners = ownersOf(lore, line.secret);
  const usable = owners.map(({ id }) => id).filter((id) => lore.inUse.has(id));
  const said = lore.names.atStartOf(line.words);
  if (said !== null && (usable.length !== 1 || usable[0] === said.provider))
    return one(lore, said.provider, { ...line, words: said.rest }, around);
  if (usable.length > 0) return among(lore, usable, line, around);
  if (owners.length > 0) return { kind: 'nobody', message: notInUse(owners) };
  return around.given === null ? unknown(lore, line) : one(lore, around.given, line, around);
}

/** Of several, the one that was given, if it is among them. */
function among(lore: KeyLore, ids: readonly string[], line: KeyLine, around: Surroundings): Recognised {
  const [first] = ids;
  const { given } = around;
  if (ids.length === 1 && first !== undefined) return one(lore, first, line, around);
  if (given !== null && ids.includes(given)) return one(lore, given, line, around);
  return { kind: 'ask', candidates: likeliestFirst(lore, ids, line.secret) };
}

function one({ inUse }: KeyLore, provider: string, line: KeyLine, { accountIds }: Surroundings): Recognised {
  const { name, secret, words } = line;
  const label = words.join(' ').slice(0, longestLabel);
  const idName = inUse.get(provider)?.key.accountEnv;
  const number = /\d+$/.exec(name ?? '')?.[0] ?? '';
  const account =
    idName === undefined || secret.includes(':')
      ? undefined
      : (accountIds.get(idName + number) ?? accountIds.get(idName));
  return {
    kind: 'one',
    provider,
    label: label === '' ? null : label,
    secret: account === undefined ? secret : `${account}:${secret}`,
  };
}

function unknown(lore: KeyLore, { name, secret }: KeyLine): Recognised {
  if (name !== null && !looksSecret(name) && !looksSecret(secret)) {
    const message = `${name} is not the name of a provider's key; allowed: names such as GROQ_API_KEY, or the key alone`;
    return { kind: 'nobody', message };
  }
  if (secret.length < shortestUnknown)
    return { kind: 'nobody', message: 'This is too short for a key, and no provider has such keys' };
  const possible = [...lore.inUse.values()].filter((def) => mayHave(def, secret)).map(({ id }) => id);
  return { kind: 'ask', candidates: likeliestFirst(lore, possible, secret) };
}

function mayHave({ auth, key }: Provider, secret: string): boolean {
  if (auth.scheme === 'none' || (key.accountEnv !== undefined && !secret.includes(':'))) return false;
  return key.prefixes.length === 0 || key.shape?.test(secret) === true;
}

/** Those first whose keys look so. */
function likeliestFirst({ inUse }: KeyLore, ids: readonly string[], secret: string): readonly string[] {
  const unlike = (id: string): number => (inUse.get(id)?.key.shape?.test(secret) === true ? 0 : 1);
  return ids.toSorted((a, b) => unlike(a) - unlike(b));
}

function notInUse(owners: readonly Provider[]): string {
  const names = owners.map(({ name, retired }) =>
    retired === undefined ? name : `${name}, retired on ${retired.on}`,
  );
  return `This looks like a key of ${names.join(' or ')}, which is not in use here`;
}
