import type { QuotaView } from '../views/quota-view.ts';

/** Of the limits that count the same over the same time, each model's, the one that is nearest to its end. */
export function tightestOfEach(quotas: readonly QuotaView[]): QuotaView[] {
  const tightest = new Map<string, QuotaView>();
  for (const quota of quotas) {
    const kind = `${quota.unit}|${quota.side ?? ''}|${quota.window}`;
    const known = tightest.get(kind);
    if (known === undefined || shareOf(quota) < shareOf(known)) tightest.set(kind, quota);
  }
  return [...tightest.values()];
}

function shareOf({ remaining, limit }: QuotaView): number {
  return limit <= 0 ? 0 : remaining / limit;
}
