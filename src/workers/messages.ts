import type { BucketNews, BucketSpec } from '../engine/bucket.ts';
import type { RelayEvent } from '../relay/events.ts';
import type { TraceQuery } from '../relay/traces/trace-query.ts';
import type { TraceRow } from '../store/traces.ts';
import type { BucketView } from './bucket-view.ts';
import type { NodeNews } from './node-news.ts';

/** What a worker and the primary tell each other: a line is a JSON array of these, in the order in which they were said. */

/** Numbers that name things are the worker's own: of a reservation, of a lane, of a question. */
export type ToPrimary =
  /** A bucket the worker has begun to mirror. */
  | readonly ['want', bucket: BucketSpec]
  /** From now on `lane` means this key and model; `buckets` is the order of amounts. */
  | readonly ['lane', lane: number, key: string, model: string, buckets: readonly string[]]
  | readonly ['reserve', id: number, lane: number, amounts: readonly number[]]
  | EndMessage
  /** The first content of a trial has come. */
  | readonly ['content', id: number]
  /** What is known of others than a failed call's own is to be told: by ids as in engine/states.ts. */
  | readonly ['review', states: readonly string[]]
  | readonly ['tell', bucket: string, news: BucketNews]
  | readonly ['gave_up', event: EventOf<'gave_up'>, traceId: string]
  | readonly ['write', call: number, rows: readonly TraceRow[]]
  | readonly ['reply', call: number, value: unknown]
  | readonly ['listening', url: string]
  /** It cannot listen: the fields of a system error. */
  | readonly ['failed', fault: SystemFault];

export type ToWorker =
  /** A `Welcome`, serialised by V8: it holds maps and expressions. */
  | readonly ['welcome', bytes: string]
  /** A `PoolChange`, likewise. */
  | readonly ['pool', bytes: string]
  /** `AccessHashes`, likewise: who may come in from now on. */
  | readonly ['access', bytes: string]
  /** A `RoutingTable`, likewise: the routes of requests that come from now on. */
  | readonly ['routing', bytes: string]
  /** Asks for a `reply` once all before it is read. */
  | readonly ['caught_up', call: number]
  | readonly ['node', news: NodeNews]
  /** What is told from here on holds so many of the worker's ended calls. */
  | readonly ['ended', count: number]
  | readonly ['bucket', view: BucketView]
  /** A limit that no catalog knows was learned. */
  | readonly ['learned', bucket: BucketSpec, view: BucketView]
  /** `isTrial`: the first content matters, and is to be told. */
  | readonly ['granted', id: number, isTrial: 0 | 1]
  | readonly ['refused', id: number]
  | readonly ['list', call: number, query: TraceQuery]
  | readonly ['show', call: number, id: string]
  | readonly ['reply', call: number, value: unknown]
  | readonly ['drain'];

/** A reservation ends: `used` as settled for each demand, null = everything goes back. Its story is added in the same turn. */
export type EndMessage = [kind: 'end', id: number, used: readonly number[] | null, story: Story];

/** What the attempt showed. */
export type Story =
  /** Nothing for or against anybody; with the trace where the client has left. */
  | readonly ['left', traceId?: string]
  | readonly ['beaten']
  | readonly ['failed', event: EventOf<'failed'>, traceId: string]
  | readonly ['served', event: EventOf<'served'>, traceId: string];

/** A relay's event without its lane, which the reservation names. */
export type EventOf<Kind extends RelayEvent['kind']> = Omit<Extract<RelayEvent, { kind: Kind }>, 'lane'>;

export interface SystemFault {
  readonly message: string;
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  readonly port?: number | undefined;
}
