import { familyOf, vectorFamilyOf } from './family-of.ts';
import { purposeOf } from './purpose-of.ts';
import type { Model, ModelPurpose, Provider } from './types.ts';

/** What is known of a model that the catalog does not list; whose it is, where that matters. */
export interface Told {
  readonly provider: Pick<Provider, 'id' | 'ownVectors'> | null;
  /** What it is for, from who should know; null = by its name. */
  readonly purpose: ModelPurpose | null;
}

export function unlistedModel(id: string, { provider, purpose: told }: Told): Model {
  const purpose = told ?? purposeOf(id);
  const family = purpose === 'embedding' ? vectorFamily(id, provider) : familyOf(id);
  const strengths = purpose === 'chat' ? (['chat'] as const) : [];
  const model: Model = { id, family, purpose, context: null, strengths, evidence: 'C' };
  return cloudTag.test(id) ? { ...model, elsewhere: true } : model;
}

/** `gpt-oss:120b-cloud`, `gemma4:cloud`: a local Ollama sends these on (https://docs.ollama.com/cloud). */
const cloudTag = /:(?:[^:/]*-)?cloud$/i;

function vectorFamily(id: string, provider: Told['provider']): string {
  const family = vectorFamilyOf(id);
  return provider?.ownVectors === undefined ? family : `${provider.id}-${family}`;
}
