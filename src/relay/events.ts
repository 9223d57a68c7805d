import type { Classification } from '../engine/classification.ts';
import type { Lane } from '../engine/nodes.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { AttemptRole } from './traces/trace-record.ts';

/** What the relay tells while it works; logs, counters and screens listen. */
export type RelayEvent =
  | {
      readonly kind: 'trying';
      readonly lane: Lane;
      readonly attempt: number;
      readonly role: AttemptRole;
    }
  /** All of these were asked at once. */
  | { readonly kind: 'racing'; readonly lanes: readonly Lane[] }
  /** No racer had content; the cascade goes on with this one. */
  | { readonly kind: 'race_lost'; readonly next: Lane }
  /** The first lane is late: this one is asked as well. */
  | { readonly kind: 'hedging'; readonly lane: Lane; readonly afterMs: number }
  /** Another attempt had content first. */
  | { readonly kind: 'beaten'; readonly lane: Lane; readonly attempt: number }
  /** A stream that died goes on over this lane; the client had so many characters. */
  | { readonly kind: 'resuming'; readonly lane: Lane; readonly afterChars: number }
  | {
      readonly kind: 'failed';
      readonly lane: Lane;
      readonly attempt: number;
      readonly fault: Classification;
      readonly tookMs: number;
      readonly at: number;
      /** Over which group of surfaces the request came. */
      readonly app: string | null;
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
      /** A call of Noria itself, such as keep-warm. */
      readonly purpose: string | null;
      /** Whose key it came with. */
      readonly client: string | null;
      /** Over which group of surfaces it came. */
      readonly app: string | null;
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
      /** The limits of its own client key refused it. */
      readonly isOverLimit: boolean;
      /** A call of Noria itself, such as keep-warm. */
      readonly purpose: string | null;
      /** Whose key it came with. */
      readonly client: string | null;
      /** Over which group of surfaces it came. */
      readonly app: string | null;
    };

/** `traceId` names the request. */
export type RelayListener = (event: RelayEvent, traceId: string) => void;
