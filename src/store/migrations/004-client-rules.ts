import type { Migration } from './migration.ts';

export const clientRules: Migration = {
  number: 4,
  name: 'client rules',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
alter table client_keys add column masked text;
alter table client_keys add column requests_per_minute integer;
alter table client_keys add column tokens_per_day integer;
alter table client_keys add column routes text;
alter table client_keys add column apps text;
alter table client_keys add column expires_at integer;
alter table client_keys add column enabled integer not null default 1;

create table client_usage_days (
  day text not null,
  client text not null,
  requests integer not null default 0,
  failures integer not null default 0,
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  primary key (day, client)
) strict, without rowid;
`;
