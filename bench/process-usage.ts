import { existsSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second on every common machine (`getconf CLK_TCK`). */
const tickMs = 10;

/** Whether the system tells what a process uses (Linux). */
export const canTellUsage: boolean = existsSync('/proc/self/stat');

/** Processor time a process has used since it started, its threads included; NaN where it cannot be told. */
export function cpuMs(pid: number): number {
  if (!canTellUsage) return NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory a process holds now, in MB; NaN where it cannot be told. */
export function residentMb(pid: number): number {
  if (!canTellUsage) return NaN;
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kilobytes) / 1024;
}
