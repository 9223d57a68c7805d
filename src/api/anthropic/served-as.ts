import { resolve } from '../../engine/resolve.ts';
import { familyOf } from '../../catalog/family-of.ts';
import type { ApiContext } from '../api-context.ts';
import { anyRequest } from '../state/any-request.ts';

/**
 * What Noria takes a model's name for on Anthropic's routes: the name itself where it leads anywhere (a provider's model,
 * an alias of the owner's), a dated one also without its date; any other `claude-…` is `auto`, as the clients of this API
 * ask by names of its own. Every other name stays as it is.
 */
export function servedAs({ pool, routing }: ApiContext, model: string | undefined): string | undefined {
  if (model === undefined || !/^claude-/i.test(model)) return model;
  const isKnown = (name: string): boolean =>
    resolve(pool, routing, { model: name, ...anyRequest }).kind !== 'unknown_model';
  return [model, familyOf(model)].find(isKnown) ?? 'auto';
}
