import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowEnd, windowStart } from './calendar.ts';

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();
const pacific = 'America/Los_Angeles';

describe('calendar windows', () => {
  test('a UTC day, hour, minute, second and month', () => {
    const now = at('2026-11-21T10:17:42.123Z');
    expect(iso(windowStart('second', 'UTC', now))).toBe('2026-11-21T10:17:42.000Z');
    expect(iso(windowEnd('minute', 'UTC', now))).toBe('2026-11-21T10:18:00.000Z');
    expect(iso(windowStart('hour', 'UTC', now))).toBe('2026-11-21T10:00:00.000Z');
    expect(iso(windowEnd('day', 'UTC', now))).toBe('2026-11-22T00:00:00.000Z');
    expect(iso(windowStart('month', 'UTC', now))).toBe('2026-11-01T00:00:00.000Z');
    expect(iso(windowEnd('month', 'UTC', at('2026-12-31T23:59:59.999Z')))).toBe('2027-01-01T00:00:00.000Z');
  });

  test("Gemini's day ends at midnight Pacific, in winter and in summer", () => {
    expect(iso(windowEnd('day', pacific, at('2026-11-21T10:00:00Z')))).toBe('2026-11-22T08:00:00.000Z');
    expect(iso(windowEnd('day', pacific, at('2026-07-01T06:59:59Z')))).toBe('2026-07-01T07:00:00.000Z');
  });

  test('the day of a clock change has 23 or 25 hours', () => {
    const spring = at('2026-03-08T20:00:00Z');
    const autumn = at('2026-11-01T20:00:00Z');
    expect(windowEnd('day', pacific, spring) - windowStart('day', pacific, spring)).toBe(23 * 3_600_000);
    expect(windowEnd('day', pacific, autumn) - windowStart('day', pacific, autumn)).toBe(25 * 3_600_000);
  });

  test('a month that holds a clock change starts and ends at local midnight', () => {
    const now = at('2026-11-15T00:00:00Z');
    expect(iso(windowStart('month', pacific, now))).toBe('2026-11-01T07:00:00.000Z');
    expect(iso(windowEnd('month', pacific, now))).toBe('2026-12-01T08:00:00.000Z');
  });

  test('a day whose midnight is skipped starts with the clock change', () => {
    // Egypt moves its clocks from 24:00 to 01:00: that Friday begins at 01:00.
    const now = at('2024-04-26T12:00:00Z');
    expect(iso(windowStart('day', 'Africa/Cairo', now))).toBe('2024-04-25T22:00:00.000Z');
    expect(windowEnd('day', 'Africa/Cairo', now) - windowStart('day', 'Africa/Cairo', now)).toBe(
      23 * 3_600_000,
    );
  });

  test('a half-hour zone turns its hour at half past UTC', () => {
    expect(iso(windowStart('hour', 'Asia/Kolkata', at('2026-11-21T10:17:00Z')))).toBe(
      '2026-11-21T09:30:00.000Z',
    );
  });

  test('an unknown zone is an error', () => {
    expect(() => windowStart('day', 'Mars/Olympus', 0)).toThrow(RangeError);
  });
});

const zones = [
  'UTC',
  pacific,
  'Europe/Paris',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
];
const lengths = ['second', 'minute', 'hour', 'day', 'month'] as const;

test('windows tile time: each moment is in one window, and the next begins where it ends', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...lengths),
      fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
      (zone, length, now) => {
        const start = windowStart(length, zone, now);
        const end = windowEnd(length, zone, now);
        expect(start).toBeLessThanOrEqual(now);
        expect(end).toBeGreaterThan(now);
        // Far moments in between, so that the memo of the last window cannot answer.
        windowStart(length, zone, now + 400 * 86_400_000);
        expect(windowStart(length, zone, start)).toBe(start);
        windowStart(length, zone, now + 400 * 86_400_000);
        expect(windowEnd(length, zone, end - 1)).toBe(end);
        expect(windowStart(length, zone, end)).toBe(end);
        expect(windowStart(length, zone, start - 1)).toBeLessThan(start);
        expect(windowEnd(length, zone, start - 1)).toBe(start);
      },
    ),
    { numRuns: 400 },
  );
});

test('a local day shows one date from its first to its last moment, and another just outside', () => {
  const date = (zone: string, ms: number): string =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(ms);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
      (zone, now) => {
        const start = windowStart('day', zone, now);
        const end = windowEnd('day', zone, now);
        expect([date(zone, start), date(zone, end - 1)]).toEqual([date(zone, now), date(zone, now)]);
        expect(date(zone, start - 1)).not.toBe(date(zone, now));
        expect(date(zone, end)).not.toBe(date(zone, now));
      },
    ),
    { numRuns: 300 },
  );
});
