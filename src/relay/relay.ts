import type { Pool } from '../engine/pool.ts';
import { createResolver, type Resolver, type RoutingTable } from '../engine/resolve.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import type { HttpClient } from '../upstream/http.ts';
import type { Wire } from '../upstream/wire.ts';
import type { WireName } from '../catalog/types.ts';
import type { RelayListener } from './events.ts';
import type { ChatAnswer, ChatRequest } from './request.ts';
import type { AttemptTimes } from './limits.ts';
import { Run } from './run.ts';
import { createWaiters, type Waiters } from './waiters.ts';

export interface RelayParts {
  readonly pool: Pool;
  /** Read anew for each request: routes change while the server runs. */
  readonly routing: () => RoutingTable;
  readonly ledger: Ledger;
  readonly http: HttpClient;
  readonly wires: Readonly<Partial<Record<WireName, Wire>>>;
  readonly clock: Clock;
  readonly newTraceId: () => string;
  /** Hides every known key in a text. */
  readonly scrub: (text: string) => string;
  readonly listener: RelayListener;
  /** ms that a request may take until its first content, when the client says nothing. */
  readonly deadlineMs: number;
  /** ms that such a request may wait for quota. */
  readonly maxWaitMs: number;
  readonly times: AttemptTimes;
  readonly settingsUrl: () => string;
}

/** What each run is given: the parts, and what they share. */
export interface RunParts extends RelayParts {
  readonly resolver: Resolver;
}

/** The waist of the house: everything above asks here, everything below serves, and nothing goes around it. */
export interface Relay {
  /** Answers, or throws a NoriaError whose `meta` says who was tried. */
  chat(request: ChatRequest): Promise<ChatAnswer>;
  /** Requests that are being served now. */
  readonly running: number;
}

export function createRelay(parts: RelayParts): Relay {
  const waiters: Waiters = createWaiters();
  const resolver = createResolver(parts.pool);
  const inner = { ...parts, resolver };
  let running = 0;
  return {
    chat: (request) => {
      running += 1;
      const run = new Run(inner, waiters, request, () => (running -= 1));
      return run.answer();
    },
    get running() {
      return running;
    },
  };
}
