import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';

test('what was counted before apps were is kept as other', () => {
  const sqlite = new Database(':memory:');
  migrate(sqlite, migrations.slice(0, 4));
  const insert = sqlite.prepare('insert into usage_days values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run('2026-11-20', 'groq', 'm', 'key_1', 0, 5, 4, 1, 100, 50, 7);
  insert.run('2026-11-20', 'ollama', 'm', '', 1, 2, 2, 0, 10, 5, 0);
  insert.run('2026-11-21', '', '', '', 0, 3, 0, 3, 0, 0, 0);
  migrate(sqlite, migrations);
  const untimed = { app: 'other', timed: 0, took_ms: 0, first_tokens: 0, first_token_ms: 0 };
  expect(sqlite.prepare('select * from usage_days order by day, provider').all()).toEqual([
    {
      ...untimed,
      day: '2026-11-20',
      provider: 'groq',
      model: 'm',
      key_id: 'key_1',
      local: 0,
      requests: 5,
      successes: 4,
      failures: 1,
      prompt_tokens: 100,
      completion_tokens: 50,
      saved_usd_micros: 7,
    },
    expect.objectContaining({ ...untimed, provider: 'ollama', local: 1, requests: 2, successes: 2 }),
    expect.objectContaining({ ...untimed, day: '2026-11-21', provider: '', requests: 3, failures: 3 }),
  ]);
  sqlite.close();
});
