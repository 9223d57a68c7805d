import fc from 'fast-check';
import type { Window } from '../../src/catalog/types.ts';
import type { PlainLimit } from '../../src/engine/nodes.ts';
import { limit, t0 } from './world.ts';

type ClockWindow = Exclude<Window, { kind: 'in_flight' }>;
const zone = 'America/Los_Angeles';
const windowOf = (kind: ClockWindow['kind'], length: ClockWindow['length']): ClockWindow =>
  kind === 'fixed' ? { kind, length, zone } : { kind, length };
const anyKind = fc.constantFrom(
  'refill' as const,
  'fixed' as const,
  'rolling' as const,
  'first_use' as const,
);
const anyLength = fc.constantFrom('minute' as const, 'second' as const, 'hour' as const, 'day' as const);
const anyWindow = fc.tuple(anyKind, anyLength).map(([kind, length]) => windowOf(kind, length));

/** Noon, or soon before midnight in the zone of the calendar windows; once that is the night with an hour more. */
export const anyStart = fc.constantFrom(
  t0,
  Date.parse('2026-11-21T23:59:00-08:00'),
  Date.parse('2026-11-01T23:59:00-08:00'),
  Date.parse('2026-11-01T00:58:30-07:00'),
);

const requestLimit = fc
  .tuple(fc.integer({ min: 1, max: 12 }), anyWindow)
  .map(([amount, window]) => limit(amount, window));
/** Room for one call of any size: what is larger than a bucket cannot be exact. */
const tokenLimit = fc
  .tuple(fc.integer({ min: 850, max: 2_500 }), anyWindow)
  .map(([amount, window]) => limit(amount, window, 'tokens'));
const placesAtOnce = fc
  .integer({ min: 1, max: 4 })
  .map((amount): PlainLimit => ({ unit: 'concurrent', amount, window: { kind: 'in_flight' } }));

/** At most one limit of each unit and length: that is what names a bucket. */
const limitsOf = (...kinds: fc.Arbitrary<PlainLimit>[]): fc.Arbitrary<PlainLimit[]> =>
  fc.uniqueArray(fc.oneof(...kinds), {
    maxLength: 3,
    selector: ({ unit, window }) => `${unit} ${window.kind === 'in_flight' ? '' : window.length}`,
  });

export const anyLimits = limitsOf(requestLimit, requestLimit, tokenLimit, placesAtOnce);
/** Of a day, in which little comes back during a history. */
export const dayLimits: fc.Arbitrary<PlainLimit[]> = fc
  .tuple(fc.integer({ min: 1, max: 30 }), anyKind, fc.integer({ min: 850, max: 5_000 }), anyKind)
  .map(([requests, one, tokens, other]) => [
    limit(requests, windowOf(one, 'day')),
    limit(tokens, windowOf(other, 'day'), 'tokens'),
  ]);

/** Soon used up, and given back by the clock alone. */
export const tightLimits: fc.Arbitrary<PlainLimit[]> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), anyWindow, fc.option(tokenLimit))
  .map(([amount, window, tokens]) => [limit(amount, window), ...(tokens === null ? [] : [tokens])]);
