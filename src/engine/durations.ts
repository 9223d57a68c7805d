import type { HeaderFormat } from '../catalog/types.ts';

/** Longer than any window of the catalog: beyond it a value is noise. */
const LONGEST_WAIT_MS = 400 * 86_400_000;

const GO_UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** A plain number of zero or more, without sign, unit or exponent; null when the text is anything else. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  return /^\d{1,15}(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

/** A Go duration such as `2m59.56s`, `370ms`, `1h2m3.5s`, in ms; null when it is none. */
export function readGoDuration(text: string): number | null {
  const trimmed = text.trim();
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(trimmed)) return null;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (GO_UNIT_MS[unit ?? ''] ?? 0);
  }
  return Math.ceil(total);
}

/** `H:MM:SS` or `MM:SS`, in ms; null when it is neither. */
export function readClock(text: string): number | null {
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [, hour = '0', minute = '0', second = '0'] = match;
  return (Number(hour) * 3_600 + Number(minute) * 60 + Number(second)) * 1_000;
}

/** An HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`), epoch ms; null when it is none. */
export function readHttpDate(text: string): number | null {
  const trimmed = text.trim();
  return /^[A-Z][a-z]{2,8},? .+ GMT$/.test(trimmed) ? dateOf(trimmed) : null;
}

/** An RFC 3339 moment (`2026-09-18T10:00:00Z`), epoch ms; null when it is none. */
export function readRfc3339(text: string): number | null {
  const trimmed = text.trim();
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(trimmed)
    ? dateOf(trimmed)
    : null;
}

/**
 * The moment a reset or retry value means, epoch ms, by the provider's own format: the same header name is a
 * duration at one provider, seconds at the next and an epoch at the third. Null when unreadable or absurdly far.
 */
export function readMoment(format: HeaderFormat, text: string, nowMs: number): number | null {
  const at = momentOf(format, text, nowMs);
  return at === null || !Number.isFinite(at) || at > nowMs + LONGEST_WAIT_MS ? null : at;
}

function momentOf(format: HeaderFormat, text: string, nowMs: number): number | null {
  switch (format) {
    case 'seconds':
      return after(nowMs, seconds(text));
    case 'milliseconds':
      return after(nowMs, readNumber(text));
    case 'epoch_seconds':
      return times(readNumber(text), 1_000);
    case 'epoch_milliseconds':
      return readNumber(text);
    case 'go_duration':
      return after(nowMs, readGoDuration(text));
    case 'rfc3339':
      return readRfc3339(text);
    case 'http_date':
      return readHttpDate(text);
    case 'seconds_or_http_date':
      return after(nowMs, seconds(text)) ?? readHttpDate(text);
    case 'any_reset':
      return anyMoment(text, nowMs);
    case 'integer':
    case 'structured':
      return null;
  }
}

/** A number beyond 1e11 can only be epoch ms, beyond 1e9 epoch seconds: as a wait it would be over 31 years. */
function anyMoment(text: string, nowMs: number): number | null {
  const number = readNumber(text);
  if (number === null) return after(nowMs, readGoDuration(text)) ?? readRfc3339(text) ?? readHttpDate(text);
  if (number >= 1e11) return number;
  return number >= 1e9 ? number * 1_000 : after(nowMs, number * 1_000);
}

function seconds(text: string): number | null {
  return times(readNumber(text), 1_000);
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** Rounded up: a wait that ends a fraction of a ms early is refused. */
function after(nowMs: number, waitMs: number | null): number | null {
  return waitMs === null ? null : nowMs + Math.ceil(waitMs);
}

function dateOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
