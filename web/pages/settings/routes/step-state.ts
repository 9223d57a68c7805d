import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import type { StepDescription } from './describe-step.ts';

export type StepState =
  | 'ready'
  | 'waiting'
  | 'noKey'
  | 'off'
  | 'silent'
  | 'unusable'
  | 'nowhere'
  /** The gateway has not seen it yet. */
  | 'unsaved';

/** How a step of a route stands; what was just added is known as far as another route has it. */
export function stateOfStep(
  step: string,
  {
    route,
    others,
    described,
  }: { route: RouteView; others: readonly RouteView[]; described: StepDescription },
): StepState {
  const knowing = has(route, step) ? route : route.name === 'private' ? undefined : knows(others, step);
  if (knowing === undefined) return 'unsaved';
  if (knowing.waiting_steps.includes(step)) return 'waiting';
  return knowing.idle_steps.includes(step) ? idleReason(described) : 'ready';
}

function knows(routes: readonly RouteView[], step: string): RouteView | undefined {
  return routes.find((route) => route.name !== 'private' && has(route, step));
}

function has({ steps, then }: RouteView, step: string): boolean {
  return steps.includes(step) || then.includes(step);
}

function idleReason({ kind, provider }: StepDescription): StepState {
  if (provider === null) return 'nowhere';
  if (!provider.enabled) return 'off';
  if (provider.tier === 'local') return kind === 'provider' ? 'silent' : 'nowhere';
  if (countKeys(provider) === 0) return 'noKey';
  return kind === 'provider' ? 'unusable' : 'nowhere';
}

function countKeys({ keys }: ProviderView): number {
  return Object.values(keys).reduce((sum, count) => sum + count, 0);
}
