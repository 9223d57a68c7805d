import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';

/** What the badge of a key says. */
export type KeyState = 'active' | 'ready' | 'paused' | 'spent' | 'invalid' | 'disabled';

export const keyStates: readonly KeyState[] = ['active', 'ready', 'paused', 'spent', 'invalid', 'disabled'];

const minuteMs = 60_000;

/** A key that waits is `spent` when it waits for a day or a month, else `paused`. */
export function stateOf(key: KeyView): KeyState {
  switch (key.status) {
    case 'ready':
      return key.active ? 'active' : 'ready';
    case 'cooling':
      return waitsForLongWindow(key) ? 'spent' : 'paused';
    case 'resting':
      return 'paused';
    case 'invalid':
    case 'disabled':
      return key.status;
    default:
      return key.status satisfies never;
  }
}

function waitsForLongWindow({ last_error: error, cooling_until: until, quotas }: KeyView): boolean {
  if (error?.class === 'quota_spent') return true;
  return quotas.some((quota) => isLong(quota) && quota.remaining < 1 && endsAt(quota, until));
}

export function isLong({ window }: Pick<QuotaView, 'window'>): boolean {
  return window === 'day' || window === 'month';
}

function endsAt({ resets_at: resetsAt }: QuotaView, until: string | null): boolean {
  if (until === null || resetsAt === null) return until === null;
  return Math.abs(Date.parse(resetsAt) - Date.parse(until)) < minuteMs;
}
