import type { Migration } from './migration.ts';

export const tracePages: Migration = {
  number: 6,
  name: 'trace pages',
  up: (sqlite) => void sqlite.exec(SQL),
};

/**
 * A page is looked for in the index alone, a tenth of the rows' bytes: it holds all that can be asked for, and is nearly
 * only appended to, since ids sort by time. Generated columns would not do: an index does not cover them.
 */
const SQL = `
alter table traces add column route text;
alter table traces add column strategy text;
alter table traces add column client text;
alter table traces add column key text;
alter table traces add column bodies text;

update traces set
  route = json ->> '$.route',
  strategy = json ->> '$.strategy',
  key = json ->> '$.key'
where json_valid(json);

create index traces_pages on traces
  (id, at, outcome, code, provider, model, route, strategy, client, key, words);
`;
