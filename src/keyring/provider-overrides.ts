import { ownProvider } from '../catalog/own-provider.ts';
import { unlistedModel } from '../catalog/unlisted-model.ts';
import { addressKind } from '../config/address-kind.ts';
import { decideLimits } from '../config/decide-limits.ts';
import { fileSchema, type FileProvider } from '../config/file-schema.ts';
import type { PlainLimit, ProviderSpec } from '../engine/nodes.ts';
import { checkShape } from '../shared/check-shape.ts';
import { NoriaError } from '../shared/errors.ts';

/** What the administrator may change of a provider while it runs: in the words of noria.yaml, without keys and windows. */
export type ProviderOverrides = Pick<FileProvider, 'rotation' | 'limits' | 'models' | 'base_url' | 'wire'>;
export type ProviderChange = ProviderOverrides & { readonly enabled?: boolean | undefined };

const changeable = ['enabled', 'rotation', 'limits', 'models', 'base_url', 'wire'];

/** Settings that are null in a change: the catalog's and noria.yaml's hold again. */
export function takenBackIn(body: Readonly<Record<string, unknown>>): readonly string[] {
  return ['rotation', 'limits', 'models'].filter((name) => body[name] === null);
}

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function parseProviderChange(body: Readonly<Record<string, unknown>>): ProviderChange {
  const stranger = Object.keys(body).find((name) => !changeable.includes(name));
  if (stranger !== undefined) throw wrong(stranger, changeable.join(', '), 'is not a setting');
  const parsed = checkShape(fileSchema, { providers: { it: body } });
  const issue = parsed.error?.issues[0];
  if (issue !== undefined) {
    const path = issue.path.slice(2).map(String);
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw wrong(
      [...path, ...unknown].join('.'),
      issue.message,
      unknown.length > 0 ? 'is not a setting' : 'is not as it should be',
    );
  }
  return parsed.data?.providers.it ?? {};
}

/** A spec with the administrator's words over it; `original` is kept so that they can be taken back. */
export interface OverriddenSpec extends ProviderSpec {
  /** null = the provider was made while running. */
  readonly original: ProviderSpec | null;
}

export function originalOf(spec: ProviderSpec): ProviderSpec | null {
  return 'original' in spec ? (spec as OverriddenSpec).original : spec;
}

/** The settings that come from the tables, over those of the catalog and of noria.yaml. */
export function overridden(original: ProviderSpec, overrides: ProviderOverrides): OverriddenSpec {
  return { ...withOverrides(original, overrides), original };
}

/** The owner's own server, made while running. @throws NoriaError invalid_request when its address or models are missing */
export function ownSpec(id: string, overrides: ProviderOverrides): OverriddenSpec {
  const { base_url: baseUrl, models, wire = 'openai' } = overrides;
  const ids = Object.keys(models ?? {});
  if (baseUrl === undefined)
    throw wrong('base_url', 'the http or https address of your own server', 'is missing');
  if (ids.length === 0) throw wrong('models', 'a list of at least one model id', 'is missing');
  if (wire !== 'openai') throw wrong('wire', 'openai', 'is not as it should be');
  const def = ownProvider({
    id,
    wire,
    baseUrl,
    models: ids,
    tier: isLocal(baseUrl, overrides) ? 'local' : 'free',
  });
  const spec: ProviderSpec = {
    def,
    baseUrl: def.baseUrl,
    rotation: 'round-robin',
    limits: null,
    modelLimits: new Map(),
    models: def.models,
    windows: def.quota.windows,
    order: def.order,
  };
  return { ...withOverrides(spec, overrides), original: null };
}

/** Without limits and on the owner's own network: what `auto:private` may use. */
function isLocal(baseUrl: string, { limits }: ProviderOverrides): boolean {
  return addressKind(baseUrl) === 'private' && Object.keys(limits ?? {}).length === 0;
}

function withOverrides(
  spec: ProviderSpec,
  { rotation, limits, models, base_url: baseUrl }: ProviderOverrides,
): ProviderSpec {
  return {
    ...spec,
    ...(rotation === undefined ? {} : { rotation }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(limits === undefined ? {} : { limits: plainLimits(limits, spec) }),
    ...(models === undefined ? {} : modelsOf(models, spec)),
  };
}

function modelsOf(
  models: NonNullable<ProviderOverrides['models']>,
  spec: ProviderSpec,
): Pick<ProviderSpec, 'models' | 'modelLimits'> {
  const entries = Object.entries(models);
  const own = entries
    .filter(([, { limits }]) => limits !== undefined)
    .map(([id, { limits }]) => [id, plainLimits(limits, spec)] as const);
  return {
    models: entries.map(([id, { context, family, purpose = null }]) => {
      const listed = spec.def.models.find((model) => model.id === id);
      const known =
        listed !== undefined && (purpose === null || purpose === listed.purpose)
          ? listed
          : unlistedModel(id, { provider: spec.def, purpose });
      return {
        ...known,
        family: family ?? known.family,
        context: context ?? known.context,
        onlyWhenNamed: false,
      };
    }),
    modelLimits: new Map([...spec.modelLimits, ...own]),
  };
}

function plainLimits(limits: ProviderOverrides['limits'], spec: ProviderSpec): readonly PlainLimit[] {
  return decideLimits(limits, spec.windows, spec.def) ?? [];
}

function wrong(field: string, allowed: string, fault: string): NoriaError {
  return new NoriaError('invalid_request', `"${field}" ${fault}; allowed: ${allowed}`, { param: field });
}
