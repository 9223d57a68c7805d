import type { Kysely } from 'kysely';

/** Rows as they lie in the file: times are epoch ms, flags 0 or 1. Repositories turn them into what the house uses. */
export interface Tables {
  readonly meta: MetaTable;
  readonly keys: KeyTable;
  readonly removed_keys: RemovedKeyTable;
  readonly provider_settings: ProviderSettingsTable;
  readonly client_keys: ClientKeyTable;
  readonly client_usage_days: ClientUsageTable;
  readonly ledger_buckets: LedgerTable;
  readonly ledger_states: LedgerTable;
  readonly usage_days: UsageTable;
  readonly traces: TraceTable;
  readonly responses: ResponseTable;
  readonly routes: RouteTable;
}

export interface MetaTable {
  name: string;
  value: string;
}

export interface KeyTable {
  id: string;
  provider: string;
  sealed_secret: string;
  fingerprint: string;
  label: string | null;
  account: string | null;
  enabled: number;
  created_at: number;
}

export interface RemovedKeyTable extends KeyTable {
  removed_at: number;
  /** As JSON. */
  counters: string;
}

export interface ProviderSettingsTable {
  id: string;
  enabled: number;
  overrides: string;
}

export interface ClientKeyTable {
  id: string;
  name: string;
  hash: string;
  created_at: number;
  last_used_at: number | null;
  masked: string | null;
  requests_per_minute: number | null;
  tokens_per_day: number | null;
  /** A list of names as JSON, as `apps` is. */
  routes: string | null;
  apps: string | null;
  expires_at: number | null;
  enabled: number;
}

export interface ClientUsageTable {
  day: string;
  client: string;
  requests: number;
  failures: number;
  input_tokens: number;
  output_tokens: number;
}

export interface LedgerTable {
  id: string;
  state: string;
  updated_at: number;
}

export interface UsageTable {
  day: string;
  provider: string;
  model: string;
  key_id: string;
  app: string;
  local: number;
  requests: number;
  successes: number;
  failures: number;
  prompt_tokens: number;
  completion_tokens: number;
  saved_usd_micros: number;
  timed: number;
  took_ms: number;
  first_tokens: number;
  first_token_ms: number;
}

export interface TraceTable {
  id: string;
  /** When the request came in. */
  at: number;
  outcome: string;
  code: string | null;
  provider: string | null;
  model: string | null;
  route: string | null;
  strategy: string | null;
  client: string | null;
  key: string | null;
  /** What a search looks through, in lower case. */
  words: string;
  json: string;
  /** What was said, as JSON; null = it is not kept. */
  bodies: string | null;
}

export interface ResponseTable {
  id: string;
  /** '' = the administrator. */
  client: string;
  conversation: string;
  previous: string | null;
  at: number;
  /** When its conversation was used last. */
  used_at: number;
  bytes: number;
  input: string;
  response: string;
}

export interface RouteTable {
  name: string;
  strategy: string | null;
  /** A list of names as JSON, as `then_steps` is. */
  steps: string;
  then_steps: string;
  resume: number | null;
  deadline_ms: number | null;
}

/**
 * What repositories build queries with. Transactions are missing on purpose: one that waits between its statements
 * would take the ledger's writes, made meanwhile over the same connection, into itself. `Atomically` does not wait.
 */
export type Queries = Pick<
  Kysely<Tables>,
  | 'selectFrom'
  | 'selectNoFrom'
  | 'insertInto'
  | 'updateTable'
  | 'deleteFrom'
  | 'with'
  | 'withRecursive'
  | 'fn'
>;
