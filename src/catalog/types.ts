/**
 * What a provider is, as data. One file in this folder describes one provider; nothing else in the house
 * names a provider. Every figure carries its date and evidence in the file that states it.
 *
 * Evidence: A = primary (documentation, SDK source, verbatim capture), B = dated secondary, C = inference.
 */
export type Evidence = 'A' | 'B' | 'C';

/** What a limit counts. `neurons` is Cloudflare's own currency, priced per model like `usd`. */
export type Unit = 'requests' | 'tokens' | 'usd' | 'neurons' | 'seconds' | 'concurrent';

export type WindowLength = 'second' | 'minute' | 'hour' | 'day' | 'month';

/**
 * How a window gives its amount back. Providers differ, and guessing wrong either wastes quota or earns refusals.
 * - refill: a token bucket that refills continuously (Groq)
 * - fixed: a calendar window in the provider's own time zone (Mistral's minute, OpenRouter's UTC day)
 * - rolling: each unit returns one period after it was taken (Cohere)
 * - first_use: the period starts with the first use (ZeroGPU)
 * - in_flight: counts what is running now; nothing to wait for but an end
 */
export type Window =
  | { readonly kind: 'refill'; readonly length: WindowLength }
  | { readonly kind: 'fixed'; readonly length: WindowLength; readonly zone: string }
  | { readonly kind: 'rolling'; readonly length: WindowLength }
  | { readonly kind: 'first_use'; readonly length: WindowLength }
  | { readonly kind: 'in_flight' };

/** Which tokens a token limit counts. */
export type TokenSide = 'all' | 'input' | 'output';

/** One limit that a provider enforces. `amount` 0 means: the model exists, and this plan grants nothing of it. */
export interface Limit {
  readonly unit: Unit;
  /** Only for `tokens`; default `all`. */
  readonly side?: TokenSide;
  readonly window: Window;
  readonly amount: number;
  readonly asOf: string;
  readonly evidence: Evidence;
  readonly note?: string;
}

/** Limits that a whole account shares over a group of models. A group is one counter; entries of one name are one group. */
export interface LimitGroup {
  /** Name of the counter in bucket ids and on screens, e.g. `free-pool`. `*` = every model of the provider. */
  readonly group: string;
  /** Exact model ids of the group, or a suffix/prefix test; omitted = every model. */
  readonly models?: readonly string[] | { readonly suffix: string } | { readonly prefix: string };
  readonly limits: readonly Limit[];
}

/** Who owns the counters: nearly always the account (organisation, project); rarely the key; the ip when no key is used. */
export type QuotaScope = 'account' | 'key' | 'ip';

export type Strength = 'chat' | 'long' | 'code' | 'tools' | 'vision' | 'json' | 'creative' | 'reasoning';

export type ModelPurpose =
  | 'chat'
  | 'embedding'
  | 'image'
  | 'video'
  | 'speech'
  | 'transcription'
  | 'moderation'
  | 'rerank';

/** What a request asks for. A model answers the one that is its purpose. */
export type Task = Extract<ModelPurpose, 'chat' | 'embedding' | 'image' | 'speech' | 'transcription'>;

export interface Model {
  /** The provider's own id, sent upstream as it is. */
  readonly id: string;
  /** One model at several providers: `gpt-oss-120b`. */
  readonly family: string;
  readonly purpose: ModelPurpose;
  /** Context window in tokens; null = unknown, then it is never a reason to skip the model. */
  readonly context: number | null;
  readonly strengths: readonly Strength[];
  /** Per-model limits (account × model, or key × model after the provider's scope). */
  readonly limits?: readonly Limit[];
  /** US dollars for a million tokens, input and output; what a paid call costs or a free one saves. */
  readonly usdPerMillion?: readonly [input: number, output: number];
  readonly neuronsPerMillion?: readonly [input: number, output: number];
  /** Neurons of one call, for what is not priced by tokens (an image). */
  readonly neuronsPerCall?: number;
  /** Never chosen by `auto`, only when named: previews, moderation, paid-only. */
  readonly onlyWhenNamed?: boolean;
  /** The provider only passes it on: a model of Ollama's cloud behind a local Ollama. Absent = no. */
  readonly elsewhere?: boolean;
  readonly evidence: Evidence;
  readonly note?: string;
}

/** The formats a reset or retry header comes in. The same header name means different things at different providers. */
export type HeaderFormat =
  | 'integer'
  | 'seconds'
  | 'milliseconds'
  | 'epoch_seconds'
  | 'epoch_milliseconds'
  | 'go_duration'
  | 'rfc3339'
  | 'http_date'
  | 'seconds_or_http_date'
  /** SambaNova documents no unit: seconds, a Go duration and an epoch are all accepted. */
  | 'any_reset'
  /** IETF RateLimit field: `"api";r=42;t=113`. */
  | 'structured';

