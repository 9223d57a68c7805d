import { fixed, refill, rolling } from '../src/catalog/limits.ts';
import type { PlainLimit, ProviderSpec } from '../src/engine/nodes.ts';
import type { DayPlan, PlannedProvider } from '../src/simulate/day-plan.ts';
import type { House } from '../src/simulate/house.ts';
import { planDay, type DayWish } from '../src/simulate/plan-day.ts';
import { truthWindow, type TruthLimit } from '../src/simulate/truth-limit.ts';

const startAt = Date.UTC(2026, 10, 21);

export interface SaturatedWish {
  readonly requestsPerDay: number;
  readonly hours: number;
  readonly seed: number;
}

/**
 * Five providers whose windows are of five kinds, three accounts each, and more traffic than they can take: Groq refills,
 * Mistral's minute and OpenRouter's day are the calendar's, Gemini's day is the Pacific one, Cohere's slots return one by
 * one. Of Mistral one model takes part, or it would drown the others: all its models allow millions of calls a day.
 */
export function saturatedDay(house: House, { requestsPerDay, hours, seed }: SaturatedWish): DayPlan {
  const mistral = house.specs.get('mistral');
  if (mistral === undefined) throw new Error('the catalog has no mistral');
  const models = mistral.models.filter(({ id }) => id === 'mistral-medium-latest');
  const specs = new Map(house.specs).set('mistral', { ...mistral, models });
  const keys = new Map(['groq', 'mistral', 'gemini', 'openrouter', 'cohere'].map((id) => [id, 3]));
  return planDay(
    { ...wish, shape: 'rush', perHour: requestsPerDay / 24, hours, seed, keys, local: true },
    { ...house, specs },
  );
}

/** Limits of each kind that run out within minutes: two hours say of them what a day says of the real ones. */
const smallLimits: Readonly<Record<string, readonly PlainLimit[]>> = {
  groq: [
    { unit: 'requests', amount: 30, window: refill('minute') },
    { unit: 'tokens', amount: 8_000, window: refill('minute') },
  ],
  mistral: [{ unit: 'requests', amount: 8, window: fixed('minute') }],
  gemini: [
    { unit: 'requests', amount: 5, window: fixed('minute') },
    { unit: 'requests', amount: 60, window: fixed('day', 'America/Los_Angeles') },
  ],
  openrouter: [
    { unit: 'requests', amount: 20, window: fixed('minute') },
    { unit: 'requests', amount: 50, window: fixed('day') },
  ],
  cohere: [{ unit: 'requests', amount: 6, window: rolling('minute') }],
};

/** The same five kinds of windows with small limits, over two hours around the Pacific midnight. */
export function saturatedHours(house: House, seed: number): DayPlan {
  const specs = [...house.specs].map(([id, spec]): [string, ProviderSpec] => {
    const limits = smallLimits[id];
    return [id, limits === undefined ? spec : { ...spec, limits, models: spec.models.slice(0, 1) }];
  });
  const keys = new Map(Object.keys(smallLimits).map((id) => [id, 3]));
  const evening = { startAt: startAt + 7 * 3_600_000, hours: 2, perHour: 150 * 60, keys, local: true };
  return planDay({ ...wish, ...evening, seed }, { ...house, specs: new Map(specs) });
}

/** Three accounts of 30 requests a minute that refill, asked for more than twice of that, for ten minutes. */
export function refillingMinute(house: House, known: 'declared' | 'learned', seed: number): DayPlan {
  const groq = house.specs.get('groq');
  if (groq === undefined) throw new Error('the catalog has no groq');
  const truth: PlainLimit = { unit: 'requests', amount: 30, window: refill('minute') };
  const spec: ProviderSpec = {
    ...groq,
    limits: known === 'declared' ? [truth] : [],
    models: groq.models.slice(0, 1),
  };
  const plan = planDay(
    { ...wish, perHour: 240 * 60, hours: 1 / 6, seed, keys: new Map([['groq', 3]]), local: false },
    house,
  );
  const enforced: TruthLimit = { ...truth, window: truthWindow(truth.window), per: 'account' };
  const provider: PlannedProvider = { spec, accounts: [1, 1, 1], truth: [enforced], parallel: null };
  return { ...plan, providers: [provider] };
}

const wish: Pick<DayWish, 'shape' | 'startAt' | 'accounts' | 'localAtOnce'> = {
  shape: 'flat',
  startAt,
  accounts: new Map(),
  localAtOnce: null,
};
