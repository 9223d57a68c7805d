import { z } from 'zod';
import type { TraceOutcome } from '../../relay/traces/trace-record.ts';
import type { TraceQuery } from '../../relay/traces/trace-query.ts';
import { errorCodes } from '../../shared/errors.ts';
import type { TraceFilter } from '../../store/traces.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { dayMs } from '../../shared/utc-day.ts';
import { parseFields } from './parse-fields.ts';

export interface TraceFileQuery {
  readonly format: 'csv' | 'json';
  readonly filter: TraceFilter;
}

const formats = ['csv', 'json'] as const satisfies readonly TraceFileQuery['format'][];
const timeAllowed = 'an ISO time such as 2026-11-21T08:30:00Z, or a day such as 2026-11-21';
const outcomes = ['served', 'failed', 'interrupted', 'left'] as const satisfies readonly TraceOutcome[];
const strategies = ['cascade', 'race', 'hedge'] as const;
const codes = Object.keys(errorCodes);
const longestText = 200;

const limitAllowed = { error: 'a whole number from 1 to 500' };
const limit = z
  .string(limitAllowed)
  .regex(/^[1-9]\d{0,2}$/, limitAllowed)
  .transform(Number)
  .refine((rows) => rows <= 500, limitAllowed);
const moment = z.iso.datetime({ offset: true }).transform((at) => Date.parse(at));
const day = z.iso.date().transform((at) => Date.parse(at));
const isoTime = z.union([moment, day]).transform((at) => ({ at }));
const traceId = z
  .string()
  .regex(/^trc_\w+$/)
  .transform((id) => ({ id }));
const text = z
  .string({ error: `a text of at most ${longestText} characters` })
  .trim()
  .min(1, { error: 'a text' })
  .max(longestText, { error: `a text of at most ${longestText} characters` });

/** Each `error` text says what is allowed there. */
const filters = {
  before: z
    .union([traceId, isoTime], { error: 'the id of a trace, or an ISO time such as 2026-11-21T08:30:00Z' })
    .optional(),
  outcome: z.enum(outcomes, { error: outcomes.join(', ') }).optional(),
  provider: text.optional(),
  model: text.optional(),
  code: z.enum(codes, { error: codes.join(', ') }).optional(),
  route: text.optional(),
  strategy: z.enum(strategies, { error: strategies.join(', ') }).optional(),
  client: text.optional(),
  key: text.optional(),
  from: z.union([moment, day], { error: timeAllowed }).optional(),
  /** A day is meant with all of it. */
  to: z.union([moment, day.transform((at) => at + dayMs)], { error: timeAllowed }).optional(),
  q: text.optional(),
};
const page = z.strictObject({ limit: limit.default(50), ...filters });
const file = z.strictObject({
  format: z.enum(formats, { error: formats.join(', ') }).default('json'),
  ...filters,
});

/** @throws NoriaError invalid_request that names the parameter and what is allowed */
export function tracesQuery(given: unknown, keyring: Pick<Keyring, 'list'>): TraceQuery {
  const { limit: most, ...asked } = parseFields(page, given, 'parameter');
  return { ...filterOf(asked, keyring), limit: most };
}

/** All that the filters let through, as a file. @throws NoriaError as tracesQuery does */
export function traceFileQuery(given: unknown, keyring: Pick<Keyring, 'list'>): TraceFileQuery {
  const { format, ...asked } = parseFields(file, given, 'parameter');
  return { format, filter: filterOf(asked, keyring) };
}

type Asked = Omit<z.output<typeof page>, 'limit'>;

/** A key may be asked for by its id; traces know it masked. What came before a time did so on every page. */
function filterOf({ q, to, key, before, ...same }: Asked, keyring: Pick<Keyring, 'list'>): TraceFilter {
  const masked = keyring.list().find(({ id }) => id === key)?.spec.masked ?? key;
  const filter = { ...same, key: masked, text: q };
  if (before === undefined || 'id' in before) return { ...filter, before, until: to };
  return { ...filter, until: Math.min(before.at, to ?? Infinity) };
}
