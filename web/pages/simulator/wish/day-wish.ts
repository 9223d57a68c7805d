import type { SimulationWish } from '../../../../src/api/views/simulation-view.ts';

export type DayShape = NonNullable<SimulationWish['shape']>;

/** A day as the page asks for it. */
export interface DayWish {
  readonly requestsPerDay: number;
  readonly hours: number;
  readonly shape: DayShape;
  /** Provider → accounts, each with one key; 0 = none. */
  readonly accounts: Readonly<Record<string, number>>;
  readonly local: boolean;
  /** null = as many as come. */
  readonly localAtOnce: number | null;
}

export const shapeNames = ['day', 'flat', 'burst', 'rush'] as const satisfies readonly DayShape[];

/** What the gateway allows. */
export const mostRequests = 1_000_000;
export const mostHours = 744;
export const mostAccounts = 200;

/** Requests in all. */
export function requestsOf({ requestsPerDay, hours }: DayWish): number {
  return Math.round((requestsPerDay * hours) / 24);
}

/** Why it cannot be simulated; null = it can. */
export function faultOf(wish: DayWish): 'tooMany' | 'nobody' | null {
  if (requestsOf(wish) > mostRequests) return 'tooMany';
  return wish.local || Object.keys(keysOf(wish)).length > 0 ? null : 'nobody';
}

function keysOf({ accounts }: DayWish): Record<string, number> {
  return Object.fromEntries(Object.entries(accounts).filter(([, count]) => count > 0));
}

/** The body of `POST /api/simulate`. */
export function bodyOf(wish: DayWish): SimulationWish {
  const { requestsPerDay, hours, shape, local, localAtOnce } = wish;
  return {
    rate: `${requestsPerDay}/day`,
    hours,
    shape,
    keys: keysOf(wish),
    local,
    ...(local && localAtOnce !== null ? { local_at_once: localAtOnce } : {}),
  };
}

/** The same for a terminal; what is as usual is left out. null = it cannot be said there: without keys it takes those of the machine. */
export function commandOf(wish: DayWish): string | null {
  const { requestsPerDay, hours, shape, local, localAtOnce } = wish;
  const keys = Object.entries(keysOf(wish)).map(([id, count]) => `${id}=${count}`);
  if (keys.length === 0) return null;
  return [
    `npx noria simulate --rate ${requestsPerDay}/day`,
    `--keys ${keys.join(',')}`,
    ...(local ? [localAtOnce === null ? '--local' : `--local-at-once ${localAtOnce}`] : []),
    ...(hours === 24 ? [] : [`--hours ${hours}`]),
    ...(shape === 'day' ? [] : [`--shape ${shape}`]),
  ].join(' ');
}
