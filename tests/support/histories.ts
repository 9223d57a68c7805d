import fc from 'fast-check';
import type { Window } from '../../src/catalog/types.ts';
import type { PlainLimit } from '../../src/engine/nodes.ts';
import { plainAsked, type Asked } from './virtual-client.ts';
import { deeds, plainReply, type Deed, type Reply } from './virtual-reply.ts';
import { limit, t0, type WorldProvider } from './world.ts';

/** Random histories: who is asked for what, when, and what the providers do. Each shrinks to its plainest form. */

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
  .tuple(fc.integer({ min: 500, max: 1_500 }), anyWindow)
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
  .tuple(fc.integer({ min: 1, max: 30 }), anyKind, fc.integer({ min: 500, max: 5_000 }), anyKind)
  .map(([requests, one, tokens, other]) => [
    limit(requests, windowOf(one, 'day')),
    limit(tokens, windowOf(other, 'day'), 'tokens'),
  ]);

/** Soon used up, and given back by the clock alone. */
export const tightLimits: fc.Arbitrary<PlainLimit[]> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), anyWindow, fc.option(tokenLimit))
  .map(([amount, window, tokens]) => [limit(amount, window), ...(tokens === null ? [] : [tokens])]);

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
    def: anyScope.map((scope) => ({ quota: { scope, groups: [], windows: {} } })),
  });
}

export function anyProviders(limits?: fc.Arbitrary<PlainLimit[]>): fc.Arbitrary<WorldProvider[]> {
  return fc
    .tuple(anyProvider('first', limits), fc.option(anyProvider('second', limits)))
    .map((all) => all.filter((provider) => provider !== null));
}

/** Mostly at once, sometimes long after. */
export const anyPause = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 8_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 70_000 }) },
);

/** Mostly one; now and then a crowd of up to fifty. */
const anyCrowd = fc.integer({ min: 0, max: 99 }).map((drawn) => (drawn < 98 ? 1 : (drawn - 97) * 25));

const strategies = fc.constantFrom(null, 'cascade' as const, 'race' as const, 'hedge' as const);

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** Whatever a client may want and do. */
export const anyAsked: fc.Arbitrary<Asked> = fc.record({
  pauseMs: anyPause,
  times: anyCrowd,
  stream: fc.boolean(),
  strategy: strategies,
  resume: fc.constantFrom(null, null, false),
  deadlineMs: rarely(fc.integer({ min: 1, max: 15_000 })),
  leavesAfterMs: rarely(fc.integer({ min: 0, max: 4_000 })),
  readsAfterMs: fc.option(fc.constantFrom(0, 0, 500, 1_500), { freq: 5 }),
  slownessMs: fc.constantFrom(0, 0, 0, 40, 40, 70_000),
  chars: fc.integer({ min: 1, max: 700 }),
  maxTokens: fc.integer({ min: 8, max: 30 }),
});

/** Clients who stay and read. */
export const patientAsked: fc.Arbitrary<Asked> = fc
  .record({
    pauseMs: anyPause,
    times: anyCrowd,
    stream: fc.boolean(),
    strategy: strategies,
    chars: fc.integer({ min: 1, max: 700 }),
  })
  .map((some) => ({ ...plainAsked, ...some }));

export function anyTraffic(asked: fc.Arbitrary<Asked>, maxLength = 30): fc.Arbitrary<Asked[]> {
  return fc.array(asked, { minLength: 1, maxLength });
}

export function replyOf(anyDeed: fc.Arbitrary<Deed>): fc.Arbitrary<Reply> {
  return fc
    .record({
      deed: anyDeed,
      connectsMs: fc.constantFrom(0, 0, 5, 60),
      thereMs: fc.integer({ min: 0, max: 60 }),
      thinksMs: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 7_000 }) },
      ),
      backMs: fc.integer({ min: 0, max: 250 }),
      pieces: fc.integer({ min: 0, max: 6 }),
      pauseMs: fc.constantFrom(0, 0, 10, 200, 2_900, 3_100),
      waitMs: fc.integer({ min: 0, max: 40_000 }),
    })
    .map((some) => ({ ...plainReply, ...some }));
}

/** Half of the calls go well. */
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constant('serves' as const),
  fc.constantFrom(...deeds),
);
export const anyReplies = fc.array(replyOf(anyDeed), { minLength: 1, maxLength: 12 });

/** What the providers do, one call after the other, over and over. */
export function inTurn(replies: readonly Reply[]): (call: unknown, serial: number) => Reply {
  return (_call, serial) => replies[serial % replies.length] ?? plainReply;
}
