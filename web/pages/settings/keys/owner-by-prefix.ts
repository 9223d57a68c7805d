import type { ProviderView } from '../../../../src/api/views/provider-view.ts';

/** The provider whose prefix is the longest that fits; null = nobody's, or of several. */
export function ownerByPrefix(providers: readonly ProviderView[], secret: string): ProviderView | null {
  let longest = 0;
  let owners: ProviderView[] = [];
  for (const provider of providers) {
    const fit = Math.max(
      0,
      ...provider.prefixes.filter((one) => secret.startsWith(one)).map((one) => one.length),
    );
    if (fit === 0 || fit < longest) continue;
    owners = fit > longest ? [provider] : [...owners, provider];
    longest = fit;
  }
  return owners.length === 1 ? (owners[0] ?? null) : null;
}
