import type { Classification } from '../engine/classification.ts';
import type { Lane } from '../engine/nodes.ts';
import type { ErrorCode } from '../shared/errors.ts';

/** What the relay tells while it works; logs, counters and screens listen. */
export type RelayEvent =
  | { readonly kind: 'trying'; readonly lane: Lane; readonly attempt: number }
  | {
      readonly kind: 'failed';
      readonly lane: Lane;
      readonly attempt: number;
      readonly fault: Classification;
      readonly tookMs: number;
      readonly at: number;
    }
  | {
      readonly kind: 'served';
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
      readonly lane: Lane;
      readonly attempt: number;
      readonly tookMs: number;
    }
  | { readonly kind: 'waiting'; readonly forMs: number }
  | {
      readonly kind: 'done';
      readonly lane: Lane;
      readonly attempts: number;
      readonly tookMs: number;
      readonly overheadMs: number;
      readonly at: number;
    }
  | {
      readonly kind: 'gave_up';
      readonly code: ErrorCode;
      readonly attempts: number;
      readonly tookMs: number;
      readonly at: number;
    };

/** `traceId` names the request. */
export type RelayListener = (event: RelayEvent, traceId: string) => void;
