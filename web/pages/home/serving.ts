import type { DemoView } from '../../../src/api/views/demo-view.ts';
import type { QuotasView } from '../../../src/api/views/quota-view.ts';

/** Who can serve, now or once a limit gives back. */
export interface Serving {
  /** A real provider, with a key that is not refused. */
  readonly hasProviders: boolean;
  /** The model on the owner's own machine that serves; null = none does. */
  readonly localModel: string | null;
  readonly isSimulated: boolean;
  readonly anybody: boolean;
}

/** A key for pictures alone is ready as well: then nobody is active. */
const comesBack: ReadonlySet<string> = new Set(['cooling', 'resting']);

/** @param demo undefined = nothing is known of simulated providers */
export function servingOf(quotas: QuotasView, demo: DemoView | undefined): Serving {
  const simulated = demo?.running === true ? demo.provider : null;
  const hasProviders = quotas.providers
    .filter(({ id, tier }) => tier !== 'local' && id !== simulated)
    .some(({ status }) => comesBack.has(status) || (status === 'ready' && quotas.active_provider !== null));
  const { local_fallback: local } = quotas;
  const localModel = local.ready ? local.model : null;
  return {
    hasProviders,
    localModel,
    isSimulated: simulated !== null,
    anybody: hasProviders || local.ready || simulated !== null,
  };
}
