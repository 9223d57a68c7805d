import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBatchWriter } from './batch-writer.ts';

let folder = '';
let file = '';
let fd = 0;
beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'noria-batch-'));
  file = join(folder, 'log');
  fd = openSync(file, 'w');
});
afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true, force: true });
});

test('every line comes once, whole and in order, whatever its length and alphabet', async () => {
  const writer = createBatchWriter(fd);
  const lines = Array.from({ length: 4_000 }, (_, index) => {
    const text = ['plain', 'žluť → 🦜', 'x'.repeat(index % 900)][index % 3] ?? '';
    return `${index} ${index % 1_000 === 7 ? 'long'.repeat(40_000) : text}\n`;
  });
  for (const [index, line] of lines.entries()) {
    writer.write(line);
    if (index % 500 === 0) await wait(30);
  }
  while (readFileSync(file, 'utf8').length < lines.join('').length) await wait(20);
  expect(readFileSync(file, 'utf8') === lines.join('')).toBe(true);
});

test('what waits is written at the end, at once', () => {
  const writer = createBatchWriter(fd);
  writer.write('one → \n');
  writer.write('two\n');
  writer.flush();
  expect(readFileSync(file, 'utf8')).toBe('one → \ntwo\n');
});
