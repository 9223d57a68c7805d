import type { Task, TokenSide, Unit, Window, WindowLength, WireName } from '../catalog/types.ts';
import type { LogFormat, LogLevel } from '../shared/log.ts';

/** Everything the administrator decided, once, at the start. Plain data: nothing here is read again later. */
export interface Config {
  readonly server: ServerConfig;
  readonly log: LogConfig;
  readonly deadlines: DeadlineConfig;
  /** Every provider of the catalog, in its order, then the administrator's own. Retired ones are there, not enabled. */
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  readonly routes: ReadonlyMap<string, ConfiguredRoute>;
  /** Alias → families or models, the first that can serve. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Providers that are kept warm → longest idle time of their model, ms. Empty unless somebody asked for it. */
  readonly keepWarm: ReadonlyMap<string, number>;
  readonly traces: TraceConfig;
  readonly space: SpaceConfig;
  readonly discord: DiscordConfig;
  /** For people, one sentence each, without secrets. */
  readonly warnings: readonly string[];
}

export interface ServerConfig {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Names under which clients reach Noria, beside those it knows by itself; `*` = any. */
  readonly hosts: readonly string[];
  /** Private hosts, addresses and networks that addresses in requests may lead to. */
  readonly allowedHosts: readonly string[];
  /** Absolute. */
  readonly dataFolder: string;
  readonly bodyLimitBytes: number;
  /** null = made and printed on the first start. */
  readonly adminToken: string | null;
  /** A client key that exists from the start. */
  readonly apiKey: string | null;
  /** 32 bytes in base64; null = the file `master.key` of the data folder. */
  readonly masterKey: string | null;
  /** Processes that serve; 1 = all in one. */
  readonly workers: number;
  /** Ollama's API under `/ollama`. `open` = programs of this machine need no key. */
  readonly ollama: 'off' | 'on' | 'open';
}

export interface LogConfig {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly colour: boolean;
}

export interface DeadlineConfig {
  /** One request from its arrival to its end, unless the client or the route says otherwise. */
  readonly requestMs: number;
  /** Longest wait for a bucket when the client sets no deadline. */
  readonly maxWaitMs: number;
  /** Requests that may wait for quota at the same time. */
  readonly maxWaiting: number;
  /** Until a connection to a provider stands. */
  readonly connectMs: number;
  /** Until the first content of a stream, where a provider needs no more by its nature. */
  readonly firstTokenMs: number;
  /** Longest silence inside a running stream. */
  readonly silenceMs: number;
}

export interface TraceConfig {
  /** Decision traces that the table keeps; 0 = they live in memory only. */
  readonly kept: number;
  /** They keep what was said as well: the messages of a request, and its answer. */
  readonly bodies: boolean;
}

export interface SpaceConfig {
  /** HUGGINGFACE_SPACE_URL, without a slash at the end. */
  readonly url: string | null;
  /** USE_INFERENCE_API: the inference API before the Space. */
  readonly preferInferenceApi: boolean;
}

export interface DiscordConfig {
  /** null = no bot. */
  readonly botToken: string | null;
  readonly apiUrl: string;
}

export type Rotation = 'round-robin' | 'sticky' | 'most-remaining';

export interface ConfiguredProvider {
  readonly id: string;
  /** False = the administrator's own, described by noria.yaml alone. */
  readonly inCatalog: boolean;
  readonly enabled: boolean;
  /** Without a slash at the end; `{account_id}` is still to be filled. */
  readonly baseUrl: string;
  readonly wire: WireName;
  readonly keys: readonly ConfiguredKey[];
  /** Of one account, all its models together. null = the catalog's; empty = none known, learn them. */
  readonly limits: readonly ConfiguredLimit[] | null;
  /** null = the catalog's; else these and no others. */
  readonly models: readonly ConfiguredModel[] | null;
  /** Only what noria.yaml says; `windowFor` completes it. */
  readonly windows: ConfiguredWindows;
  readonly rotation: Rotation;
}

export type ConfiguredWindows = Readonly<Partial<Record<WindowLength, Window>>>;

export interface ConfiguredKey {
  /** As it goes upstream; `account_id:token` where the provider's address holds an account id. */
  readonly secret: string;
  /** Keys of one account share its quotas. null = an account of its own. */
  readonly account: string | null;
  readonly label: string | null;
  readonly source: `env:${string}` | 'yaml';
}

export interface ConfiguredLimit {
  readonly unit: Unit;
  /** Only for `tokens`; without it all tokens count. */
  readonly side?: TokenSide;
  readonly window: Window;
  readonly amount: number;
}

export interface ConfiguredModel {
  readonly id: string;
  /** null = the catalog's; empty = none known, learn them. */
  readonly limits: readonly ConfiguredLimit[] | null;
  /** Tokens; null = the catalog's, else unknown. */
  readonly context: number | null;
  readonly family: string | null;
  /** What it is for; null = the catalog's word, else by its name. */
  readonly purpose: Task | null;
}

export type Strategy = 'cascade' | 'race' | 'hedge';

export interface ConfiguredRoute {
  /** null = by the kind of the request. */
  readonly strategy: Strategy | null;
  /** Providers, `provider/model`, families, models or aliases. */
  readonly steps: readonly string[];
  /** Steps after all of `steps` have failed. */
  readonly then: readonly string[];
  /** null = the default of the request's kind. */
  readonly resume: boolean | null;
  readonly deadlineMs: number | null;
}
