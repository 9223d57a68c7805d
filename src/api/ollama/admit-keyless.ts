import type { IncomingMessage } from 'node:http';
import type { FastifyContextConfig, onRequestHookHandler } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addressOf } from '../http/address-of.ts';
import { checkAudience } from '../http/identify.ts';
import { isLocalCaller } from './is-local-caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who needs no key here: what he sends as one is no guess at the administrator's token, and opens nothing more. */
    readonly keyless?: (raw: IncomingMessage) => boolean;
  }
}

/** How an Ollama route is guarded. */
export interface Guarded {
  readonly config: FastifyContextConfig;
  readonly onRequest?: onRequestHookHandler;
}

/** With `open` programs of this machine need no key; anybody else does, and nothing of a body is read before that is known. */
export function guarded({ access, config }: Pick<ApiContext, 'access' | 'config'>, asks: boolean): Guarded {
  const app = asks ? ({ app: 'ollama' } as const) : {};
  if (config.server.ollama !== 'open') return { config: { audience: 'client', ...app } };
  return {
    config: { audience: 'open', keyless: isLocal, ...app },
    onRequest: ({ raw, caller }, _reply, done) => {
      try {
        if (!isLocal(raw)) checkAudience('client', caller, raw.headers, access);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  };
}

function isLocal(raw: IncomingMessage): boolean {
  return isLocalCaller(addressOf(raw), raw.headers);
}
