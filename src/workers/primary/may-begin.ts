import { isBenched } from '../../engine/bench.ts';
import { admits } from '../../engine/breaker.ts';
import type { Lane } from '../../engine/nodes.ts';

/**
 * Whether a call may begin over the lane now: what choosing looks at beside quota (engine/choose.ts, choose-key.ts), asked
 * once more where it is known for sure.
 */
export function mayBegin({ key, node, benches }: Lane, now: number): boolean {
  if (!key.enabled || key.invalid !== null) return false;
  if (!admits(key.breaker, now) || !admits(node.provider.breaker, now)) return false;
  return benches.every((bench) => !isBenched(bench, now));
}

/** The call that has just begun tries somebody out: nobody else goes until it tells. */
export function isTrial({ key, node, benches }: Lane): boolean {
  return (
    key.breaker.state === 'trial' ||
    node.provider.breaker.state === 'trial' ||
    benches.some(({ trialUntilAt }) => trialUntilAt > 0)
  );
}
