import { isNamed } from '../../relay/allowed-routes.ts';
import type { ApiContext } from '../api-context.ts';
import { clientOf, type Caller } from '../http/request-facts.ts';
import { listNames, type ModelName } from './model-names.ts';

/** What this caller can write as `model` today: of a client key that is kept to some names, those. */
export function namesFor(
  { pool, routing, clock }: Pick<ApiContext, 'pool' | 'routing' | 'clock'>,
  caller: Caller,
): ModelName[] {
  const names = listNames(pool, routing, clock.now());
  const routes = clientOf(caller)?.routes ?? null;
  return routes === null ? names : names.filter(({ id }) => isNamed(routes, id));
}
