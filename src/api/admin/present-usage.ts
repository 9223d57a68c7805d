import type { KeyNode } from '../../engine/nodes.ts';
import { addCounts, noCounts, type UsageCounts } from '../../store/usage-counts.ts';
import type { UsageSum } from '../../store/usage-sums.ts';
import type { UsageCountsView, UsageDimension, UsageRowView, UsageView } from '../views/usage-view.ts';
import type { UsageQuery } from './usage-query.ts';

/** `keys`: those that there are, for their names. */
export function presentUsage(
  { from, to, by }: UsageQuery,
  sums: readonly UsageSum[],
  keys: ReadonlyMap<string, KeyNode>,
): UsageView {
  const totals = { ...noCounts };
  for (const sum of sums) addCounts(totals, sum);
  return {
    from,
    to,
    by,
    rows: sums.map((sum) => ({ ...placeOf(sum, by, keys), ...presentCounts(sum) })),
    totals: presentCounts(totals),
  };
}

function placeOf(
  { provider = '', keyId = '', model = '', app = '', day = '' }: UsageSum,
  by: readonly UsageDimension[],
  keys: ReadonlyMap<string, KeyNode>,
): Partial<UsageRowView> {
  const spec = keys.get(keyId)?.spec;
  return {
    ...(by.includes('day') && { day }),
    ...(by.includes('provider') && { provider }),
    ...(by.includes('model') && { model }),
    ...(by.includes('key') && {
      key: keyId,
      key_name: spec === undefined ? null : (spec.label ?? spec.masked),
    }),
    ...(by.includes('app') && { app }),
  };
}

function presentCounts(counts: UsageCounts): UsageCountsView {
  return {
    requests: counts.requests,
    successes: counts.successes,
    failures: counts.failures,
    input_tokens: counts.promptTokens,
    output_tokens: counts.completionTokens,
    latency_ms: {
      mean: meanOf(counts.tookMs, counts.timed),
      first_token_mean: meanOf(counts.firstTokenMs, counts.firstTokens),
    },
    saved_usd: counts.savedUsdMicros / 1e6,
  };
}

/** Whole ms; null = of nothing there is no mean. */
function meanOf(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round(sum / count);
}
