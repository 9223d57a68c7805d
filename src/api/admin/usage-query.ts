import { z } from 'zod';
import { NoriaError } from '../../shared/errors.ts';
import { dayMs } from '../../shared/utc-day.ts';
import type { UsageDimension } from '../views/usage-view.ts';
import { parseFields } from './parse-fields.ts';

export interface UsageQuery {
  /** Days in UTC, both included. */
  readonly from: string;
  readonly to: string;
  readonly by: readonly UsageDimension[];
}

const dimensions = ['provider', 'key', 'model', 'app', 'day'] as const satisfies readonly UsageDimension[];
const mostDays = 366;
const day = z.iso.date({ error: 'a day such as 2026-11-21' });
const byAllowed = { error: `one or more of ${dimensions.join(', ')}, each once, with commas between them` };

/** Each `error` text says what is allowed there. */
const parameters = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  by: z
    .string(byAllowed)
    .refine((list) => areDimensions(list.split(',')), byAllowed)
    .transform((list) => list.split(',') as UsageDimension[])
    .default(['provider']),
});

/** Without days today alone; with `from` alone until today, with `to` alone that day. @throws NoriaError invalid_request */
export function usageQuery(given: unknown, today: string): UsageQuery {
  const { from, to, by } = parseFields(parameters, given, 'parameter');
  const query = { from: from ?? to ?? today, to: to ?? today, by };
  const days = (Date.parse(query.to) - Date.parse(query.from)) / dayMs + 1;
  if (days < 1) throw refused('from', `no later than "to", which is ${query.to}`);
  if (days > mostDays) throw refused('from', `at most ${mostDays} days before "to"`);
  return query;
}

function areDimensions(names: readonly string[]): boolean {
  return (
    new Set(names).size === names.length && names.every((name) => dimensions.some((known) => known === name))
  );
}

function refused(param: string, allowed: string): NoriaError {
  return new NoriaError('invalid_request', `"${param}" is not as it should be; allowed: ${allowed}`, {
    param,
  });
}
