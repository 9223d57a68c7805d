import type { Classification } from '../engine/classification.ts';
import type { Lane } from '../engine/nodes.ts';
import type { ErrorCode } from '../shared/errors.ts';

/** What the relay tells while it works; logs, counters and screens listen. */
export type RelayEvent =
  | { readonly kind: 'trying'; readonly traceId: string; readonly lane: Lane; readonly attempt: number }
  | {
      readonly kind: 'failed';
      readonly traceId: string;
      readonly lane: Lane;
      readonly attempt: number;
      readonly fault: Classification;
      readonly tookMs: number;
      readonly at: number;
    }
  | {
      readonly kind: 'served';
      readonly traceId: string;
      readonly lane: Lane;
      readonly attempt: number;
      readonly firstTokenMs: number | null;
      readonly tookMs: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly usageReported: boolean;
      readonly at: number;
    }
  /** The client left. */
  | {
      readonly kind: 'left';
      readonly traceId: string;
      readonly lane: Lane;
      readonly attempt: number;
      readonly tookMs: number;
    }
  | { readonly kind: 'waiting'; readonly traceId: string; readonly forMs: number }
  | {
      readonly kind: 'done';
      readonly traceId: string;
      readonly lane: Lane;
      readonly attempts: number;
      readonly tookMs: number;
      readonly overheadMs: number;
      readonly at: number;
    }
  | {
      readonly kind: 'gave_up';
      readonly traceId: string;
      readonly code: ErrorCode;
      readonly attempts: number;
      readonly tookMs: number;
      readonly at: number;
    };

export type RelayListener = (event: RelayEvent) => void;

type WithoutTrace<E> = E extends RelayEvent ? Omit<E, 'traceId'> : never;
/** An event before the request's trace id is put on it. */
export type Untraced = WithoutTrace<RelayEvent>;
