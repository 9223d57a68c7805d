import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClock, readGoDuration, readHttpDate, readMoment, readNumber, readRfc3339 } from './durations.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

describe('durations', () => {
  test.each([
    ['2m59.56s', 179_560],
    ['7.66s', 7_660],
    ['370ms', 370],
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['9m38.016s', 578_016],
    ['0.05s', 50],
  ])('Go duration %s', (text, ms) => expect(readGoDuration(text)).toBe(ms));

  test.each(['', '12', 's', '5 s', '-3s', '1x', '2m59.56', 'NaNs'])('%j is no Go duration', (text) =>
    expect(readGoDuration(text)).toBeNull(),
  );

  test.each([
    ['2:05:11', 7_511_000],
    ['05:11', 311_000],
    ['26:00:00', 93_600_000],
  ])('clock %s', (text, ms) => expect(readClock(text)).toBe(ms));

  test('a clock needs its colons', () => expect(readClock('511')).toBeNull());

  test('numbers carry no sign, unit or exponent', () => {
    expect(readNumber(' 33011.382867 ')).toBe(33011.382867);
    for (const text of ['', '-1', '1e9', '0x10', '1,000', 'Infinity', '9'.repeat(40)])
      expect(readNumber(text)).toBeNull();
  });

  test('dates', () => {
    expect(readHttpDate('Sat, 21 Nov 2026 10:00:30 GMT')).toBe(now + 30_000);
    expect(readHttpDate('30')).toBeNull();
    expect(readRfc3339('2026-11-21T10:00:00Z')).toBe(now);
    expect(readRfc3339('2026-11-21')).toBeNull();
  });
});

describe('moments by format', () => {
  test.each([
    ['seconds', '17', 17_000],
    ['seconds', '0.5', 500],
    ['milliseconds', '1500', 1_500],
    ['go_duration', '6m0s', 360_000],
    ['seconds_or_http_date', '17', 17_000],
    ['seconds_or_http_date', 'Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    ['epoch_milliseconds', String(now + 60_000), 60_000],
    ['epoch_seconds', String(now / 1_000 + 60), 60_000],
    ['any_reset', '60', 60_000],
    ['any_reset', '1m0s', 60_000],
    ['any_reset', String(now / 1_000 + 60), 60_000],
    ['any_reset', String(now + 60_000), 60_000],
    ['any_reset', '2026-11-21T10:01:00Z', 60_000],
  ] as const)('%s %s', (format, text, wait) => expect(readMoment(format, text, now)).toBe(now + wait));

  test('a Groq duration is no number of seconds, and a number is no duration', () => {
    expect(readMoment('seconds', '2m59.56s', now)).toBeNull();
    expect(readMoment('go_duration', '179', now)).toBeNull();
  });

  test('a wait of years is noise', () => expect(readMoment('seconds', '99999999999', now)).toBeNull());

  test('never throws, never NaN', () => {
    const formats = [
      'integer',
      'seconds',
      'go_duration',
      'rfc3339',
      'http_date',
      'any_reset',
      'structured',
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.string(), (format, text) => {
        const at = readMoment(format, text, now);
        expect(at === null || Number.isFinite(at)).toBe(true);
      }),
    );
  });
});
