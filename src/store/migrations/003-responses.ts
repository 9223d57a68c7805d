import type { Migration } from './migration.ts';

export const responses: Migration = {
  number: 3,
  name: 'responses',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table responses (
  id text primary key,
  client text not null,
  conversation text not null,
  previous text,
  at integer not null,
  used_at integer not null,
  bytes integer not null,
  input text not null,
  response text not null
) strict;

create index responses_of_client on responses (client, used_at, id, bytes);
create index responses_of_conversation on responses (client, conversation);
create index responses_used_at on responses (used_at);
`;
