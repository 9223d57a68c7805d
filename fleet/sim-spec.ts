/**
 * The vocabulary of the simulated providers. Nothing here, nor anywhere in fleet/, comes from src/: the fleet is
 * an independent model of the providers, so that a mistake of the engine cannot hide in its own mirror.
 */
export type SimProfileName =
  | 'groq'
  | 'mistral'
  | 'gemini'
  | 'openrouter'
  | 'together'
  | 'huggingface'
  | 'cerebras'
  | 'cohere'
  | 'nvidia'
  | 'cloudflare'
  | 'sambanova'
  | 'deepseek'
  | 'openai'
  | 'anthropic'
  | 'ollama'
  | 'hf_space'
  | 'replicate';

export interface SimKeySpec {
  readonly secret: string;
  /** Owner of the counters; default: the key is its own account. */
  readonly account?: string;
  readonly state?: 'good' | 'revoked' | 'no_credit';
}

export type SimUnit = 'requests' | 'tokens' | 'concurrent' | 'seconds' | 'neurons' | 'usd';
export type SimCalendar = 'second' | 'minute' | 'hour' | 'day' | 'month';

export interface SimWindow {
  readonly kind: 'refill' | 'fixed' | 'rolling' | 'first_use' | 'in_flight';
  readonly ms: number;
  /** IANA zone of a calendar window; default UTC. */
  readonly zone?: string;
  /** A `fixed` window that follows the calendar of `zone`; without it, multiples of `ms` since the epoch. */
  readonly calendar?: SimCalendar;
}

export interface SimLimit {
  readonly unit: SimUnit;
  /** Which tokens a token limit counts; default all. */
  readonly side?: 'all' | 'input' | 'output';
  readonly amount: number;
  readonly window: SimWindow;
  /** `ip` limits hold for calls without a key, all others for calls that have an account. */
  readonly per: 'account' | 'account_model' | 'key' | 'ip';
  /** Only these models; a leading or trailing `*` stands for anything. */
  readonly models?: readonly string[];
  /** A refused call is counted all the same. */
  readonly counts429?: boolean;
}

/**
 * How a model goes on with a text that broke off: behind a trailing assistant turn, or behind a user turn that ends with
 * `<begin>…</begin>`, which an obedient one begins its answer with.
 * - exact: right behind what it is given
 * - obeys: the same
 * - restarts: the whole answer anew
 * - repeats: the last words (20 to 40 characters) once more, then the rest
 * - chats: a sentence of its own first, where it was asked by a user turn
 * - refuses: 400 to a trailing assistant turn, as Claude 4.6 and later
 */
export type SimContinuation = 'exact' | 'obeys' | 'restarts' | 'repeats' | 'chats' | 'refuses';

