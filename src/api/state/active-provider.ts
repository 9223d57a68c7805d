import { resolve } from '../../engine/resolve.ts';
import type { ApiContext } from '../api-context.ts';
import { anyRequest } from './any-request.ts';
import { modelServes } from './can-serve.ts';

/** The provider of the first step of `auto` that can serve now; null = nobody can. */
export function activeProvider(
  { pool, routing }: Pick<ApiContext, 'pool' | 'routing'>,
  now: number,
): string | null {
  const resolution = resolve(pool, routing, { model: 'auto', ...anyRequest });
  if (resolution.kind !== 'plan') return null;
  for (const { models } of resolution.plan.steps) {
    const first = models.find((node) => modelServes(node, now));
    if (first !== undefined) return first.provider.id;
  }
  return null;
}
