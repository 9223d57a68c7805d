import type { TraceDetail, TraceRecord } from '../../relay/traces/trace-record.ts';

export type {
  TraceAttempt,
  TraceCandidate,
  TraceOutcome,
  TraceResume,
  TraceSkip,
  TraceWait,
} from '../../relay/traces/trace-record.ts';

/** A decision trace. */
export type TraceView = TraceRecord;

/** GET /api/traces/:id: with what was said, where the owner wants that kept (`NORIA_TRACE_BODIES`). */
export type TraceDetailView = TraceDetail;

/** GET /api/traces */
export interface TraceListView {
  readonly traces: readonly TraceView[];
}
