import type { Log } from '../../shared/log.ts';
import type { KeepWarmEvent } from './keep-warm.ts';

/** One line for each model that was loaded; what did not work is nobody's trouble and told to those who look for it. */
export function keepWarmLines(log: Log): (event: KeepWarmEvent) => void {
  return (event) => {
    const { provider } = event;
    switch (event.kind) {
      case 'warmed': {
        const { model, tookMs } = event;
        const ms = Math.round(tookMs);
        log.info({ provider, model, ms }, `keep-warm: ${provider} ${model} is loaded (${ms} ms)`);
        return;
      }
      case 'failed': {
        const { model, error } = event;
        const message = error instanceof Error ? error.message : String(error);
        log.debug({ provider, model, err: error }, `keep-warm: ${provider} ${model} failed: ${message}`);
        return;
      }
      case 'left_alone':
        log.debug({ provider }, `keep-warm: ${provider} is left alone: ${event.reason}`);
        return;
      default:
        event satisfies never;
    }
  };
}
