import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainRecord } from '../../../../tests/support/traced.ts';
import { storyOf, ticksOf } from './story.ts';

describe('ticksOf', () => {
  test.each([
    [100, [0, 20, 40, 60, 80]],
    [412, [0, 100, 200, 300, 400]],
    [2_800, [0, 1_000, 2_000]],
    [0.4, [0, 0.1, 0.2, 0.30000000000000004, 0.4]],
  ])('of %d ms', (span, ticks) => expect(ticksOf(span)).toEqual(ticks));

  test('are two to five, even, and within the span', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e8, noNaN: true }), (span) => {
        const ticks = ticksOf(span);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.at(-1)!).toBeLessThanOrEqual(span * (1 + 1e-9));
        expect(ticks.at(-1)! + ticks[1]).toBeGreaterThan(span * 0.66);
      }),
    );
  });
});

describe('storyOf', () => {
  const plain = plainRecord('trc_1', 0);
  const attempt = plain.attempts[0];

  test('tells all in order, and joins a resume with its attempt', () => {
    const resume = { at_ms: 300, after_chars: 40, how: 'prefix', attempt: 2, overlap_chars: 0 } as const;
    const { happenings, spanMs } = storyOf({
      ...plain,
      took_ms: 500,
      attempts: [
        { ...attempt, at_ms: 100, took_ms: 200 },
        { ...attempt, number: 2, at_ms: 300, took_ms: 250 },
      ],
      waits: [{ at_ms: 0, for_ms: 1_000, took_ms: 100 }],
      notes: [{ at_ms: 300, text: 'so it was' }],
      resumes: [resume],
    });
    expect(happenings.map(({ kind, at }) => [kind, at])).toEqual([
      ['wait', 0],
      ['attempt', 100],
      ['note', 300],
      ['attempt', 300],
    ]);
    expect(happenings.at(-1)).toMatchObject({ resume });
    expect(happenings[1]).toMatchObject({ resume: null });
    expect(spanMs).toBe(550);
  });

  test('has a span even where nothing took time', () => {
    expect(storyOf({ ...plain, took_ms: 0, attempts: [] })).toEqual({ happenings: [], spanMs: 1 });
  });
});
