import type { Provider } from '../catalog/types.ts';

/** The providers whose prefix fits best: `sk-or-…` is OpenRouter's although OpenAI's `sk-` fits too. Empty = nobody's. */
export function ownersByPrefix(secret: string, providers: Iterable<Provider>): readonly Provider[] {
  let longest = 0;
  let owners: Provider[] = [];
  for (const provider of providers) {
    const fits = provider.key.prefixes.filter((prefix) => secret.startsWith(prefix));
    const fit = Math.max(0, ...fits.map((prefix) => prefix.length));
    if (fit === 0 || fit < longest) continue;
    owners = fit > longest ? [provider] : [...owners, provider];
    longest = fit;
  }
  return owners;
}
