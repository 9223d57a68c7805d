import { createTokenModel } from '../../engine/estimate.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import type { JsonObject } from '../http/json-body.ts';
import { firstAsked, guessAt } from '../translate/prompt-tokens.ts';
import { pick } from './fields.ts';
import { modelOf } from './model-of.ts';
import { readGenerate } from './read-generate.ts';

/** `:countTokens`: what Noria reserves for the prompt, by what was learned of the model that would be asked first. */
export function countTokens(context: ApiContext, name: string, given: JsonObject): object {
  const whole = pick(given, 'generateContentRequest');
  const { model, isGemini } = modelOf(context, name);
  const { body } = readGenerate(isRecord(whole) ? whole : given, { keepsSignatures: isGemini });
  const first = firstAsked(context, body, model);
  return { totalTokens: guessAt(first?.tokens ?? createTokenModel(), body).input };
}
