import { setTimeout as wait } from 'node:timers/promises';
import { residentMb } from '../harness/process-usage.ts';
import type { Target } from '../harness/target.ts';
import type { ScenarioResult } from './run-scenarios.ts';

/** Long enough for a server to let go of what a burst left behind. */
const restMs = 3_000;

/** How long a server took to start and what it held: before, at most and after all scenarios. */
export interface Footprint {
  readonly target: string;
  readonly startMs: number;
  readonly idleMb: number;
  readonly loadedMb: number;
  readonly afterMb: number;
}

/** Looks at the idle servers now; what is returned looks at them again once the load is over. */
export function watchFootprints(
  targets: readonly Target[],
): (results: readonly ScenarioResult[]) => Promise<Footprint[]> {
  const idleMb = targets.map(({ pid }) => residentMb(pid));
  return async (results) => {
    await wait(restMs);
    return targets.map(({ name, pid, startMs }, index) => ({
      target: name,
      startMs,
      idleMb: idleMb[index] ?? NaN,
      loadedMb: peakOf(results, name),
      afterMb: residentMb(pid),
    }));
  };
}

/** NaN when it was not asked anything. Noria's ways of serving are told apart by what follows a comma. */
function peakOf(results: readonly ScenarioResult[], name: string): number {
  const own = results.flatMap(({ summaries }) =>
    summaries.filter(({ target }) => target.split(',')[0] === name).map(({ peakMb }) => peakMb),
  );
  const known = own.filter(Number.isFinite);
  return known.length === 0 ? NaN : Math.max(...known);
}
