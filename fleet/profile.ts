import type { IncomingHttpHeaders } from 'node:http';
import type { ParsedChat } from './answer/parsed-chat.ts';
import type { Caller, LimitState } from './counters/limit-book.ts';
import type { JsonObject } from './json.ts';
import type { MediaRoute } from './media/media-route.ts';
import type { AnyReply, Reply } from './reply.ts';
import type { SimLimit, SimProfileName, SimSpec } from './sim-spec.ts';
import type { Wire } from './wire/wire.ts';

/** Claude's words from 4.6 on, to a conversation that ends with the model's own turn. */
export const noPrefill =
  'This model does not support assistant message prefill. The conversation must end with a user message.';

/** What a provider knows when it refuses, or when it writes its rate headers. */
export interface CallView {
  readonly spec: SimSpec;
  readonly caller: Caller;
  readonly now: number;
  readonly stream: boolean;
  readonly path: string;
  /** Counts up with every call: for ids. */
  readonly serial: number;
  /** Tokens of this call as far as they are known. */
  readonly costTokens: number;
  /** Every limit that holds for this caller and model. */
  states(): readonly LimitState[];
}

export interface Refusal extends CallView {
  /** Longest wait first. */
  readonly blocking: readonly [LimitState, ...LimitState[]];
}

/** How a provider says no. */
export interface Failures {
  unauthorized(view: CallView): Reply;
  noCredit(view: CallView): Reply;
  modelGone(view: CallView): Reply;
  tooLong(view: CallView): Reply;
  badParam(view: CallView, field: string): Reply;
  malformed(view: CallView, message: string): Reply;
  overloaded(view: CallView): Reply;
  serverError(view: CallView): Reply;
  /** The plan grants nothing of this model. */
  quotaZero(view: CallView): Reply;
  refused(refusal: Refusal): Reply;
  /** The body of a 200 that is an error. */
  inBody(view: CallView): unknown;
  /** The data of an error event inside a 200 stream. */
  inStream(view: CallView): unknown;
}

export interface ExtraRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject | null;
  readonly models: readonly string[];
  /** False = no key, or one that is not accepted. */
  readonly authorized: boolean;
  readonly view: CallView;
}

export interface Profile {
  readonly name: SimProfileName;
  /** Path of the base URL; `{account_id}` stands for the key's account. */
  readonly basePath: string;
  readonly models: readonly string[];
  readonly limits: readonly SimLimit[];
  readonly failures: Failures;
  /** The dialect of a chat path, null for other paths. */
  chat(path: string, spec: SimSpec): Wire | null;
  /** The route of a path for vectors, pictures or sound; null = none. */
  media?(path: string): MediaRoute | null;
  /** Default: the Bearer token. */
  secret?(headers: IncomingHttpHeaders): string;
  /** Is the key good for this path? */
  fits?(account: string, path: string): boolean;
  /** Calls without a key are served; the account that they count for, or null = the address. */
  readonly keyless?: { readonly account: string | null; readonly onlyWithoutKeys?: boolean };
  readonly streamUsage: 'always' | 'on_request' | 'never';
  /** Prompt tokens only, or with the output that the caller may take. */
  readonly reserves: 'prompt' | 'prompt_and_max';
  /** The provider looks at the body before it counts. */
  check?(chat: ParsedChat, view: CallView): Reply | null;
  /** A request that no full bucket could hold. */
  largerThanBucket?(refusal: Refusal): Reply | null;
  /** Rate headers of a 200. */
  rateHeaders?(view: CallView): Readonly<Record<string, string>>;
  /** null = it lists none. */
  readonly modelsPath?: string | ((spec: SimSpec) => string | null);
  readonly modelsPublic?: boolean;
  modelList(models: readonly string[], view: CallView): unknown;
  /** Other routes; null = not mine. */
  extra?(request: ExtraRequest): AnyReply | null;
  /** Comment lines while a stream waits; blank lines before JSON. */
  readonly keepAlive?: { readonly comment: string; readonly everyMs: number; readonly padding?: string };
  /** The 200 of a stream goes out before the first token is there. */
  readonly headersAtOnce?: boolean;
  readonly echoesPrefill?: boolean;
  readonly parallel?: number;
  /** Prices of a million tokens, input and output. */
  price?(model: string): {
    readonly neurons?: readonly [number, number];
    readonly usd?: readonly [number, number];
    /** Of one call, whatever it says. */
    readonly neuronsPerCall?: number;
  };
  /** A local server or a Space: no `<ID>_API_KEYS`, other names. */
  env?(id: string, baseUrl: string, keys: readonly string[]): Record<string, string>;
  /** How a key stands in the environment. */
  envKey?(secret: string, account: string): string;
}
