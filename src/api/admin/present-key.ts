import type { KeyNode } from '../../engine/nodes.ts';
import { iso, isoOrNull } from '../state/iso.ts';
import { coolingUntil, statusOfKey } from '../state/key-status.ts';
import { verdictOf } from './verdict.ts';

/** A key as the administrator sees it: never its secret. */
export function presentKey(key: KeyNode, now: number): object {
  const { id, spec, provider, successes, errors, lastError, lastUsedAt } = key;
  return {
    id,
    provider: provider.id,
    masked: spec.masked,
    label: spec.label,
    account: spec.account,
    status: statusOfKey(key, now),
    active: provider.active === key,
    successes,
    errors,
    last_error:
      lastError === null
        ? null
        : { class: lastError.class, message: lastError.message, at: iso(lastError.at) },
    last_used_at: isoOrNull(lastUsedAt),
    cooling_until: isoOrNull(coolingUntil(key, now)),
    verdict: verdictOf(key, now),
  };
}
