import { setImmediate } from 'node:timers/promises';
import { NoriaError } from '../../shared/errors.ts';
import type { UsageColumn, UsageCounts, UsageSum } from '../../store/usage-sums.ts';
import type { UsageRepository } from '../../store/usage.ts';
import type { UsageDimension } from '../views/usage-view.ts';
import type { UsageQuery } from './usage-query.ts';

/** More rows are no table that anybody reads. */
const mostRows = 50_000;
/** Added up at once: between two such parts others have their turn. */
const daysAtOnce = 7;
const dayMs = 86_400_000;

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
  const found = new Map<string, UsageSum>();
  for (const part of partsOf(from, to)) {
    for (const sum of await usage.sums({ ...part, by: names, limit: mostRows + 1 })) {
      const id = names.map((name) => sum[name]).join('\n');
      const known = found.get(id);
      found.set(id, known === undefined ? sum : { ...sum, ...addCounts(known, sum) });
    }
    if (found.size > mostRows) throw tooMany(by);
    await setImmediate();
  }
  return [...found.values()].toSorted((one, other) => inOrder(names, one, other));
}

function* partsOf(from: string, to: string): Generator<{ readonly from: string; readonly to: string }> {
  const end = Date.parse(to);
  for (let at = Date.parse(from); at <= end; at += daysAtOnce * dayMs)
    yield { from: dayOf(at), to: dayOf(Math.min(end, at + (daysAtOnce - 1) * dayMs)) };
}

export function addCounts(one: UsageCounts, other: UsageCounts): UsageCounts {
  return {
    requests: one.requests + other.requests,
    successes: one.successes + other.successes,
    failures: one.failures + other.failures,
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    savedUsdMicros: one.savedUsdMicros + other.savedUsdMicros,
    timed: one.timed + other.timed,
    tookMs: one.tookMs + other.tookMs,
    firstTokens: one.firstTokens + other.firstTokens,
    firstTokenMs: one.firstTokenMs + other.firstTokenMs,
  };
}

function inOrder(names: readonly UsageColumn[], one: UsageSum, other: UsageSum): number {
  for (const name of names) {
    const [first = '', second = ''] = [one[name], other[name]];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function tooMany(by: readonly UsageDimension[]): NoriaError {
  return new NoriaError(
    'invalid_request',
    `By ${by.join(', ')} these days come to more than ${mostRows} rows; ask for fewer days or for less in "by".`,
    { param: 'by' },
  );
}
