import type { Pool } from '../engine/pool.ts';
import { createResolver, type Resolver } from '../engine/resolve.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { Ledger, Soon } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import type { HttpClient } from '../upstream/http.ts';
import type { Wire } from '../upstream/wire.ts';
import type { WireName } from '../catalog/types.ts';
import type { RelayListener } from './events.ts';
import type { ChatAnswer, ChatRequest } from './request.ts';
import type { AttemptTimes } from './limits.ts';
import { Outlook } from './outlook.ts';
import { Run } from './run.ts';
import { ClientShare, type ClientLimit } from './client-share.ts';
import { Sessions } from './sessions.ts';
import { createHedgeBudget, type HedgeBudget } from './hedge-budget.ts';
import type { Going } from './attempts.ts';
import type { Traced } from './traces/traced.ts';
import { WaitingRoom } from './waiting-room.ts';

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
  /** Takes each request's decisions at its end. */
  readonly traces: { add(trace: Traced): void };
  /** Traces keep what was said, too; absent = they do not. */
  readonly keepBodies?: boolean;
  /** ms that a request may take until its first content, when the client says nothing. */
  readonly deadlineMs: number;
  /** ms that such a request may wait for quota. */
  readonly maxWaitMs: number;
  /** Requests that may wait at once; who comes then is told at once when to come back. */
  readonly maxWaiting: number;
  readonly times: AttemptTimes;
  readonly settingsUrl: () => string;
  /** Something that should not happen did; the request has its own end all the same. */
  readonly onError: (error: unknown) => void;
  /** The limits of a client key; absent = no client has any. */
  readonly clientLimits?: (client: string) => readonly ClientLimit[];
  /** What a client key may write as model; null, or absent = anything. */
  readonly clientRoutes?: (client: string) => readonly string[] | null;
}

/** What each run is given: the parts, and what they share. */
export interface RunParts extends RelayParts {
  readonly resolver: Resolver;
  readonly room: WaitingRoom<Soon<Going | null>>;
  readonly hedges: HedgeBudget;
  readonly outlook: Outlook;
  readonly sessions: Sessions;
  readonly shares: ClientShare;
}

/** The waist of the house: everything above asks here, everything below serves, and nothing goes around it. */
export interface Relay {
  /** Answers, or throws a NoriaError whose `meta` says who was tried. */
  chat(request: ChatRequest): Promise<ChatAnswer>;
  /** The limits of client keys and what is left of them. */
  readonly shares: Pick<ClientShare, 'check' | 'bucketsOf'>;
  /** Requests that are being served now. */
  readonly running: number;
  /** Requests that wait for quota now. */
  readonly waiting: number;
  /** Something has changed elsewhere: who waits looks again. */
  turn(): void;
}

export function createRelay(parts: RelayParts): Relay {
  const inner: RunParts = {
    ...parts,
    resolver: createResolver(parts.pool),
    room: new WaitingRoom(parts.clock),
    hedges: createHedgeBudget(),
    outlook: new Outlook(),
    sessions: new Sessions(),
    shares: new ClientShare(parts.ledger, parts.clientLimits ?? (() => [])),
  };
  let running = 0;
  return {
    chat: (request) => {
      running += 1;
      return new Run(inner, request, () => (running -= 1)).answer();
    },
    shares: inner.shares,
    get running() {
      return running;
    },
    get waiting() {
      return inner.room.size;
    },
    turn: () => inner.room.turn(),
  };
}
