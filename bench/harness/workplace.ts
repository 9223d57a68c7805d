import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canPin } from './pinning.ts';

/** Load average above which someone else's work shows in the figures. */
const quietLoad = 0.5;

/** A folder for the servers' logs and data; it goes with the process. */
export function openWorkplace(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where and when something was measured. */
export interface Machine {
  /** ISO 8601. */
  readonly at: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  /** The measured server had a core to itself. */
  readonly pinned: boolean;
  /** Load average of the last minute. */
  readonly load: number;
}

export function thisMachine(): Machine {
  return {
    at: new Date().toISOString(),
    node: process.version,
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model ?? 'unknown',
    pinned: canPin,
    load: os.loadavg()[0] ?? 0,
  };
}

export function describeMachine({ node, cores, processor, pinned, load }: Machine): string {
  const lines = [
    `Node ${node} · ${cores} cores · ${processor}`,
    pinned
      ? 'pinned: the measured server on core 0, load and upstream on core 1'
      : 'not pinned: figures scatter more',
  ];
  if (load > quietLoad)
    lines.push(`the machine is busy with other things (load ${load.toFixed(1)}): trust CPU µs most`);
  return lines.join('\n');
}
