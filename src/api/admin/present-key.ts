import type { KeyNode } from '../../engine/nodes.ts';
import type { ApiContext } from '../api-context.ts';
import { accountQuotas } from '../state/account-quotas.ts';
import { iso, isoOrNull } from '../state/iso.ts';
import { coolingUntil, statusOfKey } from '../state/key-status.ts';
import { keysSeenSharing } from '../state/seen-sharing.ts';
import type { KeyView } from '../views/key-view.ts';
import { verdictOf } from './verdict.ts';

export type KeyPresenting = Pick<ApiContext, 'keyring' | 'pool' | 'tally'>;

/** A key as the administrator sees it: never its secret. `now` in epoch ms. */
export function presentKey({ keyring, pool, tally }: KeyPresenting, key: KeyNode, now: number): KeyView {
  const { id, spec, provider, successes, errors, lastUsedAt } = key;
  return {
    id,
    provider: provider.id,
    masked: spec.masked,
    label: spec.label,
    account: spec.account,
    source: keyring.isConfigured(id) ? 'environment' : 'stored',
    status: statusOfKey(key, now),
    active: provider.active === key,
    successes,
    errors,
    today: tally.keyToday(id),
    last_error: presentError(lastErrorOf(key)),
    last_used_at: isoOrNull(lastUsedAt),
    cooling_until: isoOrNull(coolingUntil(key, now)),
    verdict: verdictOf(key, now),
    quotas: accountQuotas(pool, key, now),
    shares_quota_with: keysSeenSharing(key).map((other) => other.id),
  };
}

/** An invalid key tells why, also when it was a test that found it out. */
function lastErrorOf({ lastError, invalid }: KeyNode): KeyNode['lastError'] {
  if (invalid === null || lastError?.class === 'credential') return lastError;
  return { class: 'credential', message: invalid.reason, at: invalid.at };
}

function presentError(error: KeyNode['lastError']): KeyView['last_error'] {
  return error === null ? null : { class: error.class, message: error.message, at: iso(error.at) };
}
