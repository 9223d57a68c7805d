import type { Pool } from '../../src/engine/pool.ts';
import type { RoutingTable } from '../../src/engine/routing-table.ts';
import type { Relay } from '../../src/relay/relay.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';
import type { ChatCall } from '../../src/upstream/wire.ts';
import type { Desk } from '../../src/workers/primary/desk.ts';
import type { Mirror } from '../../src/workers/worker/mirror.ts';
import type { CallRecord } from './virtual-call.ts';
import type { Asked, Visit } from './virtual-client.ts';
import type { Told } from './virtual-relay.ts';
import type { Reply } from './virtual-reply.ts';
import type { LedgerWatch } from './watched-ledger.ts';
import type { WorldProvider } from './world.ts';

export interface VirtualCrewOptions {
  readonly providers: readonly WorldProvider[];
  readonly replyTo: (call: ChatCall, serial: number) => Reply;
  readonly routing?: RoutingTable;
  readonly seed: number;
  /** Workers. */
  readonly size: number;
  /** ms that a line needs from one process to the other. */
  readonly travelMs: () => number;
  readonly startAt?: number;
}

export interface VirtualCrew {
  readonly clock: VirtualClock;
  /** The one truth. */
  readonly pool: Pool;
  readonly watch: LedgerWatch;
  readonly calls: readonly CallRecord[];
  readonly members: VirtualMember[];
  /** Of workers that lived. */
  readonly visits: Visit[];
  readonly errors: unknown[];
  /** Before a reservation is tried in the truth, and when it has been told of something. */
  onReserve: (() => void) | null;
  onTold: ((told: Told) => void) | null;
  askAll(asked: readonly Asked[]): void;
  /** A worker is killed, and replaced. */
  kill(place: number, afterMs: number): void;
  /** Until nothing happens any more. */
  live(): Promise<void>;
}

export interface VirtualMember {
  readonly desk: Desk;
  mirror: Mirror | null;
  relay: Relay | null;
  /** It is dead, and that is perhaps not known yet. */
  isCut: boolean;
  readonly visits: Set<object>;
  readonly isIdle: () => boolean;
  readonly cut: () => void;
}
