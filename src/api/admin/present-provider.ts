import type { Model } from '../../catalog/types.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import { isSwitchedOff } from '../../keyring/provider-settings.ts';
import { countStatuses } from '../state/key-status.ts';
import { presentLimits } from './present-limits.ts';

/** A provider as the administrator sees it. */
export function presentProvider(provider: ProviderNode, now: number): object {
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
    keys: countStatuses(keys, now),
    limits: presentLimits(spec),
    terms: def.terms,
    docs: def.docs,
    retired: def.retired ?? null,
  };
}

export function presentModel({ id, family, purpose, context }: Model): object {
  return { id, family, purpose, context_window: context };
}
