import type { Migration } from './migration.ts';

/** What was counted before keeps its counts as `other`, without times. The key is another one, so the table is a new one. */
export const usageOfApps: Migration = {
  number: 5,
  name: 'usage of apps',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table usage_days_of_apps (
  day text not null,
  provider text not null,
  model text not null,
  key_id text not null,
  app text not null,
  local integer not null,
  requests integer not null default 0,
  successes integer not null default 0,
  failures integer not null default 0,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  saved_usd_micros integer not null default 0,
  timed integer not null default 0,
  took_ms integer not null default 0,
  first_tokens integer not null default 0,
  first_token_ms integer not null default 0,
  primary key (day, provider, model, key_id, app, local)
) strict, without rowid;

insert into usage_days_of_apps (
  day, provider, model, key_id, app, local,
  requests, successes, failures, prompt_tokens, completion_tokens, saved_usd_micros
)
select
  day, provider, model, key_id, 'other', local,
  requests, successes, failures, prompt_tokens, completion_tokens, saved_usd_micros
from usage_days;

drop table usage_days;
alter table usage_days_of_apps rename to usage_days;
`;
