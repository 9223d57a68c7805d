import { resolve } from '../../engine/resolve.ts';
import type { ApiContext } from '../api-context.ts';
import { anyRequest } from '../state/any-request.ts';

export interface AskedModel {
  /** What the relay is asked for. */
  readonly model: string;
  /** Gemini itself was asked for, and somebody has it. */
  readonly isGemini: boolean;
}

/**
 * What the name in the address stands for. Tools made for Gemini ask for names of their own, whoever serves:
 * a `gemini-…` that nobody here has is `auto`. Other names stay what they are.
 */
export function modelOf({ pool, routing }: Pick<ApiContext, 'pool' | 'routing'>, name: string): AskedModel {
  const model = name.replace(/^models\//, '');
  if (!/^gemini-/i.test(model)) return { model, isGemini: /(^|\/)gemini-/i.test(model) };
  const known = resolve(pool, routing, { model, ...anyRequest }).kind !== 'unknown_model';
  return known ? { model, isGemini: true } : { model: 'auto', isGemini: false };
}
