import type { Provider } from '../../catalog/types.ts';
import type { StepNames } from '../../config/check-route.ts';
import { stepNames } from '../../config/decide-routes.ts';
import type { Config } from '../../config/types.ts';
import type { Pool } from '../../engine/pool.ts';

export interface StepNamesParts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'providers'>;
  readonly catalog: ReadonlyMap<string, Provider>;
}

/**
 * What a step may name now: what noria.yaml may name, and what came since, as servers of the owner's own and models that
 * providers have listed. `more` are names that are known from elsewhere.
 */
export function stepNamesNow({ pool, config, catalog }: StepNamesParts, more: Iterable<string>): StepNames {
  const known = stepNames({ catalog, providers: config.providers }, {});
  const providers = new Map(known.providers);
  const others = new Set([...known.others, ...more]);
  for (const { id, spec, models } of pool.providers.values()) {
    if (spec.def.simulated === true) continue;
    providers.set(id, { id, enabled: true, local: spec.def.tier === 'local' });
    for (const { model } of models.values()) others.add(model.id).add(model.family);
  }
  return { providers, others };
}
