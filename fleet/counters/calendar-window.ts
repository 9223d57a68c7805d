import type { SimCalendar } from '../sim-spec.ts';

export interface CalendarWindow {
  readonly startAt: number;
  readonly endAt: number;
}

const fixedMs = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar window of `zone` that holds the moment `at`; daylight saving makes days of 23 and 25 hours. */
export function calendarWindow(at: number, calendar: SimCalendar, zone: string): CalendarWindow {
  if (calendar !== 'day' && calendar !== 'month') {
    const ms = fixedMs[calendar];
    const startAt = Math.floor(at / ms) * ms;
    return { startAt, endAt: startAt + ms };
  }
  const local = new Date(at + zoneOffsetMs(at, zone));
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth();
  const day = calendar === 'day' ? local.getUTCDate() : 1;
  const next = calendar === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
  return { startAt: toEpoch(Date.UTC(year, month, day), zone), endAt: toEpoch(next, zone) };
}

/** The moment at which the clocks of `zone` show the wall time `wall` (given as if it were UTC). */
function toEpoch(wall: number, zone: string): number {
  const guess = wall - zoneOffsetMs(wall, zone);
  return wall - zoneOffsetMs(guess, zone);
}

function zoneOffsetMs(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}
