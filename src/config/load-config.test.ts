import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from './load-config.ts';
import { testCatalog } from './test-catalog.ts';

const folder = mkdtempSync(join(tmpdir(), 'noria-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('loadConfig', () => {
  test('joins the environment, .env and the file that NORIA_CONFIG names', () => {
    writeFileSync(join(folder, '.env'), 'NORIA_CONFIG=mine.yaml\nPORT=1234\n');
    writeFileSync(join(folder, 'mine.yaml'), 'providers: { groq: { rotation: sticky } }');
    const config = loadConfig(testCatalog(), {
      folder,
      processEnv: { GROQ_API_KEY: 'gsk_abc1def2ghi3' },
      terminal: false,
    });
    expect(config.server).toMatchObject({ port: 1234, dataFolder: join(folder, 'data') });
    expect(config.providers.get('groq')).toMatchObject({
      rotation: 'sticky',
      keys: [{ source: 'env:GROQ_API_KEY' }],
    });
  });

  test('stops with what is wrong in the environment and in the file together', () => {
    writeFileSync(join(folder, 'mine.yaml'), 'provders: {}');
    expect(() => loadConfig(testCatalog(), { folder, processEnv: { PORT: 'x' }, terminal: false })).toThrow(
      /2 settings are wrong:\n {2}mine\.yaml:1:1 provders is not a setting.*\n {2}PORT is "x"/,
    );
  });
});
