import fc from 'fast-check';
import type { PlainLimit } from '../../src/engine/nodes.ts';
import { anyLimits } from './any-limits.ts';
import type { WorldProvider } from './world.ts';

export const anyRotation = fc.constantFrom(
  'round-robin' as const,
  'sticky' as const,
  'most-remaining' as const,
);
/** Who owns the counters. */
const anyScope = fc.constantFrom('account' as const, 'account' as const, 'key' as const, 'ip' as const);

export function anyProvider(
  id: string,
  limits: fc.Arbitrary<PlainLimit[]> = anyLimits,
): fc.Arbitrary<WorldProvider> {
  return fc.record({
    id: fc.constant(id),
    limits,
    keys: fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((accounts) =>
        accounts.map((account, index) => ({ id: `${id}-${index}`, account: `${id}-${account}` })),
      ),
    rotation: anyRotation,
    models: fc.constantFrom(['model-a'], ['model-a', 'model-b']),
    def: fc
      .tuple(anyScope, fc.constantFrom({}, {}, { reservesMaxTokens: true as const }))
      .map(([scope, reserves]) => ({ quota: { scope, groups: [], windows: {}, ...reserves } })),
  });
}

export function anyProviders(limits?: fc.Arbitrary<PlainLimit[]>): fc.Arbitrary<WorldProvider[]> {
  return fc
    .tuple(anyProvider('first', limits), fc.option(anyProvider('second', limits)))
    .map((all) => all.filter((provider) => provider !== null));
}
