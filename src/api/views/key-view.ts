import type { QuotaView } from './quota-view.ts';

export type KeyStatusView = 'ready' | 'cooling' | 'resting' | 'invalid' | 'disabled';
export type VerdictView = 'excellent' | 'near_limit' | 'problematic';

/** A key as the administrator sees it: never its secret. Times are ISO. */
export interface KeyView {
  readonly id: string;
  readonly provider: string;
  readonly masked: string;
  readonly label: string | null;
  /** Keys of one account share its quotas; null = an account of its own. */
  readonly account: string | null;
  /** Where it is kept; only `stored` ones can be renamed, moved to another account and removed here. */
  readonly source: 'stored' | 'environment';
  readonly status: KeyStatusView;
  /** Its provider asks it first, now. */
  readonly active: boolean;
  /** Over its whole life. */
  readonly successes: number;
  readonly errors: number;
  /** Since midnight UTC. */
  readonly today: { readonly successes: number; readonly errors: number };
  readonly last_error: { readonly class: string; readonly message: string; readonly at: string } | null;
  readonly last_used_at: string | null;
  /** Until when it cools or rests; null = it does neither, or no clock ends it. */
  readonly cooling_until: string | null;
  readonly verdict: VerdictView;
  /** What its account has left, as far as it is known; in a list of more than 100 keys, of limits that count the same only the tightest. */
  readonly quotas: readonly QuotaView[];
  /** Ids of keys of other accounts that were seen to draw on the same quota. */
  readonly shares_quota_with: readonly string[];
}

/** DELETE /api/keys/:id: until when POST /api/keys/:id/restore brings it back. ISO. */
export interface RemovedKeyView extends KeyView {
  readonly restorable_until: string;
}

/** GET /api/keys?provider=groq */
export interface KeyListView {
  readonly keys: readonly KeyView[];
}

/**
 * POST /api/keys/bulk `{ text, provider?, dry_run? }`: one line, one result. `provider` is for lines whose key tells nothing
 * of whose it is. With `dry_run: true` nothing is added: `added` says that it would be, and `key` is null.
 */
export interface BulkAddView {
  readonly lines: readonly BulkLineView[];
}

export interface BulkLineView {
  /** From 1, as the text was given. */
  readonly line: number;
  /** First 8 and last 4 characters. */
  readonly masked: string;
  /** `ask`: more than one provider has such keys, or none is known by them: `candidates` names who may. */
  readonly result: 'added' | 'duplicate' | 'refused' | 'ask';
  readonly provider: string | null;
  readonly candidates: readonly string[];
  /** Of `refused`: what is wrong and what is allowed. */
  readonly message: string | null;
  readonly key: KeyView | null;
}

/** POST /api/keys/:id/test and /api/providers/:id/test. Never counted as the key's error. */
export interface KeyTestView {
  readonly ok: boolean;
  readonly latency_ms: number;
  /** Ids the provider lists for this key; empty when it lists none. */
  readonly models: readonly string[];
  readonly error?: {
    readonly cause: 'wrong_key' | 'no_quota' | 'network' | 'region' | 'model_unknown' | 'unclear';
    readonly message: string;
  };
}
