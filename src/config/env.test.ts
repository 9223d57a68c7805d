import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnv, type EnvSources } from './env.ts';

const root = mkdtempSync(join(tmpdir(), 'noria-env-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function read(
  dotEnv: string | null,
  processEnv: EnvSources['processEnv'] = {},
  terminal = false,
): ReturnType<typeof readEnv> {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  if (dotEnv !== null) writeFileSync(join(folder, '.env'), dotEnv);
  return readEnv({ folder, processEnv, terminal });
}

describe('readEnv', () => {
  test('reads .env of the folder under the environment of the process', () => {
    const env = read('\uFEFFPORT=1\nexport HOST="::1" # all\nGROQ_API_KEY=from-file\n', {
      PORT: '2',
      LOG_LEVEL: undefined,
    });
    expect(env.values).toEqual({ PORT: '2', HOST: '::1', GROQ_API_KEY: 'from-file' });
    expect(env.namesInFile.toSorted()).toEqual(['GROQ_API_KEY', 'HOST', 'PORT']);
    expect(env.problems).toEqual([]);
  });

  test('needs no .env', () => {
    expect(read(null, { PORT: '2' })).toMatchObject({ values: { PORT: '2' }, problems: [] });
  });

  test('says when .env is there and cannot be read', () => {
    const folder = join(root, 'broken');
    mkdirSync(join(folder, '.env'), { recursive: true });
    expect(readEnv({ folder, processEnv: {} }).problems).toEqual([
      expect.stringMatching(/\.env cannot be read \(EISDIR\)/),
    ]);
  });

  test('trims values and takes off the quotes that docker leaves', () => {
    expect(read(null, { A: ' "x y" ', B: "'z'", C: '"half', D: '  ' }).values).toEqual({
      A: 'x y',
      B: 'z',
      C: '"half',
      D: '',
    });
  });

  test('wants colours on a terminal, unless NO_COLOR or a dumb one says otherwise', () => {
    expect(read(null, {}, true).colour).toBe(true);
    expect(read(null, {}, false).colour).toBe(false);
    expect(read(null, { NO_COLOR: '1' }, true).colour).toBe(false);
    expect(read(null, { TERM: 'dumb' }, true).colour).toBe(false);
  });
});
