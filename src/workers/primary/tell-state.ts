import type { ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import type { NodeNews } from '../node-news.ts';
import type { Told } from './told.ts';

/** News of the node whose state is kept under an id, as engine/states.ts makes it: `key|…`, `account|provider|account|model`. */
export function tellState(told: Told, pool: Pool, id: string): readonly NodeNews[] {
  const [kind, rest] = split(id);
  if (kind === 'key') return only(pool.keys.get(rest), (key) => told.ofKey(key));
  const [name, inside] = split(rest);
  const provider = pool.providers.get(name);
  if (provider === undefined) return [];
  switch (kind) {
    case 'provider':
      return only(provider, (node) => told.ofProvider(node));
    case 'model':
      return only(provider.models.get(inside), (node) => told.ofModel(node));
    case 'account':
      return accountNews(told, provider, inside);
    default:
      return [];
  }
}

/** Accounts and models may have any sign in their names: whichever account there is. */
function accountNews(told: Told, provider: ProviderNode, name: string): readonly NodeNews[] {
  for (let end = name.length; end > 0; end = name.lastIndexOf('|', end - 1)) {
    const account = provider.accounts.get(name.slice(0, end));
    if (account !== undefined)
      return [told.ofAccount(account), ...told.ofAccountModels(account)].filter((one) => one !== null);
  }
  return [];
}

function only<T>(node: T | undefined, tell: (node: T) => NodeNews | null): readonly NodeNews[] {
  const news = node === undefined ? null : tell(node);
  return news === null ? [] : [news];
}

/** The first part, and all that comes behind it. */
function split(id: string): readonly [string, string] {
  const bar = id.indexOf('|');
  return bar < 0 ? [id, ''] : [id.slice(0, bar), id.slice(bar + 1)];
}
