import { limitOf, spareOf, windowLength, type Bucket } from '../../engine/bucket.ts';
import type { KeyNode } from '../../engine/nodes.ts';
import { chatModels } from '../../engine/model-steps.ts';
import { bucketsSeen } from '../state/can-serve.ts';
import { statusOfKey } from '../state/key-status.ts';

export type Verdict = 'excellent' | 'near_limit' | 'problematic';

/** Fewer calls than this say nothing. */
const callsThatTell = 5;
const leastSuccessShare = 0.5;
/** A key that is refused for its quota is a good key. */
const limitClasses = new Set(['rate_limited', 'quota_spent', 'overloaded']);
const nearShare = 0.15;

/** What the owner should think of a key: remove it, expect it to run out soon, or nothing at all. */
export function verdictOf(key: KeyNode, now: number): Verdict {
  const calls = key.successes + key.errors;
  if (key.invalid !== null) return 'problematic';
  if (statusOfKey(key, now) === 'cooling') return 'near_limit';
  const failsOften = calls >= callsThatTell && key.successes / calls < leastSuccessShare;
  if (failsOften) return limitClasses.has(key.lastError?.class ?? '') ? 'near_limit' : 'problematic';
  return chatModels(key.provider).some((node) =>
    bucketsSeen(key, node).some((bucket) => isNearlySpent(bucket, now)),
  )
    ? 'near_limit'
    : 'excellent';
}

/** Of the long windows: a minute that is used up is an ordinary minute. */
function isNearlySpent(bucket: Bucket, now: number): boolean {
  const length = windowLength(bucket.spec.window);
  if (length !== 'day' && length !== 'month') return false;
  const limit = limitOf(bucket, now);
  return limit > 0 && limit !== Infinity && spareOf(bucket, now) / limit <= nearShare;
}