export interface HeaderRule {
  /** Lower case. */
  readonly name: string;
  readonly role: 'limit' | 'remaining' | 'reset' | 'retry' | 'cost' | 'remaining_and_reset';
  readonly unit: Unit | 'any';
  readonly side?: TokenSide;
  /** `any` for retry headers; `stated` when the header does not say and the reset decides (OpenRouter). */
  readonly window: WindowLength | 'any' | 'stated';
  readonly format: HeaderFormat;
  /** Restricts the rule to these statuses; omitted = every answer. */
  readonly on?: readonly number[];
  /** A reset that tells when the bucket is full again is not a wait (Groq's day bucket). */
  readonly resetMeans?: 'full' | 'window_end';
  readonly evidence: Evidence;
}

/**
 * Predicates over an answer; all must hold; `{}` is a fallback. `json` compares the text of the value at a dotted
 * path (`errors[].code` = any element) with alternatives; `regex` searches the body's text, or only `path`.
 */
export interface ErrorMatch {
  readonly json?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly jsonType?: Readonly<Record<string, 'array' | 'object' | 'string' | 'number'>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly regex?: RegExp;
  readonly path?: string;
  /** A server-sent event's name, for errors inside a 200 stream. */
  readonly sse?: string;
}

/** The provider-specific classes of `providers.json`; `engine/classify` folds them into the engine's own union. */
export type ProviderErrorClass =
  | 'auth_invalid'
  | 'auth_invalid_or_scope'
  | 'blocked_or_invalid_token'
  | 'forbidden'
  | 'forbidden_or_region'
  | 'permission'
  | 'moderation_or_permission'
  | 'gated_or_scope'
  | 'forbidden_model'
  | 'region_blocked'
  | 'credit_exhausted'
  | 'billing'
  | 'quota_minute'
  | 'quota'
  | 'concurrency'
  | 'above_dynamic_rate'
  | 'upstream_or_hub_quota'
  | 'quota_session'
  | 'quota_day'
  | 'quota_week'
  | 'quota_month'
  | 'model_gone'
  | 'model_gone_or_policy'
  | 'model_gone_or_no_access'
  | 'model_retired'
  | 'not_found'
  | 'provider_retired'
  | 'model_missing'
  | 'model_not_in_plan'
  | 'model_not_available'
  | 'model_not_enabled'
  | 'capacity'
  | 'capacity_below_rate'
  | 'upstream_busy'
  | 'model_shared_capacity'
  | 'flex_capacity'
  | 'overloaded'
  | 'provider_overloaded'
  | 'no_provider'
  | 'queue_full'
  | 'queue_full_local'
  | 'queue_full_or_starting'
  | 'model_loading'
  | 'provider_degraded'
  | 'request_larger_than_tpm_bucket'
  | 'request_too_large'
  | 'bad_request'
  | 'bad_request_or_too_long'
  | 'validation'
  | 'unprocessable'
  | 'bad_input'
  | 'bad_inputs'
  | 'wrong_api_prefix_or_sleeping'
  | 'bad_model_output'
  | 'model_error'
  | 'app_error'
  | 'inband_error'
  | 'transient'
  | 'timeout'
  | 'edge_timeout'
  | 'provider_down'
  | 'cloud_unreachable'
  | 'failed_dependency'
  | 'session_lost'
  | 'client_cancelled';

/**
 * Evaluated top to bottom, the first hit wins. Status 200 = an error carried inside a success.
 * The group `limit` of a row's expression, where it has one, is the limit in tokens that a too long prompt broke.
 */
export interface ErrorRule {
  readonly status: number | readonly number[];
  readonly match: ErrorMatch;
  readonly class: ProviderErrorClass;
  readonly evidence: Evidence;
  /** Whose limit a quota row speaks of; default: the account's share of this model. */
  readonly scope?: 'account' | 'account_model';
  /** Fixed cooling when the answer states none, ms. */
  readonly coolMs?: number;
  /** Where the wait is read from, in order; after them the headers' retry hint. */
  readonly wait?: readonly WaitSource[];
  readonly note?: string;
}

export type WaitSource =
  /** First group of the expression, searched in the message (in the body's text when it has none), in the given format. */
  | { readonly regex: RegExp; readonly format: 'go_duration' | 'seconds' | 'clock' }
  /** Value at a dotted JSON path. */
  | { readonly path: string; readonly format: 'go_duration' | 'seconds' | 'epoch_milliseconds' }
  /** The end of the current window in the provider's clock: next wall-clock minute, midnight Pacific, first of the month. */
  | { readonly next: WindowLength; readonly zone: string };

