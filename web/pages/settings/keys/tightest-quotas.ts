import type { QuotaView } from '../../../../src/api/views/quota-view.ts';

const units = ['requests', 'tokens'] as const;
/** What tells most of a day comes first. */
const windows = ['day', 'month', 'hour', 'minute', 'second'] as const;

/**
 * Of requests and of tokens the limit that is spent, else the one of the day that is nearest to its end; where there is
 * none of a day, that of the next best window. Other units only where an account has neither.
 */
export function tightestQuotas(quotas: readonly QuotaView[]): readonly QuotaView[] {
  const found = units.flatMap((unit) => tightestOf(quotas.filter((quota) => quota.unit === unit)));
  return found.length > 0 ? found : tightestOf(quotas.filter(({ unit }) => unit !== 'concurrent'));
}

function tightestOf(quotas: readonly QuotaView[]): readonly QuotaView[] {
  const spent = quotas.find(({ remaining }) => remaining < 1);
  if (spent !== undefined) return [spent];
  for (const window of windows) {
    const [first, ...rest] = quotas.filter((quota) => quota.window === window);
    if (first !== undefined)
      return [rest.reduce((least, one) => (share(one) < share(least) ? one : least), first)];
  }
  return [];
}

function share({ remaining, limit }: QuotaView): number {
  return limit <= 0 ? 0 : remaining / limit;
}
