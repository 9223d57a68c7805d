/** Preloaded into a server (`node --import`): SIGWINCH collects the garbage and writes what is left to NORIA_MEMORY. */
import { renameSync, writeFileSync } from 'node:fs';
import { collector } from './harness/collector.ts';

const file = process.env['NORIA_MEMORY'] ?? 'memory.json';
const collect = collector();

process.on('SIGWINCH', () => {
  collect();
  // Whole or not there: the reader waits for the name.
  writeFileSync(`${file}.new`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.new`, file);
});