/** What the answer function sees of a call. */
export interface SimRequest {
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  readonly account: string;
  readonly stream: boolean;
  readonly lastUserText: string;
  /** Text of a trailing assistant turn that is to be continued; else ''. */
  readonly prefill: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SimSpec {
  readonly id: string;
  /** Default: `id` when there is a profile of that name, else `openai`. */
  readonly profile?: SimProfileName;
  readonly keys: readonly (string | SimKeySpec)[];
  /** Default: the profile's. `['*']` serves any name. */
  readonly models?: readonly string[];
  /** Replaces the profile's. */
  readonly limits?: readonly SimLimit[];
  /** Until headers and first token. */
  readonly latencyMs?: number | (() => number);
  /** Pause between two content chunks of a stream. */
  readonly chunkMs?: number;
  readonly chunks?: number;
  readonly answer?: string | ((request: SimRequest) => string);
  /** Default exact; what a profile refuses it refuses all the same. */
  readonly continues?: SimContinuation;
  readonly seed?: number;
  /** Mistral: which generation of header names. */
  readonly headerGeneration?: 'current' | 'by_size' | 'oldest';
  /** How usage comes in a stream, instead of the profile's way. */
  readonly streamUsage?: 'always' | 'on_request' | 'never';
  /** Body fields accepted beside the profile's allow-list (Mistral, Gemini, Anthropic). */
  readonly accepts?: readonly string[];
  /** Ollama, Spaces: the first call of each model waits so long. */
  readonly coldStartMs?: number;
  /** Calls that run at once, the others wait (Ollama: 1). */
  readonly parallel?: number;
  /** What kind of Space this is; default gradio. */
  readonly space?: 'openai' | 'gradio' | 'plain';
  readonly gradio?: 4 | 5;
  /** ZeroGPU: seconds that one call declares. Default 60. */
  readonly gpuSeconds?: number;
  /** Its embedding models know one length, and pass over `dimensions`. */
  readonly ignoresDimensions?: boolean;
  /** Replicate: looks until a prediction is done (0 = at once), how many of them are refused first (429), its end. */
  readonly predictions?: { readonly looks?: number; readonly busy?: number; readonly fails?: boolean };
  /** Listening port; default any free one. */
  readonly port?: number;
  /** How many calls keep their body, and how many are kept at all. Defaults 1,000 and 100,000. */
  readonly keepBodies?: number;
  readonly keepCalls?: number;
}

/** Faults that need nothing more than their name; `{ kind: name }` says the same. */
export type SimPlainFault =
  | 'rate_limited'
  | 'quota_day'
  | 'quota_zero'
  | 'revoked'
  | 'no_credit'
  | 'model_gone'
  | 'too_long'
  | 'overloaded'
  | 'server_error'
  | 'bot_page'
  | 'html_error'
  | 'refuse_connection'
  | 'hang'
  | 'error_in_body'
  | 'empty_answer'
  | 'partial_json'
  | 'no_usage'
  | 'wrong_content_type'
  | 'end_without_done'
  | 'bad_param';

export type SimFaultStep =
  | { readonly kind: Exclude<SimPlainFault, 'bad_param' | 'end_without_done' | 'rate_limited' | 'quota_day'> }
  | { readonly kind: 'rate_limited' | 'quota_day'; readonly waitMs?: number }
  | { readonly kind: 'bad_param'; readonly field?: string }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'slow_headers'; readonly ms: number }
  | { readonly kind: 'slow_first_token'; readonly ms: number }
  | { readonly kind: 'stall'; readonly afterChars: number }
  | { readonly kind: 'cut'; readonly afterChars: number }
  | { readonly kind: 'end_without_done'; readonly afterChars?: number }
  | { readonly kind: 'error_in_stream'; readonly afterChars: number }
  | { readonly kind: 'slow_drip'; readonly chunkMs: number }
  | { readonly kind: 'huge_answer'; readonly chars: number }
  /** A normal answer: a gap in a script. */
  | { readonly kind: 'ok' };

export type SimFault = SimFaultStep | SimPlainFault;

/** One chat call as the provider saw it. */
export interface SimCall {
  readonly at: number;
  /** The secret of the spec; '' without a key; what was sent when it is unknown here. */
  readonly key: string;
  readonly account: string;
  readonly model: string;
  readonly path: string;
  readonly stream: boolean;
  /** 0 while nothing was answered, and for ever when the connection was refused. */
  readonly status: number;
  /** The client left before the answer was complete. */
  readonly aborted: boolean;
  readonly endedAt: number | null;
  /** Null once newer bodies pushed it out. */
  readonly body: unknown;
  readonly promptTokens: number;
  /** Seconds of sound that it was about. */
  readonly seconds?: number;
  /** What was really sent, when a stream was cut. */
  readonly completionTokens: number;
  /** `requests/60000`: unit and window of the limit that refused, or the fault's kind. */
  readonly refusedBy?: string;
}

export type SimCallFilter = Partial<Pick<SimCall, 'key' | 'model' | 'status'>>;

export interface SimProvider {
  readonly id: string;
  readonly profile: SimProfileName;
  /** With the provider's real path, e.g. http://127.0.0.1:41234/openai/v1. */
  readonly baseUrl: string;
  /** Chat calls, oldest first; older ones than `keepCalls` are dropped, `count` still knows them. */
  readonly calls: readonly SimCall[];
  readonly limits: readonly SimLimit[];
  count(filter?: SimCallFilter): number;
  /** What the provider's own counter says now. Owner: account, `account|model`, key or ip, after the limit's `per`. */
  used(limitIndex: number, owner: string): number;
  /** The next chat calls with an accepted key behave so, in order, one each; then normal again. */
  script(...steps: readonly SimFault[]): void;
  always(fault: SimFault | null): void;
  onKey(secret: string, fault: SimFault | null): void;
  onModel(model: string, fault: SimFault | null): void;
  revoke(secret: string): void;
  restore(secret: string): void;
  setLimits(limits: readonly SimLimit[]): void;
  resetCounters(): void;
  openConnections(): number;
  openStreams(): number;
}
