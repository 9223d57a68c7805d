import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { startGateway } from '../../../tests/gateway.ts';

const dist = vi.hoisted(() => ({ folder: '' }));

vi.mock(import('./app-folder.ts'), async (original) => {
  const { tmpdir } = await import('node:os');
  dist.folder = join(mkdtempSync(join(tmpdir(), 'noria-web-')), 'dist');
  const { builtFiles } = await original();
  return { appFolder: dist.folder, builtFiles: () => builtFiles(dist.folder) };
});

afterAll(() => rmSync(dirname(dist.folder), { recursive: true, force: true }));

test('an app that is built while Noria runs is there from then on', async () => {
  await using gateway = await startGateway();
  const before = await gateway.app.inject('/');
  expect([before.statusCode, before.json().error.message]).toEqual([
    404,
    expect.stringMatching(/is not built/),
  ]);
  mkdirSync(join(dist.folder, 'assets'), { recursive: true });
  writeFileSync(join(dist.folder, 'index.html'), '<title>Noria</title>');
  const after = await gateway.app.inject('/');
  expect([after.statusCode, after.body]).toEqual([200, '<title>Noria</title>']);
});
