import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Work } from './work.ts';

const run = promisify(execFile);
const file = fileURLToPath(new URL('count-work.ts', import.meta.url));
const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

let work: Work;
beforeAll(async () => {
  const { stdout } = await run(process.execPath, [...flags, file]);
  work = JSON.parse(stdout) as Work;
}, 60_000);

/** What is counted does not depend on how busy a machine is. Whoever exceeds a bound looks why, then says so in docs/performance.md. */
describe('a routed request', () => {
  test('runs no statement, starts no timer of Node and leaves nothing for the next tick', () => {
    expect(work.request).toMatchObject({ statements: 0, ticks: 0 });
    // The wheel of long times beats once for all.
    expect(work.request.timers).toBeLessThan(0.01);
  });

  test('makes few promises', () => {
    expect(Math.round(work.request.promises)).toBeLessThanOrEqual(8);
  });

  test('allocates little', () => {
    expect(work.request.bytes).toBeLessThan(14_000);
  });
});

describe('a piece of a stream', () => {
  test('costs no promise, no timer, no tick and no statement', () => {
    expect(work.chunk).toMatchObject({ promises: 0, timers: 0, ticks: 0, statements: 0 });
  });

  test('allocates next to nothing', () => {
    expect(work.chunk.bytes).toBeLessThan(300);
  });
});
