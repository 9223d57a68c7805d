import { bucketResetsAt, limitOf, spareOf, windowLength, type Bucket } from '../../../engine/bucket.ts';
import type { ClientUsage } from '../../../store/client-usage.ts';
import type { StoredClientKey } from '../../../store/client-keys.ts';
import { utcDay } from '../../../shared/utc-day.ts';
import type { ApiContext } from '../../api-context.ts';
import { iso, isoOrNull } from '../../state/iso.ts';
import type { ClientQuotaView, ClientUsageView, ClientView } from '../../views/client-view.ts';

/** What each client's requests came to, up to now. */
export type UsageOf = (id: string) => { readonly today: ClientUsage; readonly total: ClientUsage };

const none: ClientUsage = { requests: 0, failures: 0, inputTokens: 0, outputTokens: 0 };

/** Reads it for all clients at once. What is gathered is written first, so that rows read later are of now. */
export async function readUsage({
  tally,
  store,
  clock,
}: Pick<ApiContext, 'tally' | 'store' | 'clock'>): Promise<UsageOf> {
  await tally.flush();
  const total = await store.clientUsage.since();
  const today = await store.clientUsage.since(utcDay(clock.now()));
  return (id) => ({ today: today.get(id) ?? none, total: total.get(id) ?? none });
}

/** A client key as the administrator sees it: never its secret, nor the hash of it. */
export function presentClient(
  { clients, relay, clock }: Pick<ApiContext, 'clients' | 'relay' | 'clock'>,
  key: StoredClientKey,
  usageOf: UsageOf,
): ClientView {
  const { id, name, masked, enabled, expiresAt, routes, apps } = key;
  const now = clock.now();
  const { today, total } = usageOf(id);
  return {
    id,
    name,
    masked,
    environment: clients.isConfigured(id),
    enabled,
    status: statusOf(key, now),
    limits: { requests_per_minute: key.requestsPerMinute, tokens_per_day: key.tokensPerDay },
    quotas: relay.shares.bucketsOf(id).map((bucket) => presentQuota(bucket, now)),
    routes,
    apps,
    created_at: iso(key.createdAt),
    expires_at: isoOrNull(expiresAt),
    last_used_at: isoOrNull(key.lastUsedAt),
    usage: { today: presentUsage(today), total: presentUsage(total) },
  };
}

function statusOf({ enabled, expiresAt }: StoredClientKey, now: number): 'active' | 'disabled' | 'expired' {
  if (!enabled) return 'disabled';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

function presentQuota(bucket: Bucket, now: number): ClientQuotaView {
  const limit = limitOf(bucket, now);
  const remaining = Math.max(0, Math.floor(spareOf(bucket, now)));
  return {
    unit: bucket.spec.unit,
    window: windowLength(bucket.spec.window),
    limit,
    used: limit - remaining,
    remaining,
    resets_at: remaining === limit ? null : isoOrNull(bucketResetsAt(bucket, now)),
  };
}

function presentUsage({ requests, failures, inputTokens, outputTokens }: ClientUsage): ClientUsageView {
  return { requests, failures, input_tokens: inputTokens, output_tokens: outputTokens };
}
