import { aliases as shippedAliases } from '../catalog/aliases.ts';
import { ownProvider } from '../catalog/own-provider.ts';
import type { Model, Provider } from '../catalog/types.ts';
import { unlistedModel } from '../catalog/unlisted-model.ts';
import { isOwnLocal } from '../config/own-local.ts';
import type { Config, ConfiguredModel, ConfiguredProvider } from '../config/types.ts';
import type { PlainLimit, ProviderSpec } from '../engine/nodes.ts';
import type { RoutingTable } from '../engine/routing-table.ts';

/** The catalog's facts and the owner's words, as the engine takes them; retired and disabled providers are left out. */
export function providerSpecs(config: Config, catalog: ReadonlyMap<string, Provider>): ProviderSpec[] {
  return [...config.providers.values()]
    .filter(({ enabled }) => enabled)
    .map((configured) => specOf(config, configured, catalog.get(configured.id)));
}

function specOf(config: Config, configured: ConfiguredProvider, known: Provider | undefined): ProviderSpec {
  const def = known ?? own(configured);
  return {
    def,
    baseUrl: configured.baseUrl,
    rotation: configured.rotation,
    limits: configured.limits,
    modelLimits: modelLimits(configured.models),
    models: configured.models === null ? def.models : configured.models.map((model) => modelOf(model, def)),
    windows: { ...def.quota.windows, ...configured.windows },
    order: orderOf(config, def),
  };
}

function own(configured: ConfiguredProvider): Provider {
  const { id, wire, baseUrl, models } = configured;
  const tier = isOwnLocal(configured) ? 'local' : 'free';
  return ownProvider({ id, wire, baseUrl, models: (models ?? []).map((model) => model.id), tier });
}

function modelOf(configured: ConfiguredModel, def: Provider): Model {
  const known = def.models.find(({ id }) => id === configured.id);
  const { purpose } = configured;
  const base =
    known !== undefined && (purpose === null || purpose === known.purpose)
      ? known
      : unlistedModel(configured.id, { provider: def, purpose });
  return {
    ...base,
    family: configured.family ?? base.family,
    context: configured.context ?? base.context,
    onlyWhenNamed: false,
  };
}

function modelLimits(models: readonly ConfiguredModel[] | null): ReadonlyMap<string, readonly PlainLimit[]> {
  return new Map(
    (models ?? []).flatMap(({ id, limits }) => (limits === null ? [] : [[id, limits] as const])),
  );
}

/** USE_INFERENCE_API says which of Hugging Face's two comes first. */
function orderOf(config: Config, def: Provider): number {
  const before = def.id === 'hf_space' && !config.space.preferInferenceApi;
  return before
    ? config.providers.get('huggingface') === undefined
      ? def.order
      : def.order - 15
    : def.order;
}

export function routingTable(config: Config): RoutingTable {
  const aliases = new Map<string, readonly string[]>([...Object.entries(shippedAliases), ...config.aliases]);
  return { routes: config.routes, aliases };
}
