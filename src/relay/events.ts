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
  /** The request is served; times of its last attempt and of the whole. */
  | {
      readonly kind: 'served';
      readonly lane: Lane;
      readonly firstTokenMs: number | null;
      readonly tookMs: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly attempts: number;
      readonly requestMs: number;
      readonly overheadMs: number;
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
      readonly kind: 'gave_up';
      readonly code: ErrorCode;
      readonly attempts: number;
      readonly tookMs: number;
      readonly at: number;
    };

/** `traceId` names the request. */
export type RelayListener = (event: RelayEvent, traceId: string) => void;
