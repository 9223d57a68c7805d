import { admits, type Breaker } from '../../src/engine/breaker.ts';
import { quantile } from '../../src/engine/latency.ts';
import type { ModelNode } from '../../src/engine/nodes.ts';
import { rankOf, type Pace } from '../../src/engine/pace.ts';
import { laneOf, type Pool } from '../../src/engine/pool.ts';

/** Everything that decides who is asked next, but the counts of quotas and whose turn it is in a rotation. */
export function pictureOf(pool: Pool, now: number): unknown {
  // Lanes are made at their first use: that is no news.
  for (const key of pool.keys.values())
    for (const node of key.provider.models.values()) laneOf(pool, key, node);
  return [...pool.providers.values()].map((provider) => ({
    bench: { ...provider.bench },
    breaker: breakerPicture(provider.breaker, now),
    failingAccounts: [...provider.failingAccounts].map(({ id }) => id),
    unexplained: provider.unexplained.length,
    failures: provider.failures,
    accounts: [...provider.accounts.values()].map((account) => ({
      bench: { ...account.bench },
      models: [...account.modelBenches].map(([model, bench]) => [model, { ...bench }]),
    })),
    keys: provider.keys.map((key) => ({
      bench: { ...key.bench },
      breaker: breakerPicture(key.breaker, now),
      invalid: key.invalid,
      errors: key.errors,
      lastError: key.lastError,
    })),
    models: [...provider.models.values()].map((node) => modelPicture(node, now)),
  }));
}

function modelPicture(node: ModelNode, now: number): unknown {
  return {
    bench: { ...node.bench },
    tokens: { ...node.tokens },
    refused: [...node.refusedParams],
    pace: pacePicture(node.pace, now),
    lanes: [...node.lanes.values()].map((lane) => ({
      bench: { ...lane.bench },
      pace: lane.pace === null ? null : pacePicture(lane.pace, now),
    })),
  };
}

function pacePicture(pace: Pace, now: number): unknown {
  return { rank: rankOf(pace, now), good: pace.good, usual: quantile(pace.firstToken, 0.5) };
}

/** A rest that is over and one that ends now are the same. */
function breakerPicture(breaker: Breaker, now: number): unknown {
  const restMs = breaker.state === 'closed' ? breaker.failures : breaker.restMs;
  return { state: breaker.state, isOpen: admits(breaker, now), restMs };
}
