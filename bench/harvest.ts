import os from 'node:os';
import { renderColumns } from '../src/cli/render-columns.ts';
import type { DayResult } from '../src/simulate/day-result.ts';
import { simulateDay } from '../src/simulate/simulate-day.ts';
import { shippedHouse } from '../src/simulate/shipped-house.fixture.ts';
import { refillingMinute, saturatedDay } from './harvest-scenarios.ts';
import { readFlags, wholeNumber } from './usage.ts';

const requestsPerDay = 180_000;

/** How much of what free tiers allow the real relay gets when more is asked for than there is: in virtual time. */
export async function measureHarvest(args: string[]): Promise<void> {
  const values = readFlags(args, { seed: { type: 'string', default: '1' } });
  const seed = wholeNumber('seed', values.seed, 0);
  const house = await shippedHouse();
  console.log(`Node ${process.version} · ${os.cpus()[0]?.model ?? 'unknown'} · seed ${seed}`);

  console.log('\nA saturated day: five providers, three accounts each, a local fallback');
  const day = await timed(() => simulateDay(saturatedDay(house, { requestsPerDay, hours: 24, seed })));
  console.log(providersOf(day));
  printGoals([
    [
      'harvest of request quotas',
      share(day.harvest_requests),
      '≥ 99.5 %',
      (day.harvest_requests ?? 0) >= 0.995,
    ],
    ['harvest of token quotas', share(day.harvest_tokens), '≥ 97 %', (day.harvest_tokens ?? 0) >= 0.97],
    ['upstream calls answered 429', share(refusedShare(day)), '< 0.1 %', refusedShare(day) < 0.001],
    ['failures a client saw', String(day.failures), '0', day.failures === 0],
    ['calls a success', figure(day.calls_per_success), '≤ 1.01', (day.calls_per_success ?? 9) <= 1.01],
  ]);

  for (const known of ['declared', 'learned'] as const) {
    console.log(`\nTen minutes: three accounts of 30 requests a minute that refill, ${known}, no fallback`);
    const minutes = await timed(() => simulateDay(refillingMinute(house, known, seed)));
    const least = known === 'declared' ? 0.985 : 0.95;
    const refused = minutes.providers.groq?.refused ?? NaN;
    printGoals([
      ['harvest', share(minutes.harvest), `≥ ${least * 100} %`, (minutes.harvest ?? 0) >= least],
      // Nobody can learn a limit that is never told without running into it once an account.
      known === 'declared'
        ? ['refused calls', String(refused), '≤ 1', refused <= 1]
        : ['refused calls', String(refused), '', true],
    ]);
  }
}

type Goal = readonly [name: string, figure: string, goal: string, isReached: boolean];

function printGoals(goals: readonly Goal[]): void {
  const rows = goals.map(([name, value, goal, isReached]) => [
    name,
    value,
    goal,
    goal === '' ? '' : isReached ? 'reached' : 'MISSED',
  ]);
  console.log(renderColumns(['', 'measured', 'goal', ''], rows));
  if (goals.some(([, , , isReached]) => !isReached)) process.exitCode = 1;
}

function providersOf({ providers, local_requests: local, requests }: DayResult): string {
  const rows = Object.entries(providers).map(([id, { requests: served, allowed, refused, tokens }]) => [
    id,
    String(served),
    String(allowed ?? '-'),
    String(refused),
    `${(tokens / 1e6).toFixed(1)}M`,
  ]);
  return renderColumns(
    ['', 'served', 'allowed', 'refused', 'tokens'],
    [...rows, ['local', String(local)], ['asked for', String(requests)]],
  );
}

async function timed(run: () => Promise<DayResult>): Promise<DayResult> {
  const from = performance.now();
  const result = await run();
  const seconds = (performance.now() - from) / 1_000;
  console.log(`${result.requests} requests lived in ${seconds.toFixed(1)} s`);
  return result;
}

function refusedShare({ providers, served, wasted_calls: wasted }: DayResult): number {
  const refused = Object.values(providers).reduce((sum, provider) => sum + provider.refused, 0);
  return refused / (served + wasted);
}

function share(value: number | null): string {
  return value === null ? '-' : `${(value * 100).toFixed(3)} %`;
}

function figure(value: number | null): string {
  return value === null ? '-' : value.toFixed(5);
}
