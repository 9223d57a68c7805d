import type { MetaRepository } from './meta.ts';
import type { TraceRepository } from './traces.ts';

export interface BodyWishParts {
  readonly meta: MetaRepository;
  readonly traces: Pick<TraceRepository, 'forgetBodies'>;
  /** Not all could be forgotten; the next start tries again. */
  readonly onError: (error: unknown) => void;
}

const metaName = 'trace_bodies';

/** Once nobody wants to keep any more what is said, nothing of it is left; where it was never kept, nothing is looked through. */
export async function applyBodyWish(
  { meta, traces, onError }: BodyWishParts,
  wanted: boolean,
): Promise<void> {
  if (wanted) return meta.set(metaName, 'kept');
  if ((await meta.get(metaName)) === null) return;
  try {
    await traces.forgetBodies();
    await meta.remove(metaName);
  } catch (error) {
    onError(error);
  }
}
