import type { KeyStatusView } from './key-view.ts';

/** A provider as the administrator sees it. GET /api/providers also lists those that are retired or off. */
export interface ProviderView {
  readonly id: string;
  readonly name: string;
  readonly tier: 'free' | 'trial' | 'paid' | 'local';
  readonly enabled: boolean;
  /** Where it answers. */
  readonly base_url: string;
  readonly wire: 'openai' | 'anthropic' | 'gradio' | 'replicate';
  readonly rotation: 'round-robin' | 'sticky' | 'most-remaining';
  /** Place in the cascade, lower first; null = it is in none. */
  readonly order: number | null;
  readonly models: readonly ProviderModelView[];
  /** How many keys stand how. */
  readonly keys: Readonly<Record<KeyStatusView, number>>;
  /** Of one account. */
  readonly limits: readonly ProviderLimitView[];
  readonly terms: ProviderTermsView | null;
  /** Page of its documentation. */
  readonly docs: string | null;
  /** `on` is a day: 2026-07-18. */
  readonly retired: { readonly on: string; readonly note: string } | null;
  /** False = described by its owner alone, here or in noria.yaml. */
  readonly in_catalog: boolean;
  /** What its keys begin with, the longest first; empty = nothing tells them. */
  readonly prefixes: readonly string[];
  /** Page where one gets a key; null = there is none. */
  readonly key_url: string | null;
  /** Day on which its facts were looked up; null = nobody did. */
  readonly as_of: string | null;
  /** Settings made here lie over the catalog's and noria.yaml's: DELETE takes them back. */
  readonly changed: boolean;
  /** Made here by its owner: DELETE takes it away, with its keys. */
  readonly own: boolean;
  /** Its address holds an account id, which is part of the key then. */
  readonly needs_account_id: boolean;
  /** How a key of it is written. */
  readonly key_format: 'key' | 'account_id:key';
  /** Plays a provider for the demonstration; nothing of it can be changed. */
  readonly simulated: boolean;
  /** It answers without a key, or has none at all. */
  readonly key_optional: boolean;
}

export interface ProviderModelView {
  readonly id: string;
  readonly family: string;
  readonly purpose:
    | 'chat'
    | 'embedding'
    | 'image'
    | 'video'
    | 'speech'
    | 'transcription'
    | 'moderation'
    | 'rerank';
  /** Tokens; null = unknown. */
  readonly context_window: number | null;
}

/** A limit that holds without anything learned. */
export interface ProviderLimitView {
  readonly unit: string;
  readonly side?: string;
  /** `now` for what counts only running calls. */
  readonly window: string;
  readonly kind: 'refill' | 'fixed' | 'rolling' | 'first_use' | 'in_flight';
  readonly limit: number;
  /** The limit is of these models together. */
  readonly group?: string;
  /** The limit is this model's own; `*` = each model has it for itself. */
  readonly model?: string;
  readonly source: 'declared' | 'configured';
}

export interface ProviderTermsView {
  readonly url: string;
  /** What its terms say of several accounts. */
  readonly several_accounts: string;
  /** A = its own words, B = reported by others, C = concluded. */
  readonly evidence: 'A' | 'B' | 'C';
}

/** GET /api/providers; PUT and DELETE /api/providers/:id answer with the provider. */
export interface ProviderListView {
  readonly providers: readonly ProviderView[];
}
