import type { Config } from '../../config/types.ts';
import { ask } from './ask.ts';
import { findingsOf, type Finding } from './finding.ts';

const { ok, note, todo } = findingsOf('Clock');
/** Quotas come back at minutes and midnights of the providers' clocks: within this nothing is lost. */
const toleratedMs = 10_000;
const mostAsked = 3;

/** The local clock against the `Date` of providers' answers; asked without a key. */
export async function checkClock({ providers }: Config, now: () => number = Date.now): Promise<Finding> {
  const origins = [...providers.values()]
    .filter(({ keys, enabled }) => enabled && keys.length > 0)
    .map(({ baseUrl }) => new URL(baseUrl.replace('{account_id}', 'a')).origin);
  const asked = [...new Set(origins)].slice(0, mostAsked);
  const skews = (await Promise.all(asked.map((origin) => skewOf(origin, now)))).filter(
    (skew) => skew !== null,
  );
  // Their own clocks and the way differ: the nearest one counts.
  const [least] = skews.toSorted((one, other) => Math.abs(one) - Math.abs(other));
  if (least === undefined) return note('no provider with a key told the time');
  const seconds = Math.round(Math.abs(least) / 1_000);
  if (Math.abs(least) <= toleratedMs) return ok('agrees with the providers’ clocks');
  return todo(
    `${seconds} s ${least > 0 ? 'ahead of' : 'behind'} the providers’ clocks`,
    'Set it by the network: timedatectl set-ntp true, or the system’s date settings.',
  );
}

/** ms that the local clock is ahead; null = no answer with a date. */
async function skewOf(origin: string, now: () => number): Promise<number | null> {
  const from = now();
  const answer = await ask(origin, { timeoutMs: 5_000 });
  const date = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(date)) return null;
  // The header has whole seconds, cut off.
  return Math.round((from + now()) / 2 - (date + 500));
}
