import type { Limit } from '../../catalog/types.ts';
import type { PlainLimit, ProviderSpec } from '../../engine/nodes.ts';
import type { ProviderLimitView } from '../views/provider-view.ts';

/** The limits of one account that hold without anything learned: the owner's, else the catalog's. */
export function presentLimits({
  def,
  limits,
  modelLimits,
  models,
}: Pick<ProviderSpec, 'def' | 'limits' | 'modelLimits' | 'models'>): ProviderLimitView[] {
  const own = [...modelLimits].flatMap(([model, list]) =>
    list.map((limit) => present(limit, { model, source: 'configured' })),
  );
  if (limits !== null) return [...limits.map((limit) => present(limit, { source: 'configured' })), ...own];
  const shared = def.quota.groups.flatMap(({ group, limits: list }) =>
    list.map((limit) => present(limit, { ...(group === '*' ? {} : { group }), source: 'declared' })),
  );
  const each = (def.quota.perModel ?? []).map((limit) => present(limit, { model: '*', source: 'declared' }));
  const declared = models
    .filter(({ id }) => !modelLimits.has(id))
    .flatMap(({ id, limits: list }) =>
      (list ?? []).map((limit) => present(limit, { model: id, source: 'declared' })),
    );
  return [...shared, ...each, ...declared, ...own];
}

type Place = Pick<ProviderLimitView, 'group' | 'model' | 'source'>;

function present({ unit, side, window, amount }: PlainLimit | Limit, place: Place): ProviderLimitView {
  const length = window.kind === 'in_flight' ? 'now' : window.length;
  return {
    unit,
    ...(side === undefined || side === 'all' ? {} : { side }),
    window: length,
    kind: window.kind,
    limit: amount,
    ...place,
  };
}
