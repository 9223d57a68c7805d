import type { KeyNode } from '../../engine/nodes.ts';
import { iso, isoOrNull } from '../state/iso.ts';
import { coolingUntil, statusOfKey } from '../state/key-status.ts';
import { verdictOf } from './verdict.ts';

/** A key as the administrator sees it: never its secret. */
export function presentKey(key: KeyNode, now: number): object {
  const { id, spec, provider, successes, errors, lastUsedAt } = key;
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
    last_error: presentError(lastErrorOf(key)),
    last_used_at: isoOrNull(lastUsedAt),
    cooling_until: isoOrNull(coolingUntil(key, now)),
    verdict: verdictOf(key, now),
  };
}

/** An invalid key tells why, also when it was a test that found it out. */
function lastErrorOf({ lastError, invalid }: KeyNode): KeyNode['lastError'] {
  if (invalid === null || lastError?.class === 'credential') return lastError;
  return { class: 'credential', message: invalid.reason, at: invalid.at };
}

function presentError(error: KeyNode['lastError']): object | null {
  return error === null ? null : { class: error.class, message: error.message, at: iso(error.at) };
}
