import type { KeyNode } from '../../engine/nodes.ts';
import { seenSharing } from '../../engine/sharing.ts';

/** Keys of other accounts that were seen to draw on the same quota as this one. */
export function keysSeenSharing({ account, provider }: KeyNode): readonly KeyNode[] {
  const accounts = seenSharing(account);
  return accounts.length === 0 ? [] : provider.keys.filter((key) => accounts.includes(key.account));
}
