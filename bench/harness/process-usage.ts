import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Whether the system tells what a process uses (Linux). */
const canTellUsage = existsSync('/proc/self/schedstat');

/**
 * Processor time a process has used since it started, over all its threads that live; NaN where it cannot be told. To
 * the nanosecond: the hundredths of a second of `/proc/<pid>/stat` are a tenth of what a short round at a low rate uses.
 */
export function cpuMs(pid: number): number {
  if (!canTellUsage) return NaN;
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
  return nanoseconds / 1e6;
}

/** Memory a process holds now, in MB; NaN where it cannot be told. */
export function residentMb(pid: number): number {
  if (!canTellUsage) return NaN;
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kilobytes) / 1024;
}
