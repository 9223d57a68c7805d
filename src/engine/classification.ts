import type { ProviderErrorClass, Unit, WindowLength } from '../catalog/types.ts';

interface Said {
  /** The provider's row that matched, or `generic` when no row did. */
  readonly rule: ProviderErrorClass | 'generic';
  readonly confidence: 'high' | 'low';
  /** HTTP status of the answer, 0 when there was none. */
  readonly status: number;
  /** The provider's own words, at most 500 characters. Holds no key: the caller scrubs it before it leaves. */
  readonly message: string;
}

interface Limited {
  readonly scope: 'key' | 'account' | 'account_model' | 'model' | 'provider';
  /** Epoch ms until which the provider refuses, as it stated it; null = it did not say. */
  readonly untilAt: number | null;
  readonly unit: Unit | null;
  readonly window: WindowLength | null;
  /** What the body states of the limit, to be learned. */
  readonly limit?: number;
  readonly used?: number;
  readonly requested?: number;
}

/** What an answer means to the engine. One value, one decision. */
export type Classification = Said &
  (
    | ({ readonly class: 'rate_limited' } & Limited)
    | ({ readonly class: 'quota_spent' } & Limited)
    | { readonly class: 'credential'; readonly scope: 'key' }
    | { readonly class: 'model_forbidden'; readonly scope: 'key' | 'account_model' | 'provider' }
    | { readonly class: 'model_gone'; readonly scope: 'model' | 'account_model' | 'provider' }
    /** `limit` in tokens when the body states one. `bucket`: longer than the provider's per-minute bucket, not than the model's window. */
    | {
        readonly class: 'too_long';
        readonly scope: 'none';
        readonly limit: number | null;
        readonly bucket: boolean;
      }
    /** `field`: the parameter the provider names, so that it can be dropped when it is optional. */
    | { readonly class: 'caller_fault'; readonly scope: 'none'; readonly field: string | null }
    | { readonly class: 'content_refused'; readonly scope: 'none' }
    | { readonly class: 'overloaded'; readonly scope: 'model' | 'provider'; readonly untilAt: number | null }
    | { readonly class: 'transient'; readonly scope: 'none' | 'lane' | 'key' | 'provider' }
    /** `none`: the time was shorter than the lane can be expected to keep. */
    | {
        readonly class: 'timeout';
        readonly scope: 'none' | 'lane';
        readonly phase: 'connect' | 'first_token' | 'silence';
      }
    | { readonly class: 'network'; readonly scope: 'provider'; readonly errorCode: string }
    | { readonly class: 'empty_answer'; readonly scope: 'lane' }
    | { readonly class: 'unknown'; readonly scope: 'lane' }
  );

/** An answer as the classifier reads it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, or the text when it is none. */
  readonly body: unknown;
  /** Name of the server-sent event that carried the body, inside a 200 stream. */
  readonly sse?: string;
}
