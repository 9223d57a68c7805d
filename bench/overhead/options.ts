import { targetNames, type TargetName } from '../harness/targets.ts';
import { positive, readFlags, UsageError, wholeNumber } from '../usage.ts';

export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly targets: readonly TargetName[];
  /** Part of the titles of the scenarios to run; null = all. */
  readonly only: string | null;
  /** A first look: short rounds, short warm-up. */
  readonly quick: boolean;
}

/** Flags that every interleaved run has. */
export const roundFlags = {
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  quick: { type: 'boolean' },
  only: { type: 'string' },
} as const;

/** @throws UsageError that names the wrong flag and what is allowed */
export function parseOptions(args: string[]): BenchOptions {
  const values = readFlags(args, { ...roundFlags, targets: { type: 'string' } });
  return optionsFrom(values);
}

export interface RoundValues {
  readonly seconds?: string | undefined;
  readonly rounds?: string | undefined;
  readonly quick?: boolean | undefined;
  readonly only?: string | undefined;
  readonly targets?: string | undefined;
}

/** @throws UsageError */
export function optionsFrom({ seconds, rounds, quick = false, only, targets }: RoundValues): BenchOptions {
  return {
    seconds: positive('seconds', seconds ?? (quick ? '1' : '5')),
    rounds: wholeNumber('rounds', rounds ?? '3'),
    only: only ?? null,
    quick,
    targets: targets === undefined ? targetNames : targets.split(',').map(toTarget),
  };
}

function toTarget(text: string): TargetName {
  const name = targetNames.find((known) => known === text.trim());
  if (name === undefined)
    throw new UsageError(`--targets names "${text}"; there are ${targetNames.join(', ')}`);
  return name;
}