/** Where an error body states a limit, so that it can be learned: capture groups by name limit, used, requested. */
export type LimitStatement =
  | {
      readonly regex: RegExp;
      readonly unitBy: readonly {
        readonly text: RegExp;
        readonly unit: Unit;
        readonly window: WindowLength;
      }[];
    }
  /** Gemini's QuotaFailure: quotaId names unit and window, quotaValue the limit. */
  | { readonly kind: 'google_quota_failure' };

export type WireName = 'openai' | 'anthropic' | 'gradio' | 'replicate';

/** What a chat request must lose or change before this provider accepts it. Paths are top-level names unless dotted. */
export interface ParamRules {
  /** Dropped always: the provider answers 400/422 to them, or ignores them. `messages[].name` is understood. */
  readonly drop?: readonly string[];
  readonly rename?: Readonly<Record<string, string>>;
  /** Values to replace: `tool_choice: { required: 'any' }`. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `developer` is not known here: sent as `system`. */
  readonly developerToSystem?: boolean;
  /** `n` above 1 is refused. */
  readonly singleChoice?: boolean;
  /** Sent when the client gives none. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Refuses every unknown key (422): only these top-level names go upstream. */
  readonly allowOnly?: readonly string[];
  /** JSON-schema keywords to strip from tools and response formats. */
  readonly stripSchemaKeywords?: readonly string[];
  /** `content: null` of an assistant becomes an empty string. */
  readonly nullContentToEmpty?: boolean;
}

export interface KeyTest {
  readonly method: 'GET' | 'POST';
  /** As `resolveUrl` reads it: relative to the base URL, `origin:/path` of its origin, or absolute. */
  readonly url: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** In words: what it costs. */
  readonly cost: string;
  /** False = a 200 proves nothing about the key (public model list). */
  readonly provesKey: boolean;
  /** All these JSON paths must hold for a 200 to be a yes. */
  readonly okWhen?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  /** Beside these, whatever `classify` reads as `credential` is a no (Gemini's 400 API_KEY_INVALID). */
  readonly badStatuses: readonly number[];
  /** Statuses that say neither yes nor no. Every other status, too, is inconclusive. */
  readonly inconclusive?: readonly number[];
  /** When the first is refused, this one must be refused as well before the key is called bad. */
  readonly second?: Pick<KeyTest, 'method' | 'url'>;
  readonly evidence: Evidence;
}

export interface Streaming {
  /** How usage comes: by itself, when asked with `stream_options.include_usage`, or never. */
  readonly usage: 'always' | 'on_request' | 'never';
  readonly doneMarker: boolean;
  /** Rate headers on a streamed 200 are as on others; false = absent (Mistral). */
  readonly rateHeaders: boolean;
  /** ms until the first token that this provider may need by nature (NVIDIA's cold models). */
  readonly firstTokenMs?: number;
  readonly note?: string;
}

/**
 * How a provider is asked for a picture; one small translator each.
 * - openai: `/images/generations`, as OpenAI and most servers of one's own
 * - cloudflare: the prompt to the model's own address; base64 in the envelope, or the picture itself
 * - bytes: `inputs` and `parameters` to the model's own address; the picture itself
 * - gemini: `generateContent` with the modality IMAGE
 * - replicate: a prediction that is looked at until it is done, then its file
 */
export type ImageShape = 'openai' | 'cloudflare' | 'bytes' | 'gemini' | 'replicate';

export interface ImageRules {
  readonly shape: ImageShape;
  /** As `resolveUrl` reads it; `{model}` is filled with the model's id. */
  readonly url: string;
  /** Where the key goes, when that is elsewhere than in chats. */
  readonly auth?: Provider['auth'];
  /** The provider's word for `b64_json`. */
  readonly base64?: string;
  /** The size is sent as `width` and `height`. */
  readonly pixels?: true;
  /** Host names under which the files lie that an answer points at, beside the provider's own origin. No other is asked. */
  readonly files?: readonly string[];
}

export interface AudioRules {
  /** Transcripts are always asked for as this, because it tells the seconds, and rendered in the format the client wants. */
  readonly transcripts?: 'verbose_json';
  /** Sent with a speech when the client says nothing. */
  readonly speechDefaults?: Readonly<Record<string, unknown>>;
}

/** For a provider that puts models to sleep when nobody asks: how often a call keeps one awake, well before it sleeps. */
export interface KeepWarm {
  readonly everyMs: number;
  /** When it sleeps, and where that is said. */
  readonly note: string;
}

/**
 * How a provider is asked to go on with a text that broke off.
 * - prefix: a trailing assistant turn marked `prefix: true`; the answer begins with that turn's text (Mistral)
 * - assistant: a trailing assistant turn; the answer goes on where it ends
 * - instruction: a user turn that asks for it and says how the answer is to begin: understood everywhere, and the only one
 *   whose joint can be proved
 */
