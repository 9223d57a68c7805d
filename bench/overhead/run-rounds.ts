import type { LoadPlan, Pace } from '../harness/load-plan.ts';
import { measure, type Measurement } from '../harness/measure.ts';
import type { Rounds } from './summarise.ts';

/** Something to measure; without a `pid` there is no server between the load and the upstream. */
export interface Measured {
  readonly name: string;
  readonly pid?: number;
  readonly plan: Omit<LoadPlan, 'warmupMs' | 'measureMs'>;
}

export interface Timing {
  readonly rounds: number;
  readonly seconds: number;
  /** ms for which a server is asked as fast as it can before its first round: until Node has compiled what is hot, it is another one. */
  readonly warmupMs: number;
}

const warming: Pace = { kind: 'closed', clients: 16 };

/** Asks all in turn, round after round, so that whatever the machine does meanwhile meets all of them. */
export async function runRounds(
  measured: readonly Measured[],
  { rounds, seconds, warmupMs }: Timing,
): Promise<Rounds> {
  const results = new Map<string, (Measurement | undefined)[]>(measured.map(({ name }) => [name, []]));
  for (const { pid, plan } of measured)
    if (pid !== undefined) await measure({ ...plan, pace: warming, warmupMs: 0, measureMs: warmupMs }, pid);
  const shortMs = Math.min(1, seconds / 2) * 1000;
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, pid, plan } of measured) {
      const measurement = await measure({ ...plan, warmupMs: shortMs, measureMs: seconds * 1000 }, pid);
      results.get(name)?.push(measurement.failures === 0 ? measurement : undefined);
      if (measurement.failures > 0) console.log(describeFailures(`${name}, round ${round}`, measurement));
    }
  }
  return results;
}

function describeFailures(where: string, { failures, totalRequests, firstFailure }: Measurement): string {
  return `  ${where} is void: ${failures} of ${totalRequests} failed, first: ${firstFailure ?? 'unknown'}`;
}
