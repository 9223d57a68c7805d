import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** Which core a process gets: the measured server has the first to itself, everything else shares the second. */
export type Role = 'server' | 'load';

/** Whether processes can be kept on cores of their own here: needs taskset (Linux) and two cores. */
export const canPin: boolean =
  os.availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** Program and arguments that run `node <args>` on the core of its role. */
export function onCore(role: Role, args: readonly string[]): [string, string[]] {
  if (!canPin) return [process.execPath, [...args]];
  return ['taskset', ['-c', role === 'server' ? '0' : '1', process.execPath, ...args]];
}
