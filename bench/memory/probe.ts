import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { residentMb } from '../harness/process-usage.ts';

/** What a server holds. Resident is what it holds as it runs; the heap is what is left of it after a collection. */
export interface Sample {
  readonly residentMb: number;
  readonly heapMb: number;
  /** Beside the heap: what buffers hold. */
  readonly bufferMb: number;
}

export interface Probe {
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly take: (pid: number) => Promise<Sample>;
}

const megabyte = 1_024 * 1_024;
const patienceMs = 30_000;

/** Looks into a server that is started with these arguments and this environment. */
export function createProbe(folder: string): Probe {
  const file = path.join(folder, 'memory.json');
  const preload = new URL('../memory-probe.ts', import.meta.url).href;
  return {
    nodeArgs: ['--import', preload],
    env: { NORIA_MEMORY: file },
    take: async (pid) => {
      const resident = residentMb(pid);
      rmSync(file, { force: true });
      process.kill(pid, 'SIGWINCH');
      const from = performance.now();
      while (!existsSync(file)) {
        if (performance.now() - from > patienceMs) throw new Error('the server says nothing of its memory');
        await wait(20);
      }
      const { heapUsed, external } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.MemoryUsage;
      return { residentMb: resident, heapMb: heapUsed / megabyte, bufferMb: external / megabyte };
    },
  };
}
