import { createTokenModel, estimateTokens, type TokenModel } from '../../engine/estimate.ts';
import type { ModelNode } from '../../engine/nodes.ts';
import { resolve } from '../../engine/resolve.ts';
import { planError } from '../../relay/plan-error.ts';
import { needOf } from '../../relay/prompt-size.ts';
import { factsOf } from '../../upstream/chat-facts.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { ApiContext } from '../api-context.ts';

/** What usage is taken for as long as nobody has told it. */
export interface TokensGuess {
  /** Tokens of the prompt. */
  readonly input: number;
  readonly charsPerToken: TokenModel['charsPerToken'];
}

/** Of a prompt at the model that serves it: by its characters and what that model makes of them. */
export function guessAt(tokens: TokenModel, body: ChatBody): TokensGuess {
  return {
    input: estimateTokens(tokens, factsOf(body).chars, null).input,
    charsPerToken: tokens.charsPerToken,
  };
}

/** What is known of a provider's model, or what every model is taken for at first. */
export function tokenModelOf(
  { pool }: Pick<ApiContext, 'pool'>,
  provider: string,
  model: string,
): TokenModel {
  return pool.providers.get(provider)?.models.get(model)?.tokens ?? createTokenModel();
}

/** The model that would be asked first for this prompt; null = none could take it now. @throws NoriaError model_not_found */
export function firstAsked(context: ApiContext, body: ChatBody, model: string | undefined): ModelNode | null {
  const resolution = resolve(context.pool, context.routing, { model, ...needOf({ body, model }) });
  if (resolution.kind === 'unknown_model')
    throw planError(resolution, model, `${context.address.url}/settings`);
  return resolution.kind === 'plan' ? (resolution.plan.steps[0]?.models[0] ?? null) : null;
}
