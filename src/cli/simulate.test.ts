import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asAdmin, startGateway, temporaryFolder } from '../../tests/gateway.ts';
import type { DayResult } from '../simulate/day-result.ts';
import { renderDay } from './render-day.ts';
import { simulate, type CommandOutcome } from './simulate.ts';

/** The command on a machine with this environment and nothing else. */
function run(line: string, env: Readonly<Record<string, string>> = {}): Promise<CommandOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'noria-simulate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const args = line.split(' ').filter((part) => part !== '');
  return simulate(args, {
    folder,
    processEnv: { NORIA_DATA: join(folder, 'data'), ...env },
    terminal: false,
  });
}

describe('noria simulate', () => {
  test('prints a table, a curve and what it comes to, within 80 columns', async () => {
    const { exitCode, output, errors } = await run(
      '--rate 60/hour --keys groq=1,openrouter=2 --local --hours 6',
    );
    expect([exitCode, errors]).toEqual([0, '']);
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(output).toMatch(/^6 hours of 60\/hour from \d{4}-\d\d-\d\d 00:00 UTC, shape day, seed 1$/m);
    expect(output).toMatch(/^ {2}openrouter {2,}2 {2,}2 /m);
    expect(output).toMatch(/^ {2}05:00 .*█/m);
    expect(output).toMatch(/^Harvest \d/m);
    expect(output).toMatch(/^Failures 0, local 0\.0 %, wasted calls 0, saved \$\d+\.\d\d$/m);
    expect(output).toMatch(/^\d+ requests lived in \d+\.\d s$/m);
  });

  test('prints the same as JSON', async () => {
    const { output } = await run(
      '--rate 60/hour --keys openrouter --hours 2 --json --seed 4 --start 2026-11-21',
    );
    const day = JSON.parse(output) as DayResult;
    expect(day).toMatchObject({
      from: '2026-11-21T00:00:00.000Z',
      hours: 2,
      seed: 4,
      harvest: expect.any(Number),
    });
    expect(day.providers.openrouter).toMatchObject({ keys: 1, accounts: 1, allowed: 50 });
  });

  test('takes the keys of this machine: of its environment, and those that were added while it ran', async () => {
    const folder = temporaryFolder();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const env = { GROQ_API_KEYS: 'gsk_one,gsk_two' };
    const gateway = await startGateway({ folder, env });
    const added = [
      { provider: 'openrouter', secret: 'sk-or-v1-a', account: 'mine' },
      { provider: 'openrouter', secret: 'sk-or-v1-b', account: 'mine' },
      { provider: 'cohere', secret: 'of-nobody-else' },
    ];
    for (const payload of added) {
      const url = '/api/keys';
      expect((await gateway.app.inject({ method: 'POST', url, headers: asAdmin, payload })).statusCode).toBe(
        201,
      );
    }
    // The gateway is still running.
    const line = '--rate 20/hour --hours 1 --json';
    const processEnv = { NORIA_DATA: join(folder, 'data'), ...env, COHERE_API_KEY: 'of-nobody-else' };
    const { output } = await simulate(line.split(' '), { folder, processEnv, terminal: false });
    await gateway[Symbol.asyncDispose]();
    const { providers } = JSON.parse(output) as DayResult;
    const counts = Object.entries(providers).map(([id, { keys, accounts }]) => [id, keys, accounts]);
    expect(counts).toEqual([
      ['groq', 2, 2],
      ['openrouter', 2, 1],
      ['cohere', 1, 1],
    ]);
  });

  test.each([
    ['', /--rate is missing; allowed: a number of requests a day/],
    ['--rate often --keys groq', /--rate is "often"; allowed: .*20000\/day/],
    ['--rate 5/min --keys grok=1', /no provider "grok".*Known: groq, mistral, gemini.*Did you mean "groq"/],
    ['--rate 5/min --keys groq=x', /--keys is "groq=x"; allowed: provider=number/],
    ['--rate 5/min --keys groq,groq', /each once/],
    ['--rate 5/min --keys groq=0', /from 1 to 200/],
    ['--rate 5/min --keys groq --shape wavy', /--shape is "wavy"; allowed: flat, day, burst, rush/],
    ['--rate 5/min --keys groq --hours x', /--hours is "x"; allowed: hours/],
    ['--rate 5/min --keys groq --hours 1000', /up to 744/],
    ['--rate 5/min --keys groq --seed -1', /--seed/],
    ['--rate 5/min --keys groq --start yesterday', /--start is "yesterday"; allowed: a date/],
    ['--rate 5/min --keys groq --local-at-once 0', /--local-at-once is "0"; allowed: a whole number from 1/],
    ['--rate 5/min --keys groq --fast', /Unknown option '--fast'/],
    ['--rate 5/min --keys groq now', /Unexpected argument 'now'/],
    ['--rate 5/min', /no key on this machine/],
  ])('%j is refused in words, with nothing half printed', async (line, words) => {
    const { exitCode, output, errors } = await run(line);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toMatch(words);
    expect(errors).not.toContain('    at ');
  });

  test('a configuration that is wrong is told as one', async () => {
    const { exitCode, errors } = await run('--rate 5/min --keys groq', { PORT: 'x' });
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/PORT/);
  });
});

test('a curve of many days is told day by day', () => {
  const curve = Array.from({ length: 31 * 24 }, (_, hour) => ({
    at: new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
    requests: 4,
    cloud: 2,
    local: 1,
    failures: 1,
  }));
  const day = {
    from: '2026-10-01T00:00:00.000Z',
    hours: 744,
    seed: 1,
    requests: 2_976,
    served: 2_232,
    failures: 744,
    failure_codes: { pool_exhausted: 744 },
    first_failure_at: '2026-10-01T00:00:00.000Z',
    local_requests: 744,
    first_local_at: '2026-10-01T00:00:00.000Z',
    local_share: 1 / 3,
    wasted_calls: 0,
    calls_per_success: 1,
    harvest: null,
    harvest_requests: null,
    harvest_tokens: null,
    saved_usd: 0,
    providers: {},
    curve,
  };
  const text = renderDay(day, { rate: '96/day', shape: 'flat', tookMs: 1_000 });
  expect(text.split('\n').filter((line) => /^ {2}10-\d\d/.test(line))).toHaveLength(31);
  expect(text).toContain('  10-31       96 ██████████████████████████████░░░░░░░░░░░░░░░×××××××××××××××');
  expect(text).toContain('Failures 744 (pool_exhausted 744), local 33.3 %');
});
