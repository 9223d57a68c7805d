import type { Provider } from '../catalog/types.ts';

/** `my-vllm` → `MY_VLLM`, the beginning of its names in the environment. */
export function envPrefix(providerId: string): string {
  return providerId.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** Names of a provider's address, the first that is set counts. */
export function addressNames(id: string, provider: Provider | undefined): readonly string[] {
  return [`${envPrefix(id)}_BASE_URL`, ...(provider?.baseUrlEnv ?? [])];
}

/** Name of the account id that goes before a bare token; undefined = this provider's keys need none. */
export function accountName({ id, baseUrl, key }: Provider): string | undefined {
  return key.accountEnv ?? (baseUrl.includes('{account_id}') ? `${envPrefix(id)}_ACCOUNT_ID` : undefined);
}

/** Names that numbers and an S may follow: `GROQ_API_KEY` → `GROQ_API_KEY1`…`20`, `GROQ_API_KEYS`. */
export type KeyBases = ReadonlyMap<string, readonly string[]>;

export const MOST_NUMBERED = 20;

/**
 * The names under which each provider's keys are looked for. A name that a catalog entry claims as its own is not
 * taken by the provider whose id happens to make it: `OLLAMA_API_KEY` is Ollama's cloud, not the local server.
 */
export function keyBases(catalog: ReadonlyMap<string, Provider>, ownIds: Iterable<string>): KeyBases {
  const bases = new Map<string, readonly string[]>();
  const claims = claimants(catalog);
  for (const id of new Set([...catalog.keys(), ...ownIds])) {
    const made = `${envPrefix(id)}_API_KEY`;
    const claimed = claims.get(made);
    const isMine = claimed === undefined || claimed.has(id);
    bases.set(id, [...new Set([...(isMine ? [made] : []), ...claimsOf(catalog.get(id))])]);
  }
  return bases;
}

/** Every name that a base stands for, in the order in which keys are used. */
export function namesOfBase(base: string): readonly string[] {
  const numbered = Array.from({ length: MOST_NUMBERED }, (_, index) => `${base}${index + 1}`);
  return [base, ...numbered, listName(base)];
}

export function listName(base: string): string {
  return `${base}S`;
}

/** A retired provider gives up its common names (GITHUB_TOKEN); what begins with its own id still means it. */
function claimsOf(provider: Provider | undefined): readonly string[] {
  const names = provider?.key.env ?? [];
  if (provider?.retired === undefined) return names;
  return names.filter((name) => name.startsWith(`${envPrefix(provider.id)}_`));
}

function claimants(catalog: ReadonlyMap<string, Provider>): Map<string, Set<string>> {
  const claims = new Map<string, Set<string>>();
  for (const provider of catalog.values()) {
    for (const name of claimsOf(provider)) claims.set(name, (claims.get(name) ?? new Set()).add(provider.id));
  }
  return claims;
}
