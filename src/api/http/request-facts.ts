import type { FastifyInstance } from 'fastify';
import type { Client } from '../../keyring/access.ts';
import type { ClientApp } from './client-apps.ts';

/** Who a route is for. `open` ones may show more to who is known. */
export type Audience = 'open' | 'client' | 'admin';
export type Caller = 'nobody' | 'admin' | Client;

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly audience?: Audience;
    /** Which clients it is for, by their `apps`, and that it uses their limits; absent = it is open to every client. */
    readonly app?: ClientApp;
    /** Set on the stand-ins that answer 405: the methods that the address has. */
    readonly allow?: string;
    /** What the route takes; without it a JSON object. */
    readonly body?: 'form';
  }
  interface FastifyRequest {
    caller: Caller;
    /** Epoch ms and monotone ms of the moment at which the whole request was there. */
    arrivedAt: number;
    arrivedTick: number;
    /** The body as it came; null = there was none. */
    bodyBytes: Buffer | null;
  }
}

/** Whose limits, usage and sessions a request is counted to; null = the administrator's. */
export function clientOf(caller: Caller): Client | null {
  return typeof caller === 'string' ? null : caller;
}

export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest('caller', 'nobody');
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('arrivedTick', 0);
  app.decorateRequest('bodyBytes', null);
}
