import type { Config } from '../config/types.ts';
import type { Pool } from '../engine/pool.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { Access } from '../keyring/access.ts';
import type { Clients } from '../keyring/access-clients.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { Routes } from '../keyring/routes/routes.ts';
import type { Feed } from '../relay/feed.ts';
import type { Relay } from '../relay/relay.ts';
import type { Tally } from '../relay/tally.ts';
import type { Traces } from '../relay/traces/traces.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ids } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/open-store.ts';
import type { HostCheck } from './http/host-check.ts';
import type { WrongTries } from './http/wrong-tries.ts';
import type { SignIns } from './session/sign-ins.ts';
import type { FetchUntrusted } from '../upstream/guard/fetch-untrusted.ts';
import type { Guard } from '../upstream/guard/guard.ts';
import type { HttpClient } from '../upstream/http.ts';

/** What the routes use of the context: imports point down the house, so the shape stands here. */
export interface ApiContext {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Pick<Store, 'providerSettings' | 'usage' | 'clientUsage' | 'responses'>;
  readonly pool: Pool;
  readonly http: HttpClient;
  readonly guard: Guard;
  readonly hosts: HostCheck;
  readonly signIns: SignIns;
  readonly wrongTries: WrongTries;
  readonly fetchUntrusted: FetchUntrusted;
  readonly relay: Omit<Relay, 'turn'>;
  readonly tally: Tally;
  readonly traces: Pick<Traces, 'list' | 'get'>;
  /** What happens, for who shows it. */
  readonly feed: Pick<Feed, 'follow'>;
  readonly keyring: Keyring;
  readonly access: Access;
  readonly clients: Clients;
  readonly routes: Routes;
  /** As it holds now: another one after each change of the routes. */
  readonly routing: RoutingTable;
  /** Resolves when every process knows of what has changed until now. */
  readonly spread: () => Promise<void>;
  /** Hides every known key in a text. */
  readonly scrub: (text: string) => string;
  /** Every provider is simulated: a demonstration. */
  readonly simulated: boolean;
  readonly address: { readonly url: string };
  /** Epoch ms. */
  readonly startedAt: number;
  readonly state: { readonly ready: boolean; readonly draining: boolean };
}

/** What a chat call over HTTP needs of it: all that a worker process has. */
export type ChatContext = Pick<
  ApiContext,
  'access' | 'clock' | 'config' | 'hosts' | 'ids' | 'log' | 'relay' | 'scrub' | 'state'
>;
