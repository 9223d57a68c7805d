import { resolve } from '../../engine/resolve.ts';
import type { ModelNode } from '../../engine/nodes.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import type { Caller } from '../http/request-facts.ts';
import type { ModelName } from '../openai/model-names.ts';
import { namesFor } from '../openai/names-for.ts';
import { anyRequest } from '../state/any-request.ts';
import { modelOf } from './model-of.ts';

export interface FoundModel extends ModelName {
  /** Those that may serve it. */
  readonly nodes: readonly ModelNode[];
}

/** @throws NoriaError model_not_found */
export function findModel(context: ApiContext, caller: Caller, name: string): FoundModel {
  const { pool, routing } = context;
  const model = modelOf(context, name);
  const found = namesFor(context, caller).find(({ id }) => id === model);
  if (found === undefined)
    throw new NoriaError('model_not_found', `There is no model "${name}" that can serve now.`, {
      param: 'model',
    });
  const resolution = resolve(pool, routing, { model, ...anyRequest });
  const nodes = resolution.kind === 'plan' ? resolution.plan.steps.flatMap((step) => [...step.models]) : [];
  return { ...found, nodes };
}
