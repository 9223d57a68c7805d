import type { Migration } from './migration.ts';

export const traces: Migration = {
  number: 2,
  name: 'traces',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table traces (
  id text primary key,
  at integer not null,
  outcome text not null,
  code text,
  provider text,
  model text,
  words text not null,
  json text not null
) strict;

create index traces_at on traces (at);
`;
