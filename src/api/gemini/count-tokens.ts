import { createTokenModel, estimateTokens } from '../../engine/estimate.ts';
import { resolve } from '../../engine/resolve.ts';
import { factsOf } from '../../upstream/chat-facts.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import type { JsonObject } from '../http/json-body.ts';
import { anyRequest } from '../state/any-request.ts';
import { pick } from './fields.ts';
import { modelOf } from './model-of.ts';
import { readGenerate } from './read-generate.ts';

/** `:countTokens`: what Noria reserves for the prompt, by what was learned of the model that would be asked first. */
export function countTokens(context: ApiContext, name: string, given: JsonObject): object {
  const whole = pick(given, 'generateContentRequest');
  const { model, isGemini } = modelOf(context, name);
  const { body } = readGenerate(isRecord(whole) ? whole : given, { keepsSignatures: isGemini });
  const resolution = resolve(context.pool, context.routing, { model, ...anyRequest });
  const first = resolution.kind === 'plan' ? resolution.plan.steps[0]?.models[0] : undefined;
  const { input } = estimateTokens(first?.tokens ?? createTokenModel(), factsOf(body).chars, 0);
  return { totalTokens: input };
}
