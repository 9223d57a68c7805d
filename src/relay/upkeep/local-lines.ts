import type { ProviderNode } from '../../engine/nodes.ts';
import type { Log } from '../../shared/log.ts';

/** One line when a server of the owner's begins or ceases to answer. */
export function localLines(log: Log): (provider: ProviderNode, online: boolean) => void {
  return ({ id, spec, models }, online) => {
    const { name } = spec.def;
    if (online) {
      const count = `${models.size} model${models.size === 1 ? '' : 's'}`;
      log.info({ provider: id }, `${name} answers at ${spec.baseUrl}: ${count}`);
    }
    // Ollama is looked for unasked; a server that the owner named is missed.
    else if (id === 'ollama') log.debug({ provider: id }, `no Ollama at ${spec.baseUrl}`);
    else log.warn({ provider: id }, `${name} does not answer at ${spec.baseUrl}`);
  };
}
