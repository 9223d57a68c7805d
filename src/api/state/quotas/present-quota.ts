import type { QuotaView } from '../../views/quota-view.ts';
import { isoOrNull } from '../iso.ts';
import { exact, type Amount } from './amounts.ts';
import type { LimitSlot } from './limit-slots.ts';

export function presentQuota({ name }: LimitSlot, { limit, remaining, resetsAt, source }: Amount): QuotaView {
  return {
    ...name,
    limit,
    used: exact(limit - remaining),
    remaining,
    resets_at: isoOrNull(resetsAt),
    source,
  };
}
