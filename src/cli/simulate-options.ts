import { parseArgs } from 'node:util';
import { parseRate, rateAllowed } from '../simulate/rate.ts';
import { shapeNames, type Shape } from '../simulate/shapes.ts';
import type { DayWish } from '../simulate/plan-day.ts';
import { dayMs } from '../shared/utc-day.ts';
import { UsageError } from './usage-error.ts';

export interface SimulateOptions {
  readonly wish: DayWish;
  /** As it was written. */
  readonly rate: string;
  readonly json: boolean;
}

export const simulateUsage = `Usage: noria simulate --rate 20000/day [--keys groq=1,mistral=2] [--local]

  --rate 20000/day     requests, by day, hour or minute
  --keys groq=1,…      keys of each provider; default: those of this machine
  --accounts groq=1,…  accounts that share these keys; default: one each
  --local              with a local model as the last resort
  --local-at-once 1    answers that it makes at once; default: as many as come
  --hours 24           how long, up to 744
  --shape day          day (people), flat, burst (each hour), rush (midnight)
  --seed 1             another number is another day of the same kind
  --start 2026-11-21   default: today, 00:00 UTC
  --json               the result as JSON
`;

/** Reads the command line. `now` in epoch ms. @throws UsageError that names what is wrong and what is allowed */
export function readSimulateOptions(args: string[], now: number): SimulateOptions {
  const given = readArgs(args);
  const { rate } = given;
  const perHour = rate === undefined ? null : parseRate(rate);
  if (rate === undefined || perHour === null) throw wrong('--rate', rate, rateAllowed);
  const localAtOnce = given['local-at-once'];
  // Whoever names the keys names all there is.
  const unsaid = given.keys === undefined ? null : false;
  return {
    rate: rate.trim(),
    json: given.json === true,
    wish: {
      perHour,
      hours: numberOf('--hours', given.hours, { standard: 24, allowed: 'hours, such as 24' }),
      shape: shapeOf(given.shape),
      seed: wholeOf('--seed', given.seed, { standard: 1, from: 0 }),
      startAt: startOf(given.start, now),
      keys: given.keys === undefined ? null : countsOf('--keys', given.keys),
      accounts: given.accounts === undefined ? new Map() : countsOf('--accounts', given.accounts),
      local: given.local === true || localAtOnce !== undefined ? true : unsaid,
      localAtOnce:
        localAtOnce === undefined ? null : wholeOf('--local-at-once', localAtOnce, { standard: 1, from: 1 }),
    },
  };
}

function readArgs(args: string[]): ReturnType<typeof parse>['values'] {
  try {
    return parse(args).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const text = { type: 'string' } as const;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      rate: text,
      keys: text,
      accounts: text,
      hours: text,
      shape: text,
      seed: text,
      start: text,
      'local-at-once': text,
      local: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}

/** `groq=1,mistral=2`; a name alone is one. */
function countsOf(option: string, list: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const part of list.split(',')) {
    const [, id, count = '1'] = /^\s*([a-z0-9_-]+)\s*(?:=\s*(\d+)\s*)?$/i.exec(part) ?? [];
    if (id === undefined || counts.has(id.toLowerCase()))
      throw wrong(option, part, 'provider=number, each once, with commas between: groq=1,mistral=2');
    counts.set(id.toLowerCase(), Number(count));
  }
  return counts;
}

function shapeOf(name: string | undefined): Shape {
  const shape = shapeNames.find((known) => known === (name ?? 'day'));
  if (shape === undefined) throw wrong('--shape', name, shapeNames.join(', '));
  return shape;
}

function numberOf(
  option: string,
  value: string | undefined,
  { standard, allowed }: { standard: number; allowed: string },
): number {
  const number = value === undefined ? standard : Number(value);
  if (value?.trim() === '' || !Number.isFinite(number)) throw wrong(option, value, allowed);
  return number;
}

function wholeOf(
  option: string,
  value: string | undefined,
  { standard, from }: { standard: number; from: number },
): number {
  const allowed = `a whole number from ${from}`;
  const number = numberOf(option, value, { standard, allowed });
  if (!Number.isSafeInteger(number) || number < from) throw wrong(option, value, allowed);
  return number;
}

function startOf(value: string | undefined, now: number): number {
  if (value === undefined) return Math.floor(now / dayMs) * dayMs;
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw wrong('--start', value, 'a date or an ISO time: 2026-11-21, 2026-11-21T08:00Z');
  return at;
}

function wrong(option: string, value: string | undefined, allowed: string): UsageError {
  return new UsageError(
    value === undefined
      ? `${option} is missing; allowed: ${allowed}`
      : `${option} is "${value}"; allowed: ${allowed}`,
  );
}
