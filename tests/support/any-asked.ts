import fc from 'fast-check';
import { plainAsked, type Asked } from './virtual-client.ts';

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
  // Now and then more than a provider that reserves them lets in.
  maxTokens: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 8, max: 30 }) },
    { weight: 1, arbitrary: fc.integer({ min: 8, max: 5_000 }) },
  ),
  wantsUsage: fc.boolean(),
  model: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    'auto:smart',
    'auto:fast',
    'first/model-a',
    'model-a',
  ),
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
