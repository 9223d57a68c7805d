import { setImmediate } from 'node:timers/promises';
import { NoriaError } from '../../shared/errors.ts';
import { dayMs, utcDay } from '../../shared/utc-day.ts';
import { addCounts, type Writable } from '../../store/usage-counts.ts';
import type { UsageColumn, UsageSum } from '../../store/usage-sums.ts';
import type { UsageRepository } from '../../store/usage.ts';
import type { UsageDimension } from '../views/usage-view.ts';
import type { UsageQuery } from './usage-query.ts';

/** More rows are no table that anybody reads. */
const mostRows = 50_000;
/** Added up at once: between two such parts others have their turn. */
const daysAtOnce = 7;

const columns = {
  provider: 'provider',
  key: 'keyId',
  model: 'model',
  app: 'app',
  day: 'day',
} as const satisfies Record<UsageDimension, UsageColumn>;

/** Added up over all the days, in the order of the columns asked for. @throws NoriaError invalid_request: too many rows */
export async function collectUsage(
  usage: Pick<UsageRepository, 'sums'>,
  { from, to, by }: UsageQuery,
): Promise<UsageSum[]> {
  const names = by.map((dimension) => columns[dimension]);
  const found = new Map<string, Writable<UsageSum>>();
  for (const part of partsOf(from, to)) {
    for (const sum of await usage.sums({ ...part, by: names, limit: mostRows + 1 })) {
      const id = names.map((name) => sum[name]).join('\n');
      const known = found.get(id);
      if (known === undefined) found.set(id, { ...sum });
      else addCounts(known, sum);
    }
    if (found.size > mostRows) throw tooMany(by);
    await setImmediate();
  }
  return [...found.values()].toSorted((one, other) => inOrder(names, one, other));
}

function* partsOf(from: string, to: string): Generator<{ readonly from: string; readonly to: string }> {
  const end = Date.parse(to);
  for (let at = Date.parse(from); at <= end; at += daysAtOnce * dayMs)
    yield { from: utcDay(at), to: utcDay(Math.min(end, at + (daysAtOnce - 1) * dayMs)) };
}

function inOrder(names: readonly UsageColumn[], one: UsageSum, other: UsageSum): number {
  for (const name of names) {
    const [first = '', second = ''] = [one[name], other[name]];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}

function tooMany(by: readonly UsageDimension[]): NoriaError {
  return new NoriaError(
    'invalid_request',
    `By ${by.join(', ')} these days come to more than ${mostRows} rows; ask for fewer days or for less in "by".`,
    { param: 'by' },
  );
}
