import type { LimitGroup, Model } from '../catalog/types.ts';
import type { PlainLimit, ProviderSpec } from '../engine/nodes.ts';
import { matchesModel, truthWindow, type TruthLimit } from './truth-limit.ts';

/**
 * What a provider enforces, as far as it is known: the owner's words, who knows his plan; else what the fleet knows of
 * the provider; else the catalog, which then also speaks for models that the fleet has no limit of.
 */
export function truthLimits(spec: ProviderSpec, known: readonly TruthLimit[] | null): readonly TruthLimit[] {
  const ownModels = [...spec.modelLimits.keys()];
  const own = [...spec.modelLimits].flatMap(([model, limits]) =>
    limits.map((limit) => truthOf(limit, 'account_model', [model])),
  );
  if (spec.limits !== null && spec.limits.length > 0)
    return [...spec.limits.map((limit) => truthOf(limit, accountOr(spec))), ...own];
  if (known === null)
    return [...declaredLimits(spec, spec.models).map((row) => without(row, ownModels, spec)), ...own];
  const strangers = spec.models.filter(
    ({ id }) => !ownModels.includes(id) && !known.some((row) => isOfModel(row) && matchesModel(row, id)),
  );
  const extra = declaredLimits(spec, strangers).filter(isOfModel);
  return [...known.map((row) => without(row, ownModels, spec)), ...extra, ...own];
}

function isOfModel({ per }: TruthLimit): boolean {
  return per === 'account_model';
}

/** A model whose limits the owner wrote down has these and not the known ones of each model. */
function without(row: TruthLimit, models: readonly string[], { models: all }: ProviderSpec): TruthLimit {
  if (models.length === 0 || !isOfModel(row)) return row;
  const left = all.filter(({ id }) => matchesModel(row, id) && !models.includes(id)).map(({ id }) => id);
  return { ...row, models: left };
}

function declaredLimits(spec: ProviderSpec, models: readonly Model[]): TruthLimit[] {
  const { groups, perModel = [] } = spec.def.quota;
  const shared = groups.flatMap((group) =>
    group.limits.map((limit) => truthOf(limit, accountOr(spec), patternsOf(group))),
  );
  const each = models.flatMap(({ id, limits = perModel }) =>
    limits.map((limit) => truthOf(limit, 'account_model', [id])),
  );
  return [...shared, ...each];
}

function accountOr({ def }: ProviderSpec): TruthLimit['per'] {
  return def.quota.scope;
}

function patternsOf({ models }: LimitGroup): readonly string[] | undefined {
  if (models === undefined) return undefined;
  if ('suffix' in models) return [`*${models.suffix}`];
  return 'prefix' in models ? [`${models.prefix}*`] : models;
}

function truthOf(limit: PlainLimit, per: TruthLimit['per'], models?: readonly string[]): TruthLimit {
  const { unit, side, amount, window } = limit;
  return {
    unit,
    amount,
    window: truthWindow(window),
    per,
    ...(side === undefined ? {} : { side }),
    ...(models === undefined ? {} : { models }),
  };
}
