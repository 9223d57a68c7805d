import { isUsable } from '../../engine/choose.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';

/** More would be noise. */
const mostNamed = 50;

/**
 * The model that vectors are asked of. `auto` and routes would mix vectors of several models, which cannot be compared.
 * @throws NoriaError invalid_request that lists the families there are
 */
export function requireOneFamily({ pool, routing }: ApiContext, model: string | undefined): string {
  const several = model === undefined || model === 'auto' || model.startsWith('auto:');
  const families = several ? [] : (routing.aliases.get(model) ?? []);
  if (!several && families.length <= 1) return model;
  const named = vectorFamilies(pool);
  const there =
    named.length === 0
      ? 'No provider that is configured has any: add a key of one that does.'
      : `There are: ${named.join(', ')}.`;
  const why = 'vectors of two models cannot be compared';
  const wrong = several ? '"model" names none' : `"model" is the name of several (${families.join(', ')})`;
  throw new NoriaError(
    'invalid_request',
    `Embeddings need the name of one model: ${wrong}, and ${why}. ${there}`,
    { param: 'model', nearest: named },
  );
}

function vectorFamilies(pool: ApiContext['pool']): string[] {
  const families = [...pool.providers.values()]
    .filter(isUsable)
    .flatMap((provider) => [...provider.models.values()])
    .filter(({ model }) => model.purpose === 'embedding')
    .map(({ model }) => model.family);
  return [...new Set(families)].toSorted().slice(0, mostNamed);
}
