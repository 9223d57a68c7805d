import type { Migration } from './migration.ts';

export const removedKeys: Migration = {
  number: 7,
  name: 'removed keys',
  up: (sqlite) => void sqlite.exec(SQL),
};

const SQL = `
create table removed_keys (
  id text primary key,
  provider text not null,
  sealed_secret text not null,
  fingerprint text not null,
  label text,
  account text,
  enabled integer not null,
  created_at integer not null,
  removed_at integer not null,
  counters text not null
) strict, without rowid;
`;
