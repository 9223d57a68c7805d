import { createBench, type Bench } from '../../engine/bench.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { noteChange } from '../../engine/shut.ts';
import { setBench, type NodeNews } from '../node-news.ts';

/** The mirror stands as the primary says. */
export function applyNodeNews(pool: Pool, news: NodeNews): void {
  const provider = apply(pool, news);
  if (provider !== undefined) noteChange(provider);
}

/** Whose provider it was; undefined = it is not known here any more. */
function apply(pool: Pool, news: NodeNews): ProviderNode | undefined {
  switch (news[0]) {
    case 'key': {
      const [, id, bench, breaker, invalid, enabled] = news;
      const key = pool.keys.get(id);
      if (key === undefined) return undefined;
      setBench(key.bench, bench);
      Object.assign(key, { breaker, invalid, enabled });
      return key.provider;
    }
    case 'account': {
      const [, id, name, bench] = news;
      const account = pool.providers.get(id)?.accounts.get(name);
      if (account !== undefined) setBench(account.bench, bench);
      return account?.provider;
    }
    case 'account_model': {
      const [, id, name, model, bench] = news;
      const account = pool.providers.get(id)?.accounts.get(name);
      // Its lane may not have been used here yet: then it finds the bench.
      if (account !== undefined) setBench(benchOf(account.modelBenches, model), bench);
      return account?.provider;
    }
    case 'model': {
      const [, id, model, bench, refusedParams] = news;
      const node = pool.providers.get(id)?.models.get(model);
      if (node === undefined) return undefined;
      setBench(node.bench, bench);
      for (const field of refusedParams) node.refusedParams.add(field);
      return node.provider;
    }
    case 'provider': {
      const [, id, bench, breaker, active] = news;
      const provider = pool.providers.get(id);
      if (provider === undefined) return undefined;
      setBench(provider.bench, bench);
      provider.breaker = breaker;
      if (active !== null) provider.active = pool.keys.get(active) ?? provider.active;
      return provider;
    }
    default:
      return news satisfies never;
  }
}

function benchOf(benches: Map<string, Bench>, model: string): Bench {
  const known = benches.get(model) ?? createBench();
  benches.set(model, known);
  return known;
}
