import type { Model } from '../../catalog/types.ts';
import type { Config } from '../../config/types.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import { isSwitchedOff } from '../../keyring/provider-settings.ts';
import type { Clock } from '../../shared/clock.ts';
import { countStatuses } from '../state/key-status.ts';
import type { ProviderModelView, ProviderView } from '../views/provider-view.ts';
import { presentLimits } from './present-limits.ts';
import { presentOrigin } from './present-origin.ts';

export interface ProviderPresenting {
  readonly config: Pick<Config, 'providers'>;
  readonly clock: Clock;
}

/** A provider as the administrator sees it. */
export function presentProvider({ config, clock }: ProviderPresenting, provider: ProviderNode): ProviderView {
  const { id, spec, keys, models } = provider;
  const { def } = spec;
  return {
    id,
    name: def.name,
    tier: def.tier,
    enabled: !isSwitchedOff(provider),
    base_url: spec.baseUrl,
    wire: def.wire,
    rotation: spec.rotation,
    order: spec.order,
    models: [...models.values()].map(({ model }) => presentModel(model)),
    keys: countStatuses(keys, clock.now()),
    limits: presentLimits(spec),
    terms: def.terms,
    docs: def.docs,
    retired: def.retired ?? null,
    ...presentOrigin(config.providers.get(id)?.inCatalog === true ? def : null, spec),
  };
}

export function presentModel({ id, family, purpose, context }: Model): ProviderModelView {
  return { id, family, purpose, context_window: context };
}
