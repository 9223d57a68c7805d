import type { Provider } from '../catalog/types.ts';

/** A warning for a key that does not look like one of its provider; undefined when nothing speaks against it. */
export function prefixWarning(
  secret: string,
  provider: Provider,
  catalog: ReadonlyMap<string, Provider>,
): string | undefined {
  const owners = ownersOf(secret, catalog);
  if (owners.includes(provider)) return undefined;
  const { prefixes, shape } = provider.key;
  const isExpected =
    prefixes.length === 0 ||
    shape?.test(secret) === true ||
    prefixes.some((prefix) => secret.startsWith(prefix));
  if (isExpected && owners.length === 0) return undefined;
  const usual =
    prefixes.length === 0 ? '' : ` (keys of ${provider.name} begin with ${prefixes.join(' or ')})`;
  const lookalike =
    owners.length === 0 ? '' : ` and looks like a key of ${owners.map(({ name }) => name).join(' or ')}`;
  return `does not look like a key of ${provider.name}${usual}${lookalike}; it is used all the same`;
}

/** The providers whose prefix fits best: `sk-or-…` is OpenRouter's although OpenAI's `sk-` fits too. */
function ownersOf(secret: string, catalog: ReadonlyMap<string, Provider>): readonly Provider[] {
  let longest = GENERIC.length;
  let owners: Provider[] = [];
  for (const provider of catalog.values()) {
    const fit = Math.max(
      0,
      ...provider.key.prefixes.filter((prefix) => secret.startsWith(prefix)).map(lengthOf),
    );
    const isGeneric = fit === GENERIC.length && secret.startsWith(GENERIC);
    if (fit === 0 || isGeneric || fit < longest) continue;
    owners = fit > longest ? [provider] : [...owners, provider];
    longest = fit;
  }
  return owners;
}

/** Half the field uses it, so it tells nothing. */
const GENERIC = 'sk-';

function lengthOf(text: string): number {
  return text.length;
}
