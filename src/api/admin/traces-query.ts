import { z } from 'zod';
import type { TraceOutcome } from '../../relay/traces/trace-record.ts';
import type { TraceQuery } from '../../relay/traces/trace-query.ts';
import { errorCodes } from '../../shared/errors.ts';
import { parseFields } from './parse-fields.ts';

const outcomes = ['served', 'failed', 'interrupted', 'left'] as const satisfies readonly TraceOutcome[];
const codes = Object.keys(errorCodes);
const longestText = 200;

const limitAllowed = { error: 'a whole number from 1 to 500' };
const limit = z
  .string(limitAllowed)
  .regex(/^[1-9]\d{0,2}$/, limitAllowed)
  .transform(Number)
  .refine((rows) => rows <= 500, limitAllowed);
const isoTime = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((time) => ({
  at: Date.parse(time),
}));
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
const parameters = z.strictObject({
  limit: limit.default(50),
  before: z
    .union([traceId, isoTime], { error: 'the id of a trace, or an ISO time such as 2026-11-21T08:30:00Z' })
    .optional(),
  outcome: z.enum(outcomes, { error: outcomes.join(', ') }).optional(),
  provider: text.optional(),
  model: text.optional(),
  code: z.enum(codes, { error: codes.join(', ') }).optional(),
  q: text.optional(),
});

/** @throws NoriaError invalid_request that names the parameter and what is allowed */
export function tracesQuery(given: unknown): TraceQuery {
  const { q, ...query } = parseFields(parameters, given, 'parameter');
  return { ...query, text: q };
}
