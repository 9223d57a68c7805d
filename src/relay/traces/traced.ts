import type { TraceRecord } from './trace-record.ts';

/** A request as the relay remembers it: cheap to keep, made readable only when somebody looks. */
export interface Traced {
  /** Sorts by the time of its making. */
  readonly id: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** Nothing but one attempt that served. */
  readonly isPlain: boolean;
  record(): TraceRecord;
}
