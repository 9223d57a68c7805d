import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** Which core a process gets: the measured server has the first to itself, everything else shares the second. */
export type Role = 'server' | 'load';

/** A program and its arguments. */
export type Command = readonly [program: string, args: readonly string[]];

/** Whether processes can be kept on cores of their own here: needs taskset (Linux) and two cores. */
export const canPin: boolean =
  os.availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** `node <args>` on the core of its role. */
export function onCore(role: Role, args: readonly string[]): Command {
  if (!canPin) return [process.execPath, args];
  return ['taskset', ['-c', role === 'server' ? '0' : '1', process.execPath, ...args]];
}

/** The command with more files open than usual; the shell gives its place and its id to the program. */
export function withOpenFiles([program, args]: Command, openFiles: number | undefined): Command {
  if (openFiles === undefined) return [program, args];
  return ['sh', ['-c', `ulimit -n ${openFiles} && exec "$@"`, 'sh', program, ...args]];
}
