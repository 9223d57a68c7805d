import type { Migration } from './migration.ts';

export const firstTables: Migration = {
  number: 1,
  name: 'first tables',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table keys (
  id text primary key,
  provider text not null,
  sealed_secret text not null,
  fingerprint text not null unique,
  label text,
  account text,
  enabled integer not null default 1,
  created_at integer not null
) strict;

create table provider_settings (
  id text primary key,
  enabled integer not null,
  overrides text not null
) strict;

create table client_keys (
  id text primary key,
  name text not null,
  hash text not null unique,
  created_at integer not null,
  last_used_at integer
) strict;

create table ledger_buckets (
  id text primary key,
  state text not null,
  updated_at integer not null
) strict, without rowid;

create table ledger_states (
  id text primary key,
  state text not null,
  updated_at integer not null
) strict, without rowid;

create table usage_days (
  day text not null,
  provider text not null,
  model text not null,
  key_id text not null,
  local integer not null,
  requests integer not null default 0,
  successes integer not null default 0,
  failures integer not null default 0,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  saved_usd_micros integer not null default 0,
  primary key (day, provider, model, key_id, local)
) strict, without rowid;
`;
