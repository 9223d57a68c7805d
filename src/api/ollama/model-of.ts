import { resolve } from '../../engine/resolve.ts';
import type { Task } from '../../catalog/types.ts';
import type { ApiContext } from '../api-context.ts';
import { anyRequest } from '../state/any-request.ts';

/** Clients of Ollama add `:latest` to a name without a tag. */
export function modelOf(
  { pool, routing }: Pick<ApiContext, 'pool' | 'routing'>,
  name: string,
  task: Task = 'chat',
): string {
  if (!name.endsWith(':latest')) return name;
  const wanted = { ...anyRequest, features: { ...anyRequest.features, task } };
  const isKnown = resolve(pool, routing, { ...wanted, model: name }).kind !== 'unknown_model';
  return isKnown ? name : name.slice(0, -':latest'.length);
}
