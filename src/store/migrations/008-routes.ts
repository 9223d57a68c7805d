import type { Migration } from './migration.ts';

export const routes: Migration = {
  number: 8,
  name: 'routes',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table routes (
  name text primary key,
  strategy text,
  steps text not null,
  then_steps text not null,
  resume integer,
  deadline_ms integer
) strict;
`;
