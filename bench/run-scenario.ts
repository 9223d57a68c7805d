import { measure, type Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { Scenario } from './scenarios.ts';
import type { Rounds } from './summarise.ts';
import { apiKey } from './targets.ts';

/** Something to measure; without a `pid` there is no server between the load and the upstream. */
export interface Measured {
  readonly name: string;
  readonly origin: string;
  readonly pid?: number;
}

/** ms for which a server is asked before its first round: until Node has compiled what is hot, a server is another one. */
const firstWarmupMs = 8_000;

/** Asks every target in turn, round after round, so that whatever the machine does meanwhile meets all of them. */
export async function runScenario(
  scenario: Scenario,
  targets: readonly Measured[],
  { seconds, rounds, quick }: BenchOptions,
): Promise<Rounds> {
  const results = new Map<string, (Measurement | undefined)[]>(targets.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, origin, pid } of targets) {
      const { model, stream, pace } = scenario;
      const short = Math.min(1, seconds / 2) * 1000;
      const times = { warmupMs: round === 1 && !quick ? firstWarmupMs : short, measureMs: seconds * 1000 };
      const measurement = await measure({ origin, apiKey, model, stream, pace, ...times }, pid);
      results.get(name)?.push(measurement.failures === 0 ? measurement : undefined);
      if (measurement.failures > 0) console.log(describeFailures(`${name}, round ${round}`, measurement));
    }
  }
  return results;
}

function describeFailures(where: string, { failures, totalRequests, firstFailure }: Measurement): string {
  return `  ${where} is void: ${failures} of ${totalRequests} failed, first: ${firstFailure ?? 'unknown'}`;
}
