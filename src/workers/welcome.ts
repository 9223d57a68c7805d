import type { Config } from '../config/types.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { AccessHashes } from '../keyring/access.ts';
import type { NodeNews } from './node-news.ts';
import type { PoolChange } from './pool-change.ts';

/** All that a new worker begins with. */
export interface Welcome {
  readonly config: Config;
  readonly routing: RoutingTable;
  /** Without the clients that are bound to limits or routes: the primary answers them. */
  readonly access: AccessHashes;
  /** Secrets beside those of the keys, for its logs and answers. */
  readonly conceal: readonly string[];
  /** Where the primary answers what the worker does not. */
  readonly socketPath: string;
  /** The public port, also where the setting says: any. */
  readonly port: number;
  readonly pool: PoolChange;
  readonly nodes: readonly NodeNews[];
}
