import type { Tokens } from './estimate.ts';
import type { ProviderNode } from './nodes.ts';

/**
 * Nobody here can serve before a time: found by looking at all of them, and believed until then or until something
 * changes, so that thousands of cooling keys are not looked at for each request.
 */
export interface Shut {
  /** Epoch ms. */
  untilAt: number;
  /** The provider's `changes` when it was found. */
  changes: number;
  /** What was wanted: whoever wants less may find something. */
  input: number;
  output: number;
}

/** Not longer than this, ms: what no change tells of (a learned limit that has aged) is found then. */
const believedForMs = 1_000;

export function createShut(): Shut {
  return { untilAt: 0, changes: -1, input: 0, output: 0 };
}

export function isShut(shut: Shut, { changes }: ProviderNode, now: number): boolean {
  return now < shut.untilAt && shut.changes === changes;
}

/** The same for a call of so many tokens. */
export function isShutFor(
  shut: Shut,
  provider: ProviderNode,
  { input, output }: Tokens,
  now: number,
): boolean {
  return isShut(shut, provider, now) && input >= shut.input && output >= shut.output;
}

const nothing: Tokens = { input: 0, output: 0 };

/** `soonestAt`: epoch ms before which nobody can; that is what somebody who saw all of them knows. */
export function shutUntil(
  shut: Shut,
  provider: ProviderNode,
  soonestAt: number,
  { now, wanted = nothing }: { readonly now: number; readonly wanted?: Tokens },
): void {
  shut.untilAt = Math.min(soonestAt, now + believedForMs);
  shut.changes = provider.changes;
  shut.input = wanted.input;
  shut.output = wanted.output;
}

/** Somebody may serve sooner than the clock said: a call ended, quota was given back, the owner changed something. */
export function noteChange(provider: ProviderNode): void {
  provider.changes += 1;
}
