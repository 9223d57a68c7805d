import { parseArgs } from 'node:util';
import { targetNames, type TargetName } from './targets.ts';

export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly targets: readonly TargetName[];
  /** Part of the titles of the scenarios to run; null = all. */
  readonly only: string | null;
  /** A first look: short rounds, short warm-up. */
  readonly quick: boolean;
}

export const usage = `npm run bench -- [overhead | harvest | saturation | profile | decisions] [--seconds 5] [--rounds 3] [--targets ${targetNames.join(',')}] [--only streams] [--quick]`;

/** Reads the flags; throws with the usage on a wrong one. */
export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      targets: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  return {
    seconds: positive(values.seconds ?? (values.quick ? '1' : '5')),
    rounds: positive(values.rounds ?? '3'),
    only: values.only ?? null,
    quick: values.quick,
    targets: values.targets === undefined ? targetNames : values.targets.split(',').map(toTarget),
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${text} is not a number above 0: ${usage}`);
  return value;
}

function toTarget(text: string): TargetName {
  const name = targetNames.find((known) => known === text);
  if (name === undefined) throw new Error(`no such target: ${text}: ${usage}`);
  return name;
}
