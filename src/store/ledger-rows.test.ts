import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { LedgerRow } from './ledger-rows.ts';
import { openStore } from './open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'noria-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

function row(id: string, updatedAt = 1, state = '{"used":1}'): LedgerRow {
  return { id, state, updatedAt };
}

describe('ledger rows', () => {
  test('are there at once, and the last write of an id holds', async () => {
    await using store = openStore(':memory:');
    store.ledger.write({ buckets: [row('b2'), row('b1'), row('b2', 2, '{}')], states: [row('s1')] });
    expect(store.ledger.load('buckets')).toEqual([row('b1'), row('b2', 2, '{}')]);
    expect(store.ledger.load('states')).toEqual([row('s1')]);
  });

  test('are written all or none', async () => {
    await using store = openStore(':memory:');
    const broken = { ...row('s1'), state: null as unknown as string };
    expect(() => store.ledger.write({ buckets: [row('b1')], states: [broken] })).toThrow(/NOT NULL/);
    expect(store.ledger.load('buckets')).toEqual([]);
  });

  test('that nobody wrote for long can be forgotten', async () => {
    await using store = openStore(':memory:');
    store.ledger.write({ buckets: [row('old', 10), row('new', 20)], states: [row('old', 10)] });
    expect(store.ledger.forget('buckets', 20)).toBe(1);
    expect(store.ledger.load('buckets')).toEqual([row('new', 20)]);
    expect(store.ledger.load('states')).toHaveLength(1);
  });

  test('are not taken back by a failure of other writes', async () => {
    await using store = openStore(':memory:');
    const failing = store.keys.add([{ id: 'k' } as never]);
    store.ledger.write({ buckets: [row('b1')] });
    await expect(failing).rejects.toThrow(/NOT NULL/);
    expect(store.ledger.load('buckets')).toEqual([row('b1')]);
  });

  test('survive kill -9 once they are written', async () => {
    const path = join(folder, 'noria.sqlite');
    const last = await writeUntilKilled(path);
    await using store = openStore(path);
    const [counter] = store.ledger.load('buckets');
    expect(Number(counter?.state)).toBeGreaterThanOrEqual(last);
    expect(last).toBeGreaterThan(20);
  });
});

/** The last count that the process had told of before it was killed. */
async function writeUntilKilled(path: string): Promise<number> {
  const module = fileURLToPath(new URL('./open-store.ts', import.meta.url));
  const source = `
    import { writeSync } from 'node:fs';
    import { openStore } from ${JSON.stringify(module)};
    const store = openStore(${JSON.stringify(path)});
    for (let n = 1; ; n += 1) {
      store.ledger.write({ buckets: [{ id: 'b', state: String(n), updatedAt: n }] });
      writeSync(1, n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    if (text.length > 500) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return Number(text.split('\n').at(-2));
}
