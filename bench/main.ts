/** `npm run bench` and its parts; everything after the name of a part goes to it. */
import { measureHarvest } from './harvest.ts';
import { measureMemory } from './memory/memory.ts';
import { measureOverhead } from './overhead/overhead.ts';
import { measurePeers } from './peers/peers.ts';
import { profile } from './profile.ts';
import { measureSaturation } from './saturation.ts';
import { makeTable } from './table/make-table.ts';
import { readFlags, usage, UsageError } from './usage.ts';

const parts: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  overhead: measureOverhead,
  table: makeTable,
  peers: measurePeers,
  memory: measureMemory,
  decisions: async (args) => {
    readFlags(args, {});
    await import('./decisions.ts');
  },
  harvest: measureHarvest,
  saturation: measureSaturation,
  profile,
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!isUsageError(error)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

async function run(args: string[]): Promise<void> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === '-h') return console.log(usage);
  if (name === '' || name.startsWith('-')) return measureOverhead(args);
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) throw new UsageError(`there is no benchmark "${name}"`);
  return part(rest);
}

/** Ours, or one of `parseArgs` itself. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
