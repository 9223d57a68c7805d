import type { ModelNode } from './nodes.ts';

/** On the owner's own machines: nothing that the model is asked leaves them. */
export function runsHere({ provider, model }: ModelNode): boolean {
  return provider.spec.def.tier === 'local' && model.elsewhere !== true;
}
