import { didYouMean } from '../config/nearest.ts';
import type { PlainLimit } from '../engine/nodes.ts';
import { NoriaError } from '../shared/errors.ts';
import type { DayPlan, PlannedProvider } from './day-plan.ts';
import { isLocal, someLocalModel, type House } from './house.ts';
import type { Shape } from './shapes.ts';
import type { CallSize } from './traffic.ts';

/** A day as somebody asks for it. */
export interface DayWish {
  /** Requests an hour. */
  readonly perHour: number;
  readonly hours: number;
  readonly shape: Shape;
  readonly seed: number;
  /** Epoch ms. */
  readonly startAt: number;
  /** Provider → keys, each of an account of its own; null = the keys that there are. */
  readonly keys: ReadonlyMap<string, number> | null;
  /** Provider → accounts that share these keys out, where it is not one account a key. */
  readonly accounts: ReadonlyMap<string, number>;
  /** null = when the installation has a local server that answers, and the keys are its own. */
  readonly local: boolean | null;
  /** Answers that the local server makes at once; null = as many as come. */
  readonly localAtOnce: number | null;
}

export const mostRequests = 1_000_000;
export const mostHours = 31 * 24;
export const mostKeys = 200;

/** What an average chat call takes, wherever capacity is told in calls. */
export const usualSize: CallSize = { inputTokens: 1_000, outputTokens: 300 };

/** Makes a plan of a wish and of what the installation has. @throws NoriaError invalid_request that says what is allowed */
export function planDay(wish: DayWish, house: House): DayPlan {
  checkSize(wish);
  if (wish.keys === null && wish.accounts.size > 0)
    throw refused('accounts', 'Accounts share out the keys that are asked for: name these keys as well.');
  const cloud = wish.keys === null ? ownedCloud(house) : wishedCloud(wish, wish.keys, house);
  const local = wantsLocal(wish, house) ? [localProvider(wish, house)] : [];
  const providers = [...cloud, ...local];
  if (providers.length === 0) {
    throw refused(
      'keys',
      'There is no key on this machine: say which there shall be, such as groq=1,mistral=1.',
    );
  }
  const { perHour, hours, shape, startAt, seed } = wish;
  return {
    traffic: { perHour, hours, shape, startAt, size: usualSize },
    seed,
    providers,
    routing: house.routing,
    times: house.times,
  };
}

function checkSize({ perHour, hours }: DayWish): void {
  if (!(hours > 0 && hours <= mostHours))
    throw refused('hours', `"hours" is ${hours}; allowed: more than 0, up to ${mostHours} (31 days).`);
  const requests = perHour * hours;
  if (!(requests > 0 && requests <= mostRequests)) {
    const [asked, most] = [Math.round(requests), mostRequests].map((count) => count.toLocaleString('en'));
    throw refused('rate', `That would be ${asked} requests; allowed: up to ${most} in all.`);
  }
}

function ownedCloud({ specs, owned }: House): PlannedProvider[] {
  return [...specs.values()].flatMap((spec) => {
    const accounts = owned.get(spec.def.id);
    return accounts === undefined || isLocal(spec) ? [] : [{ spec, accounts, parallel: null }];
  });
}

function wishedCloud(
  { accounts }: DayWish,
  keys: ReadonlyMap<string, number>,
  house: House,
): PlannedProvider[] {
  const known = [...house.specs.values()].filter((spec) => !isLocal(spec)).map(({ def }) => def.id);
  for (const [field, counts] of [
    ['keys', keys],
    ['accounts', accounts],
  ] as const)
    for (const id of counts.keys()) {
      if (known.includes(id)) continue;
      const hint = house.specs.has(id) ? ' It is local: ask for "local" instead.' : didYouMean(id, known);
      throw refused(field, `There is no provider "${id}" with keys. Known: ${known.join(', ')}.${hint}`);
    }
  return [...house.specs.values()].flatMap((spec) => {
    const count = keys.get(spec.def.id);
    if (count === undefined) return [];
    return [{ spec, accounts: sharedOut(spec.def.id, count, accounts.get(spec.def.id)), parallel: null }];
  });
}

/** 5 keys over 2 accounts are 3 and 2. */
function sharedOut(id: string, keys: number, accounts = keys): number[] {
  if (!Number.isInteger(keys) || keys < 1 || keys > mostKeys)
    throw refused('keys', `"${id}" has ${keys} keys; allowed: a whole number from 1 to ${mostKeys}.`);
  if (!Number.isInteger(accounts) || accounts < 1 || accounts > keys) {
    throw refused(
      'accounts',
      `"${id}" has ${accounts} accounts; allowed: from 1 to as many as it has keys (${keys}).`,
    );
  }
  return Array.from({ length: accounts }, (_, index) => Math.floor((keys + accounts - 1 - index) / accounts));
}

function wantsLocal({ local, keys }: DayWish, { specs, owned }: House): boolean {
  if (local !== null) return local;
  return keys === null && [...specs.values()].some((spec) => isLocal(spec) && owned.has(spec.def.id));
}

/** The local server that answers, else the one that there could be, with some model. */
function localProvider({ localAtOnce }: DayWish, { specs, owned }: House): PlannedProvider {
  const locals = [...specs.values()].filter(isLocal);
  const spec = locals.find(({ def }) => owned.has(def.id)) ?? locals[0];
  if (spec === undefined)
    throw refused('local', 'There is no local provider here: every one is off in the configuration.');
  const models = spec.models.length === 0 ? [someLocalModel] : spec.models;
  // What the owner would write: as many at once as there are.
  const limits: readonly PlainLimit[] =
    localAtOnce === null ? [] : [{ unit: 'concurrent', window: { kind: 'in_flight' }, amount: localAtOnce }];
  return { spec: { ...spec, models, limits }, accounts: [1], parallel: localAtOnce };
}

function refused(param: string, message: string): NoriaError {
  return new NoriaError('invalid_request', message, { param });
}
