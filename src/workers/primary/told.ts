import { createBench, type Bench } from '../../engine/bench.ts';
import { closedBreaker, type Breaker } from '../../engine/breaker.ts';
import type { AccountNode, KeyNode, Lane, ModelNode, ProviderNode } from '../../engine/nodes.ts';
import {
  accountModelNews,
  accountNews,
  keyNews,
  modelNews,
  providerNews,
  type NodeNews,
} from '../node-news.ts';
import type { StateNode } from './nodes-of-state.ts';

interface ToldKey {
  readonly breaker: Breaker;
  readonly invalid: KeyNode['invalid'];
  readonly enabled: boolean;
}

interface ToldProvider {
  readonly breaker: Breaker;
  readonly active: KeyNode | null;
}

/**
 * What the workers were told last of how everybody stands: news is what differs from it. A node that nothing was told of
 * is believed to be well. Looked at twice a call, so nothing is made where nothing has changed.
 */
export class Told {
  readonly #benches = new WeakMap<Bench, Bench>();
  readonly #keys = new WeakMap<KeyNode, ToldKey>();
  readonly #providers = new WeakMap<ProviderNode, ToldProvider>();
  readonly #refused = new WeakMap<ModelNode, number>();

  /** Everybody whom a call over the lane touches. */
  ofLane({ key, node, accountModel }: Lane): readonly NodeNews[] {
    let news: NodeNews[] | null = null;
    const add = (one: NodeNews | null): void => {
      if (one !== null) (news ??= []).push(one);
    };
    add(this.ofKey(key));
    add(this.ofAccount(key.account));
    add(this.#ofAccountModel(key.account, node.model.id, accountModel));
    add(this.ofModel(node));
    add(this.ofProvider(node.provider));
    return news ?? nothing;
  }

  /** The provider with all that belongs to it. */
  ofAll(provider: ProviderNode): readonly NodeNews[] {
    const accounts = [...provider.accounts.values()];
    return [
      this.ofProvider(provider),
      ...[...provider.models.values()].map((node) => this.ofModel(node)),
      ...accounts.map((account) => this.ofAccount(account)),
      ...accounts.flatMap((account) => this.ofAccountModels(account)),
      ...provider.keys.map((key) => this.ofKey(key)),
    ].filter((one) => one !== null);
  }

  ofState({ kind, node }: StateNode): readonly NodeNews[] {
    if (node === undefined) return nothing;
    switch (kind) {
      case 'key':
        return only(this.ofKey(node));
      case 'account':
        return [this.ofAccount(node), ...this.ofAccountModels(node)].filter((one) => one !== null);
      case 'model':
        return only(this.ofModel(node));
      case 'provider':
        return only(this.ofProvider(node));
      default:
        return kind satisfies never;
    }
  }

  ofKey(key: KeyNode): NodeNews | null {
    const { bench, breaker, invalid, enabled } = key;
    const told = this.#keys.get(key) ?? goodKey;
    const same = told.invalid === invalid && told.enabled === enabled && isSameBreaker(told.breaker, breaker);
    if (!this.#isNew(bench) && same) return null;
    this.#keys.set(key, { breaker, invalid, enabled });
    return keyNews(key);
  }

  ofAccount(account: AccountNode): NodeNews | null {
    return this.#isNew(account.bench) ? accountNews(account) : null;
  }

  ofAccountModels(account: AccountNode): readonly (NodeNews | null)[] {
    return [...account.modelBenches].map(([model, bench]) => this.#ofAccountModel(account, model, bench));
  }

  #ofAccountModel(account: AccountNode, model: string, bench: Bench): NodeNews | null {
    return this.#isNew(bench) ? accountModelNews(account, model, bench) : null;
  }

  ofModel(node: ModelNode): NodeNews | null {
    const { bench, refusedParams } = node;
    if (!this.#isNew(bench) && (this.#refused.get(node) ?? 0) === refusedParams.size) return null;
    this.#refused.set(node, refusedParams.size);
    return modelNews(node);
  }

  ofProvider(provider: ProviderNode): NodeNews | null {
    const { bench, breaker } = provider;
    const active = provider.spec.rotation === 'sticky' ? provider.active : null;
    const told = this.#providers.get(provider) ?? goodProvider;
    if (!this.#isNew(bench) && told.active === active && isSameBreaker(told.breaker, breaker)) return null;
    this.#providers.set(provider, { breaker, active });
    return providerNews(provider);
  }

  #isNew(bench: Bench): boolean {
    if (isSameBench(this.#benches.get(bench) ?? good, bench)) return false;
    this.#benches.set(bench, { ...bench });
    return true;
  }
}

const nothing: readonly NodeNews[] = [];
const only = (news: NodeNews | null): readonly NodeNews[] => (news === null ? nothing : [news]);
const good = createBench();
const goodKey: ToldKey = { breaker: closedBreaker, invalid: null, enabled: true };
const goodProvider: ToldProvider = { breaker: closedBreaker, active: null };

function isSameBench(one: Bench, other: Bench): boolean {
  return (
    one.untilAt === other.untilAt &&
    one.guessMs === other.guessMs &&
    one.setAt === other.setAt &&
    one.trialUntilAt === other.trialUntilAt &&
    one.reason === other.reason
  );
}

/** Breakers are never changed in place; closed ones that have not failed are all the same. */
function isSameBreaker(one: Breaker, other: Breaker): boolean {
  return (
    one === other || (one.state === 'closed' && other.state === 'closed' && one.failures === other.failures)
  );
}
