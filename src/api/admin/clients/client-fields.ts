import { z } from 'zod';
import type { ClientRules } from '../../../keyring/access-clients.ts';
import { NoriaError } from '../../../shared/errors.ts';
import { clientApps } from '../../http/client-apps.ts';
import { yesNo } from '../parse-body.ts';

const mostNames = 100;
const mostAMinute = 1_000_000;
const mostADay = 1_000_000_000_000;

const nameAllowed = { error: 'a text of 1 to 100 characters' };
export const clientName = z.string(nameAllowed).trim().min(1, nameAllowed).max(100, nameAllowed);

const limitNames = ['requests_per_minute', 'tokens_per_day'];
const amount = (most: number) => {
  const allowed = { error: `a whole number from 1 to ${most}, or null for no limit` };
  return z.int(allowed).min(1, allowed).max(most, allowed).nullable().optional();
};
const limits = z
  .looseObject(
    { requests_per_minute: amount(mostAMinute), tokens_per_day: amount(mostADay) },
    { error: `an object of ${limitNames.join(', ')}, or null for no limits` },
  )
  .superRefine((given, context) => {
    const stranger = Object.keys(given).find((name) => !limitNames.includes(name));
    if (stranger !== undefined)
      context.addIssue({ code: 'custom', path: [stranger], message: limitNames.join(', ') });
  });

const routesAllowed = {
  error: `a list of 1 to ${mostNames} names as a client writes them in "model", such as auto, auto:fast, gpt-oss-120b, groq/*, or null for all`,
};
const routeName = z
  .string(routesAllowed)
  .trim()
  .max(200, routesAllowed)
  .regex(/^(?:[^*\s]+\*?|\*)$/, routesAllowed);
const appsAllowed = { error: `a list of ${clientApps.join(', ')}, or null for all` };
const expiryAllowed = { error: 'a time to come, such as 2027-01-31T00:00:00Z, or null for never' };

/** What a client key may do. Each `error` text says what is allowed there. */
export const clientRules = {
  limits: limits.nullable().optional(),
  routes: z
    .array(routeName, routesAllowed)
    .min(1, routesAllowed)
    .max(mostNames, routesAllowed)
    .nullable()
    .optional(),
  apps: z.array(z.enum(clientApps, appsAllowed), appsAllowed).min(1, appsAllowed).nullable().optional(),
  expires_at: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], expiryAllowed)
    .transform((time) => Date.parse(time))
    .nullable()
    .optional(),
  enabled: yesNo.optional(),
};

type GivenRules = z.output<z.ZodObject<typeof clientRules>>;

/** Those that are named; `limits: null` names both. @throws NoriaError invalid_request */
export function rulesOf(given: GivenRules, now: number): Partial<ClientRules> {
  const { limits: amounts, routes, apps, expires_at: expiresAt, enabled } = given;
  if (expiresAt !== undefined && expiresAt !== null && !(expiresAt > now))
    throw new NoriaError(
      'invalid_request',
      `"expires_at" is not as it should be; allowed: ${expiryAllowed.error}`,
      { param: 'expires_at' },
    );
  const { requests_per_minute: requestsPerMinute, tokens_per_day: tokensPerDay } = amounts ?? {
    requests_per_minute: amounts,
    tokens_per_day: amounts,
  };
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerDay !== undefined && { tokensPerDay }),
    ...(routes !== undefined && { routes }),
    ...(apps !== undefined && { apps: apps && [...new Set(apps)] }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(enabled !== undefined && { enabled }),
  };
}
