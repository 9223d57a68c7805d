import type { Bench } from '../../src/engine/bench.ts';
import type { Breaker } from '../../src/engine/breaker.ts';
import type { KeyNode, Lane, ProviderNode } from '../../src/engine/nodes.ts';
import type { CallRecord } from './virtual-call.ts';
import type { VirtualRelay } from './virtual-relay.ts';

/** Watches all through a history that nobody is asked while he cools or rests, and that no cooling gets shorter. */
export interface BenchWatch {
  /** To be called between any two moments. */
  look(): void;
  /** What went against the law, in words. */
  readonly found: readonly string[];
}

type Resting = KeyNode | ProviderNode;

export function watchBenches(house: VirtualRelay): BenchWatch {
  const untils = new Map<Bench, number>();
  const trials = new Map<Bench, number>();
  const breakers = new Map<Resting, Breaker>();
  const found: string[] = [];
  /** What the attempt of each call is called; calls and attempts begin in one order. */
  const names: string[] = [];
  const failed = new Set<string>();
  let asked = '';

  function look(): void {
    for (const provider of house.pool.providers.values()) {
      for (const bench of benchesAt(provider)) lookAt(bench, provider);
      for (const one of [provider, ...provider.keys]) breakers.set(one, one.breaker);
    }
  }

  function lookAt(bench: Bench, { bench: shared }: ProviderNode): void {
    const known = untils.get(bench) ?? 0;
    // Three accounts limited at once: it is the address, so all of the provider cools instead, as long as any of them.
    const isTakenOver = bench.untilAt === 0 && shared.untilAt >= known;
    if (bench.untilAt < known && !isTakenOver) found.push(`shortened: ${bench.reason}`);
    untils.set(bench, bench.untilAt);
    trials.set(bench, bench.trialUntilAt);
  }

  function tried(lane: Lane): void {
    const now = house.clock.now();
    const { key, node } = lane;
    for (const bench of benchesOf(lane)) {
      if (bench.untilAt > now) found.push(`cools: ${bench.reason}`);
      if ((trials.get(bench) ?? 0) > now) found.push(`is being tried: ${bench.reason}`);
    }
    if (key.invalid !== null) found.push(`invalid: ${key.id}`);
    for (const one of [key, node.provider]) {
      const before = breakers.get(one);
      if (before !== undefined && !isOpen(before, now)) found.push(`${before.state}: ${one.id}`);
    }
  }

  /** A refusal that has come, and that nobody has reported yet. */
  function isUnheeded({ reply, refusedBy, end, endedAt, key }: CallRecord, index: number): boolean {
    const isRefused = end === 'told' && (reply.deed.startsWith('429') || refusedBy.length > 0);
    return isRefused && endedAt === house.clock.now() && key === asked && !failed.has(names[index] ?? '');
  }

  house.onReserve = look;
  house.onTold = (told) => {
    if (told.kind === 'failed') failed.add(nameOf(told));
    if (told.kind === 'trying') {
      tried(told.lane);
      asked = told.lane.key.id;
      if (house.calls.some(isUnheeded)) found.push(`refused just now: ${asked}`);
      names.push(nameOf(told));
    }
    look();
  };
  return { look, found };
}

function nameOf({ traceId, attempt }: { readonly traceId: string; readonly attempt: number }): string {
  return `${traceId} ${attempt}`;
}

/** By its own words, not the engine's: a rest that is over lets one in, a ramp so many. */
function isOpen(breaker: Breaker, now: number): boolean {
  if (breaker.state === 'resting') return now >= breaker.untilAt;
  if (breaker.state === 'trial') return now >= breaker.leaseUntilAt;
  return breaker.state === 'closed' || breaker.running < breaker.allowed;
}

/** All that keep a lane from serving. */
function benchesOf({ key, node, bench, accountModel }: Lane): Bench[] {
  return [node.provider.bench, node.bench, key.bench, key.account.bench, accountModel, bench];
}

/** Every bench of a provider, its accounts, keys, models and lanes. */
export function benchesAt({ bench, models, accounts, keys }: ProviderNode): Bench[] {
  return [
    bench,
    ...[...models.values()].flatMap((node) => [
      node.bench,
      ...[...node.lanes.values()].map((lane) => lane.bench),
    ]),
    ...[...accounts.values()].flatMap((account) => [account.bench, ...account.modelBenches.values()]),
    ...keys.map((key) => key.bench),
  ];
}
