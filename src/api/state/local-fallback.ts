import { isUsable } from '../../engine/choose.ts';
import { chatModels } from '../../engine/model-steps.ts';
import { runsHere } from '../../engine/runs-here.ts';
import type { ApiContext } from '../api-context.ts';
import type { QuotasView } from '../views/quota-view.ts';
import { modelServes } from './can-serve.ts';

/** The model of the owner's own machine that serves when the others cannot. */
export function localFallback(
  { pool, tally }: Pick<ApiContext, 'pool' | 'tally'>,
  now: number,
): QuotasView['local_fallback'] {
  const locals = [...pool.providers.values()].filter(({ spec }) => spec.def.tier === 'local');
  const models = locals
    .filter(({ keys }) => keys.length > 0)
    .flatMap((one) => chatModels(one).filter(runsHere));
  const ready = models.find((node) => isUsable(node.provider) && modelServes(node, now));
  return {
    ready: ready !== undefined,
    model: (ready ?? models[0])?.model.id ?? null,
    served_today: locals.reduce((sum, { id }) => sum + tally.servedToday(id), 0),
  };
}
