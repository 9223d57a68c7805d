import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { houseOfPool } from '../../simulate/house-of-pool.ts';
import { mostHours, mostKeys, planDay, type DayWish } from '../../simulate/plan-day.ts';
import { parseRate, rateAllowed } from '../../simulate/rate.ts';
import { shapeNames } from '../../simulate/shapes.ts';
import { createSimulator } from '../../simulate/simulator.ts';
import { dayMs } from '../../shared/utc-day.ts';
import type { ApiContext } from '../api-context.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import type { SimulationView } from '../views/simulation-view.ts';
import { parseBody, yesNo } from './parse-body.ts';

const whole = { error: 'a whole number from 0' };
const fromOne = { error: `a whole number from 1 to ${mostKeys}` };
const count = z.int(fromOne).min(1, fromOne).max(mostKeys, fromOne);
const counts = z.record(z.string(), count, { error: 'an object of providers and numbers: { "groq": 3 }' });
const rate = z.union([z.string(), z.number()], { error: rateAllowed }).transform((value, context) => {
  const perHour = parseRate(String(value));
  if (perHour === null) context.addIssue({ code: 'custom', message: rateAllowed });
  return perHour ?? z.NEVER;
});
const hours = { error: `a number above 0, up to ${mostHours}` };

const body = z.strictObject({
  rate,
  hours: z.number(hours).gt(0, hours).max(mostHours, hours).default(24),
  keys: counts.optional(),
  accounts: counts.optional(),
  local: yesNo.optional(),
  local_at_once: count.optional(),
  shape: z.enum(shapeNames, { error: shapeNames.join(', ') }).default('day'),
  seed: z.int(whole).min(0, whole).default(1),
  start: z.iso.datetime({ offset: true, error: 'an ISO time: 2026-11-21T00:00:00Z' }).optional(),
});

/** Each takes a core for itself, and the gateway may have no more than two. */
const mostAtOnce = 1;
const timeLimitMs = 60_000;
/** POST /api/simulate: a day in virtual time, in a thread of its own. */
export function addSimulate(app: FastifyInstance, context: ApiContext): void {
  const { pool, config, clock } = context;
  const simulator = createSimulator({ clock, mostAtOnce, timeLimitMs });
  // Before open requests are waited for: it is one of them.
  app.addHook('preClose', () => simulator.close());
  app.post('/api/simulate', { config: { audience: 'admin' } }, (request, reply): Promise<SimulationView> => {
    const wish = wishOf(parseBody(body, request.body), clock.now());
    const plan = planDay(wish, houseOfPool(pool, context.routing, config.deadlines));
    return simulator.run(plan, signalOfClient(reply.raw));
  });
}

function wishOf(asked: z.output<typeof body>, now: number): DayWish {
  const {
    rate: perHour,
    start,
    keys,
    accounts = {},
    local,
    local_at_once: localAtOnce = null,
    ...rest
  } = asked;
  // Whoever names the keys names all there is.
  const unsaid = keys === undefined ? null : false;
  return {
    ...rest,
    perHour,
    startAt: start === undefined ? Math.floor(now / dayMs) * dayMs : Date.parse(start),
    keys: keys === undefined ? null : new Map(Object.entries(keys)),
    accounts: new Map(Object.entries(accounts)),
    local: local ?? (localAtOnce === null ? unsaid : true),
    localAtOnce,
  };
}
