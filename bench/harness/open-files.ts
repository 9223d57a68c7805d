import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How many files and connections a process may have open here; Infinity where nobody says it. */
export function mostOpenFiles(): number {
  try {
    const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
    return hard === undefined || hard === 'unlimited' ? Infinity : Number(hard);
  } catch {
    return Infinity;
  }
}

/** Whether a process that is started here may raise that number. */
export function canRaiseOpenFiles(to: number): boolean {
  return spawnSync('sh', ['-c', `ulimit -n ${to}`]).status === 0;
}
