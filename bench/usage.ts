import { parseArgs, type ParseArgsConfig } from 'node:util';
import { targetNames } from './harness/targets.ts';

export const usage = `npm run bench -- [part] [flags]

  overhead     Noria beside bare Node proxies, failover, races; the part that runs when none is named
               [--seconds 5] [--rounds 3] [--quick] [--only "part of a title"] [--targets ${targetNames.join(',')}]
  table        overhead, peers and memory, written into docs/performance.md
               [--seconds 5] [--rounds 3] [--quick] [--skip peers,memory] [--into docs/performance.md]
  peers        Noria beside the gateways that the npm registry has
               [--seconds 5] [--rounds 3] [--quick] [--only "part of a title"]
  memory       many open streams on one process, then many requests in a row
               [--streams 10000] [--hold 15] [--requests 200000] [--every 50000]
  decisions    what choosing, reserving and refusing cost
  harvest      what is got of free quotas, in virtual time   [--seed 1]
  saturation   the same in real time                         [--seconds 90]
  profile      where the time of one server goes             [--target noria] [--only "1 kB"] [--seconds 5] [--top 60]`;

/** The command line is wrong: told with the usage, without a stack. */
export class UsageError extends Error {}

/** `parseArgs` whose complaints are usage errors. */
export function readFlags<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'] {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError unless the text is a number above 0 */
export function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || value === Infinity)
    throw new UsageError(`--${flag} is ${text}; allowed: a number above 0`);
  return value;
}

/** @throws UsageError unless the text is a whole number from `least` on */
export function wholeNumber(flag: string, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${flag} is ${text}; allowed: a whole number from ${least} on`);
  return value;
}
