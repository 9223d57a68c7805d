import { describe, expect, it } from 'vitest';
import { calendarWindow } from './calendar-window.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('calendar windows', () => {
  it('ends the UTC minute, day and month where the calendar does', () => {
    const at = Date.parse('2026-11-30T23:59:59.999Z');
    expect(iso(calendarWindow(at, 'minute', 'UTC').endAt)).toBe('2026-12-01T00:00:00.000Z');
    expect(iso(calendarWindow(at, 'day', 'UTC').startAt)).toBe('2026-11-30T00:00:00.000Z');
    expect(iso(calendarWindow(at, 'month', 'UTC').startAt)).toBe('2026-11-01T00:00:00.000Z');
    expect(iso(calendarWindow(at, 'month', 'UTC').endAt)).toBe('2026-12-01T00:00:00.000Z');
  });

  it('ends the Pacific day at local midnight in winter and in summer', () => {
    const zone = 'America/Los_Angeles';
    expect(iso(calendarWindow(Date.parse('2026-01-15T07:59:59Z'), 'day', zone).endAt)).toBe(
      '2026-01-15T08:00:00.000Z',
    );
    expect(iso(calendarWindow(Date.parse('2026-07-15T12:00:00Z'), 'day', zone).endAt)).toBe(
      '2026-07-16T07:00:00.000Z',
    );
  });

  it('has days of 23 and 25 hours where the clocks change', () => {
    const zone = 'America/Los_Angeles';
    const hours = (at: string): number => {
      const { startAt, endAt } = calendarWindow(Date.parse(at), 'day', zone);
      return (endAt - startAt) / 3_600_000;
    };
    expect(hours('2026-03-08T20:00:00Z')).toBe(23);
    expect(hours('2026-11-01T20:00:00Z')).toBe(25);
    expect(hours('2026-11-02T20:00:00Z')).toBe(24);
  });
});
