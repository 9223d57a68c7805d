import type { AccountNode, KeyNode, ModelNode, ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import {
  accountModelNews,
  accountNews,
  keyNews,
  modelNews,
  providerNews,
  type NodeNews,
} from '../node-news.ts';

/** Whose state is kept under an id; an account with its benches of all models. */
export type StateNode =
  | { readonly kind: 'key'; readonly node: KeyNode | undefined }
  | { readonly kind: 'account'; readonly node: AccountNode | undefined }
  | { readonly kind: 'model'; readonly node: ModelNode | undefined }
  | { readonly kind: 'provider'; readonly node: ProviderNode | undefined };

/** The node of an id as engine/states.ts makes them: `key|…`, `account|provider|account|model`. Its node may be gone. */
export function nodeOfState(pool: Pool, id: string): StateNode {
  const [kind, rest] = split(id);
  if (kind === 'key') return { kind, node: pool.keys.get(rest) };
  const [name, inside] = split(rest);
  const provider = pool.providers.get(name);
  switch (kind) {
    case 'account':
      return { kind, node: provider && accountIn(provider, inside) };
    case 'model':
      return { kind, node: provider?.models.get(inside) };
    default:
      return { kind: 'provider', node: provider };
  }
}

/** All that there is to tell of it. */
export function newsOfState({ kind, node }: StateNode): readonly NodeNews[] {
  if (node === undefined) return [];
  switch (kind) {
    case 'key':
      return [keyNews(node)];
    case 'account':
      return [
        accountNews(node),
        ...[...node.modelBenches].map(([model, bench]) => accountModelNews(node, model, bench)),
      ];
    case 'model':
      return [modelNews(node)];
    case 'provider':
      return [providerNews(node)];
    default:
      return kind satisfies never;
  }
}

/** Accounts and models may have any sign in their names: whichever account there is. */
function accountIn({ accounts }: ProviderNode, name: string): AccountNode | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('|', end - 1)) {
    const account = accounts.get(name.slice(0, end));
    if (account !== undefined) return account;
  }
  return undefined;
}

/** The first part, and all that comes behind it. */
function split(id: string): readonly [string, string] {
  const bar = id.indexOf('|');
  return bar < 0 ? [id, ''] : [id.slice(0, bar), id.slice(bar + 1)];
}
