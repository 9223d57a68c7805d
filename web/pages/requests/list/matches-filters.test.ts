import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variedTrace } from '../../../../bench/harness/varied-trace.ts';
import { createTraces } from '../../../../src/relay/traces/traces.ts';
import type { TraceFilter } from '../../../../src/store/traces.ts';
import { tracesStartAt } from '../../../../tests/support/traced.ts';
import type { Filters } from '../filters/filters.ts';
import { matchesFilters } from './matches-filters.ts';

const isoOf = (second: number): string => new Date(tracesStartAt + second * 1_000).toISOString();

const values = {
  outcome: fc.constantFrom('served', 'failed', 'left'),
  provider: fc.constantFrom('groq', 'mistral', 'cohere'),
  model: fc.constantFrom('command-r', 'openai/gpt-oss-120b'),
  route: fc.constantFrom('auto', 'auto:fast'),
  strategy: fc.constantFrom('cascade', 'race'),
  code: fc.constantFrom('pool_exhausted', 'internal'),
  key: fc.constantFrom('gsk_abc1...xyz9', ''),
  q: fc.constantFrom('LLAMA', 'groq/', '429', 'rate limit', 'requests a minute', 'trc_', 'code →', 'nowhere'),
  from: fc.integer({ min: 0, max: 100 }).map(isoOf),
  to: fc.integer({ min: 0, max: 100 }).map(isoOf),
};
const names = Object.keys(values) as (keyof typeof values)[];
/** Few of them, or nothing would be left. */
const filters: fc.Arbitrary<Filters> = fc
  .subarray(names, { maxLength: 3 })
  .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, values[name]]))));

/** As the gateway reads the same from an address. */
function asGateway({ q, from, to, ...same }: Filters): TraceFilter {
  return {
    ...same,
    text: q?.toLowerCase(),
    from: from === undefined ? undefined : Date.parse(from),
    until: to === undefined ? undefined : Date.parse(to),
  };
}

/** The gateway's own list of some requests, all in memory. */
const listed = createTraces({
  repository: {
    write: () => Promise.resolve(),
    find: () => Promise.resolve([]),
    get: () => Promise.resolve(null),
    forgetBodies: () => Promise.resolve(),
  },
  scrub: (text) => text,
  flushEveryMs: 1e9,
  kept: 0,
  onError: (error) => {
    throw error;
  },
});
const some = Array.from({ length: 100 }, (_, index) => variedTrace(index + 1));
for (const trace of some) listed.add(trace);

describe('a request that comes live', () => {
  test('is taken in if, and only if, the gateway would list it', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(filters, async (given) => {
        const wanted = await listed.list({ ...asGateway(given), limit: 100 });
        const found = some.map((trace) => trace.record()).filter((record) => matchesFilters(record, given));
        expect(found.map(({ id }) => id).toReversed()).toEqual(wanted.map(({ id }) => id));
        taken += found.length;
      }),
      { numRuns: 200 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  test('a day is meant with all of it', () => {
    const trace = { ...variedTrace(1).record(), at: '2026-11-21T23:59:59.999Z' };
    expect(matchesFilters(trace, { from: '2026-11-21', to: '2026-11-21' })).toBe(true);
    expect(matchesFilters(trace, { to: '2026-11-20' })).toBe(false);
    expect(matchesFilters(trace, { from: '2026-11-22' })).toBe(false);
  });
});
