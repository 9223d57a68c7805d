import type { Provider } from '../../catalog/types.ts';
import type { ConfiguredProvider } from '../../config/types.ts';
import type { ProviderView } from '../views/provider-view.ts';
import { presentLimits } from './present-limits.ts';
import { presentOrigin } from './present-origin.ts';
import { presentModel } from './present-provider.ts';

/** A provider that is retired, off in noria.yaml, or without an address yet. */
export function presentUnused(
  { id, baseUrl, wire, rotation, limits }: ConfiguredProvider,
  def: Provider | undefined,
): ProviderView {
  return {
    id,
    name: def?.name ?? id,
    tier: def?.tier ?? 'local',
    enabled: false,
    base_url: baseUrl,
    wire,
    rotation,
    order: def?.order ?? null,
    models: (def?.models ?? []).map(presentModel),
    keys: { ready: 0, cooling: 0, resting: 0, invalid: 0, disabled: 0 },
    limits:
      def === undefined ? [] : presentLimits({ def, limits, modelLimits: new Map(), models: def.models }),
    terms: def?.terms ?? null,
    docs: def?.docs ?? null,
    retired: def?.retired ?? null,
    ...presentOrigin(def ?? null, null),
  };
}
