import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadPlan, LoadResult } from './load-plan.ts';
import { onCore } from './pinning.ts';
import { cpuMs, residentMb } from './process-usage.ts';

export interface Measurement extends LoadResult {
  /** Processor time of the server for one request; NaN where it cannot be told. */
  readonly cpuUs: number;
  /** How much of one core the server used, 0 to 1. Near 1: the server was the limit; well below: the load was. */
  readonly busy: number;
  readonly peakMb: number;
}

const run = promisify(execFile);
const loadFile = fileURLToPath(new URL('../load.ts', import.meta.url));

/** Puts one load on a server and watches the process that serves it; `pid` is absent when there is none between. */
export async function measure(plan: LoadPlan, pid: number | undefined): Promise<Measurement> {
  const cpuBeforeMs = pid === undefined ? NaN : cpuMs(pid);
  let peakMb = NaN;
  const sampling = setInterval(() => {
    if (pid !== undefined) peakMb = Math.max(residentMb(pid), Number.isNaN(peakMb) ? 0 : peakMb);
  }, 100);
  const [program, args] = onCore('load', [loadFile, JSON.stringify(plan)]);
  const running = run(program, args);
  const kill = (): void => void running.child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const { stdout } = await running;
    const result = JSON.parse(stdout) as LoadResult;
    const usedMs = (pid === undefined ? NaN : cpuMs(pid)) - cpuBeforeMs;
    return {
      ...result,
      cpuUs: (usedMs / result.totalRequests) * 1000,
      busy: usedMs / result.totalMs,
      peakMb,
    };
  } finally {
    process.off('exit', kill);
    clearInterval(sampling);
  }
}
