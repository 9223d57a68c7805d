import type { Bench } from '../engine/bench.ts';
import type { Breaker } from '../engine/breaker.ts';
import type { AccountNode, KeyNode, Lane, ModelNode, ProviderNode } from '../engine/nodes.ts';

/** How somebody stands now; each says all of it, so that the last one told holds. */
export type NodeNews =
  | readonly [
      'key',
      id: string,
      bench: BenchView,
      breaker: Breaker,
      invalid: KeyNode['invalid'],
      enabled: boolean,
    ]
  | readonly ['account', provider: string, account: string, bench: BenchView]
  | readonly ['account_model', provider: string, account: string, model: string, bench: BenchView]
  | readonly ['model', provider: string, model: string, bench: BenchView, refusedParams: readonly string[]]
  /** `active`: the key that serves now, where the rotation keeps to one. */
  | readonly ['provider', id: string, bench: BenchView, breaker: Breaker, active: string | null];

/** `untilAt` null = without an end, which JSON has no number for. */
type BenchView = readonly [
  untilAt: number | null,
  reason: string,
  guessMs: number,
  setAt: number,
  trialUntilAt: number,
];

export function keyNews({ id, bench, breaker, invalid, enabled }: KeyNode): NodeNews {
  return ['key', id, viewOf(bench), breaker, invalid, enabled];
}

export function accountNews({ id, provider, bench }: AccountNode): NodeNews {
  return ['account', provider.id, id, viewOf(bench)];
}

export function accountModelNews({ id, provider }: AccountNode, model: string, bench: Bench): NodeNews {
  return ['account_model', provider.id, id, model, viewOf(bench)];
}

export function modelNews({ provider, model, bench, refusedParams }: ModelNode): NodeNews {
  return ['model', provider.id, model.id, viewOf(bench), [...refusedParams]];
}

export function providerNews({ id, spec, bench, breaker, active }: ProviderNode): NodeNews {
  return ['provider', id, viewOf(bench), breaker, spec.rotation === 'sticky' ? (active?.id ?? null) : null];
}

/** Everybody whom a call over the lane touches. */
export function laneNews({ key, node, accountModel }: Lane): readonly NodeNews[] {
  return [
    keyNews(key),
    accountNews(key.account),
    accountModelNews(key.account, node.model.id, accountModel),
    modelNews(node),
    providerNews(node.provider),
  ];
}

function viewOf({ untilAt, reason, guessMs, setAt, trialUntilAt }: Bench): BenchView {
  return [untilAt === Infinity ? null : untilAt, reason, guessMs, setAt, trialUntilAt];
}

export function setBench(bench: Bench, [untilAt, reason, guessMs, setAt, trialUntilAt]: BenchView): void {
  Object.assign(bench, { untilAt: untilAt ?? Infinity, reason, guessMs, setAt, trialUntilAt });
}