export type Continuation = 'prefix' | 'assistant' | 'instruction';

export type ProviderTier =
  /** A standing free allowance. */
  | 'free'
  /** A free trial that ends. */
  | 'trial'
  | 'paid'
  /** Runs on the owner's machine: no quota. */
  | 'local';

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly wire: WireName;
  readonly tier: ProviderTier;
  /** It only plays a provider: it comes behind everybody who is one, and nobody's conversation stays with it. */
  readonly simulated?: true;
  /** Gone providers stay, off, with the reason and the date. */
  readonly retired?: { readonly on: string; readonly note: string };
  /** Default place in the `auto` cascade; lower first. */
  readonly order: number;
  /** Place in `auto:content`, lower first; absent = behind all that have one. */
  readonly contentPlace?: number;
  /** Without a slash at the end. `{account_id}` is filled from a key of the form `account_id:token`. */
  readonly baseUrl: string;
  /** Environment names of the address beside `<ID>_BASE_URL`, e.g. HUGGINGFACE_SPACE_URL. */
  readonly baseUrlEnv?: readonly string[];
  /** Headers beside the credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `optional`: a key helps, and it works without one (a public Space). */
  readonly auth: {
    readonly header: string;
    readonly scheme: 'Bearer' | 'raw' | 'none';
    readonly optional?: true;
  };
  readonly key: {
    /** Longest first. Empty = the provider has no recognisable prefix. */
    readonly prefixes: readonly string[];
    /** A hint only, with evidence: a key that does not fit is warned about, never refused. */
    readonly shape?: RegExp;
    readonly evidence: Evidence;
    /** Environment names beside `<ID>_API_KEY…`, e.g. HF_TOKEN. */
    readonly env?: readonly string[];
    /** Environment name of the account id that goes before a bare token: `account_id:token`. */
    readonly accountEnv?: string;
    /** Page where the owner gets one. */
    readonly url: string;
  };
  readonly test: KeyTest | null;
  readonly modelList: {
    /** As `resolveUrl` reads it: relative to the base URL, `origin:/path` of its origin, or absolute. */
    readonly url: string;
    readonly shape: 'openai' | 'bare_array' | 'gemini' | 'cohere' | 'cloudflare' | 'ollama';
    /** True = answers without a key, so it proves nothing about one. */
    readonly public?: boolean;
    /** Only ids that end so are free here (OpenRouter's `:free`). */
    readonly freeSuffix?: string;
    /** False = absence from the list proves nothing. */
    readonly complete: boolean;
  } | null;
  readonly quota: {
    readonly scope: QuotaScope;
    /** What the account shares over models. */
    readonly groups: readonly LimitGroup[];
    /** Limits of every model that states none of its own, one counter a model. */
    readonly perModel?: readonly Limit[];
    /** Kinds for windows that are learned from headers or set in noria.yaml. */
    readonly windows: Readonly<Partial<Record<WindowLength, Window>>>;
    /** Prompt and `max_tokens` are taken from the token limits before the call and settled after it. */
    readonly reservesMaxTokens?: true;
    /** A refused call (429) is counted by the provider all the same. */
    readonly counts429?: boolean;
    readonly note?: string;
  };
  readonly headers429?: 'same' | 'none';
  readonly rateHeaders: readonly HeaderRule[];
  readonly errors: readonly ErrorRule[];
  readonly limitStatement?: LimitStatement;
  /** First group = the parameter that a refusal names in prose, for providers that fill neither `param` nor `loc`. */
  readonly fieldStatement?: RegExp;
  readonly streaming: Streaming;
  /** What `keep_warm: true` means here; without it the owner must say minutes. Nobody is kept warm unasked. */
  readonly keepWarm?: KeepWarm;
  /**
   * What the provider is documented to do with a trailing assistant turn; absent = texts are continued by instruction.
   * Only where a source says so, which the provider's file names: many models refuse such a turn (Claude 4.6, Gemini 3.6)
   * or answer it from the beginning.
   */
  readonly continuation?: Exclude<Continuation, 'instruction'>;
  readonly params: ParamRules;
  /** Absent = as OpenAI. */
  readonly images?: ImageRules;
  readonly audio?: AudioRules;
  /** Its vectors of a model differ from those of the same model elsewhere: models learned here are families of their own. */
  readonly ownVectors?: { readonly note: string };
  readonly models: readonly Model[];
  /** What the owner must know before using it; shown in the README and on the settings page. */
  readonly terms: { readonly url: string; readonly several_accounts: string; readonly evidence: Evidence };
  readonly docs: string;
  readonly asOf: string;
}
