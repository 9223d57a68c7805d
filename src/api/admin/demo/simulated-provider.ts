import { ownProvider } from '../../../catalog/own-provider.ts';
import type { Provider } from '../../../catalog/types.ts';
import type { KeySpec, ProviderSpec } from '../../../engine/nodes.ts';

export const demoId = 'demo';
export const demoModel = 'simulation';

/** Behind everybody else of the cascade. */
const order = 10_000;

/** The simulated provider as the engine takes it: it costs nothing, has no limits and comes behind everybody. */
export function simulatedProvider(baseUrl: string): ProviderSpec {
  const own = ownProvider({ id: demoId, wire: 'openai', baseUrl, models: [demoModel], tier: 'free' });
  const def: Provider = { ...own, name: 'Simulation', simulated: true, order };
  const { models, quota } = def;
  return {
    def,
    baseUrl,
    rotation: 'round-robin',
    limits: [],
    modelLimits: new Map(),
    models,
    windows: quota.windows,
    order,
  };
}

/** It wants none: this is what says that it answers. */
export const keylessKey: KeySpec = {
  id: `key_${demoId}_none`,
  provider: demoId,
  secret: '',
  masked: '',
  label: null,
  account: null,
  enabled: true,
};

/** What an earlier one had learned, as `engine/states.ts` names it: this one is another. */
export const demoStates: readonly string[] = [
  `provider|${demoId}`,
  `model|${demoId}|${demoModel}`,
  `key|${keylessKey.id}`,
  `account|${demoId}|${keylessKey.id}`,
  `account|${demoId}|${keylessKey.id}|${demoModel}`,
];
