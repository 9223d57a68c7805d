import type { WindowLength } from '../catalog/types.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

/** A memo of pure results: the last window asked of each zone and length. It changes speed, never an answer. */
const lastSpans = new Map<string, Partial<Record<WindowLength, Span>>>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Start of the calendar window that holds `nowMs`, epoch ms, in an IANA zone, daylight saving included.
 * @throws RangeError when the zone is unknown.
 */
export function windowStart(length: WindowLength, zone: string, nowMs: number): number {
  return spanOf(length, zone, nowMs).startAt;
}

/**
 * Epoch ms at which that window ends: the first ms of the next one.
 * @throws RangeError when the zone is unknown.
 */
export function windowEnd(length: WindowLength, zone: string, nowMs: number): number {
  return spanOf(length, zone, nowMs).endAt;
}

function spanOf(length: WindowLength, zone: string, nowMs: number): Span {
  let spans = lastSpans.get(zone);
  if (spans === undefined) {
    spans = {};
    lastSpans.set(zone, spans);
  }
  const last = spans[length];
  if (last !== undefined && nowMs >= last.startAt && nowMs < last.endAt) return last;
  const span = computeSpan(length, zone, nowMs);
  spans[length] = span;
  return span;
}

function computeSpan(length: WindowLength, zone: string, nowMs: number): Span {
  switch (length) {
    case 'second':
      return even(nowMs, SECOND);
    case 'minute':
      return even(nowMs, MINUTE);
    case 'hour':
      return zone === 'UTC' ? even(nowMs, HOUR) : localHour(zone, nowMs);
    case 'day':
      return zone === 'UTC' ? even(nowMs, DAY) : localDate(zone, nowMs, nextDay);
    case 'month':
      return localDate(zone, nowMs, nextMonth);
  }
}

function even(nowMs: number, lengthMs: number): Span {
  const startAt = Math.floor(nowMs / lengthMs) * lengthMs;
  return { startAt, endAt: startAt + lengthMs };
}

/** Zones with a half-hour offset turn their hour at :30; a clock change inside an hour ends that hour. */
function localHour(zone: string, nowMs: number): Span {
  const offset = offsetMs(zone, nowMs);
  const { startAt, endAt } = even(nowMs + offset, HOUR);
  const [start, end] = [startAt - offset, endAt - offset];
  return {
    startAt: offsetMs(zone, start) === offset ? start : changeBetween(zone, start, nowMs),
    endAt: offsetMs(zone, end - 1) === offset ? end : changeBetween(zone, nowMs, end - 1),
  };
}

/** Wall-clock values are kept as if they were UTC, so that calendar arithmetic is that of Date.UTC. */
type WallSpan = (wall: Date) => readonly [start: number, end: number];

const nextDay: WallSpan = (wall) => {
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  return [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)];
};

const nextMonth: WallSpan = (wall) => {
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth()];
  return [Date.UTC(year, month), Date.UTC(year, month + 1)];
};

function localDate(zone: string, nowMs: number, span: WallSpan): Span {
  const [start, end] = span(new Date(nowMs + offsetMs(zone, nowMs)));
  return { startAt: firstMomentOf(zone, start), endAt: firstMomentOf(zone, end) };
}

/** The first moment at which the zone's wall clock shows `wall` or, where a clock change skips it, something later. */
function firstMomentOf(zone: string, wall: number): number {
  const before = offsetMs(zone, wall - 1.5 * DAY);
  const after = offsetMs(zone, wall + 1.5 * DAY);
  const candidates = [wall - before, wall - after].filter((at) => at + offsetMs(zone, at) === wall);
  if (candidates.length > 0) return Math.min(...candidates);
  return changeBetween(zone, wall - after, wall - before);
}

/** The moment after `fromMs`, up to `toMs`, at which the offset becomes that of `toMs`. */
function changeBetween(zone: string, fromMs: number, toMs: number): number {
  const target = offsetMs(zone, toMs);
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === target) high = middle;
    else low = middle;
  }
  return high;
}

/** Wall clock minus UTC, ms. */
function offsetMs(zone: string, atMs: number): number {
  if (zone === 'UTC') return 0;
  const seconds = Math.floor(atMs / SECOND) * SECOND;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(seconds)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}
