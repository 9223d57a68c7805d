import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadMasterKey, parseMasterKey } from './master-key.ts';

const root = mkdtempSync(join(tmpdir(), 'noria-master-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function newFolder(): string {
  folders += 1;
  return join(root, String(folders), 'data');
}

describe('parseMasterKey', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));

  test('reads base64 and base64url, padded or not', () => {
    for (const text of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      ` ${bytes.toString('base64')}\n`,
    ]) {
      expect(parseMasterKey(text)).toEqual(bytes);
    }
  });

  test.each([
    '',
    'short',
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
    'a'.repeat(64),
    '*'.repeat(43),
  ])('refuses %j', (text) => expect(parseMasterKey(text)).toBeNull());
});

describe('loadMasterKey', () => {
  test('takes the configured key and makes no file', () => {
    const dataFolder = newFolder();
    const { bytes, source } = loadMasterKey({
      dataFolder,
      configured: Buffer.alloc(32, 9).toString('base64'),
    });
    expect(bytes).toEqual(Buffer.alloc(32, 9));
    expect(source).toBe('NORIA_MASTER_KEY');
    expect(statSync(dataFolder, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('makes master.key for its owner only, and reads it on the next start', () => {
    const dataFolder = newFolder();
    const first = loadMasterKey({ dataFolder, configured: null });
    expect(first.bytes).toHaveLength(32);
    expect(statSync(join(dataFolder, 'master.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataFolder)).toEqual(['master.key']);
    expect(loadMasterKey({ dataFolder, configured: null })).toEqual(first);
  });

  test('corrects a mode that lets others read, with a warning', () => {
    const dataFolder = newFolder();
    loadMasterKey({ dataFolder, configured: null });
    chmodSync(join(dataFolder, 'master.key'), 0o644);
    expect(loadMasterKey({ dataFolder, configured: null }).warnings).toEqual([
      expect.stringContaining('had mode 0644; it is 0600 now'),
    ]);
    expect(statSync(join(dataFolder, 'master.key')).mode & 0o777).toBe(0o600);
  });

  test('does not replace a damaged file', () => {
    const dataFolder = newFolder();
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(join(dataFolder, 'master.key'), 'half a ke', { mode: 0o600 });
    expect(() => loadMasterKey({ dataFolder, configured: null })).toThrow(
      /master\.key is damaged: it must hold 32 bytes/,
    );
    expect(readFileSync(join(dataFolder, 'master.key'), 'utf8')).toBe('half a ke');
  });

  test('says which file could not be read or made', () => {
    const dataFolder = newFolder();
    mkdirSync(join(dataFolder, 'master.key'), { recursive: true });
    expect(() => loadMasterKey({ dataFolder, configured: null })).toThrow(ConfigError);
    expect(() => loadMasterKey({ dataFolder, configured: null })).toThrow(
      /master\.key cannot be read or made: EISDIR/,
    );
  });

  test('gives the same key to processes that start at once', async () => {
    const dataFolder = newFolder();
    const keys = await Promise.all(Array.from({ length: 4 }, () => loadElsewhere(dataFolder)));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

async function loadElsewhere(dataFolder: string): Promise<string> {
  const module = fileURLToPath(new URL('./master-key.ts', import.meta.url));
  const source = `
    import { loadMasterKey } from ${JSON.stringify(module)};
    process.stdout.write(loadMasterKey({ dataFolder: ${JSON.stringify(dataFolder)}, configured: null }).bytes.toString('hex'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  await once(child, 'close');
  return text;
}
