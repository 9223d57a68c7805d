import { chmodSync, existsSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startGateway, temporaryFolder, type TestGateway } from '../../../tests/gateway.ts';
import { resetAdmin } from './reset-admin.ts';

const own = { NORIA_ADMIN_TOKEN: '' };
let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function reset(args: string[] = [], { env = {}, input = '' } = {}) {
  const processEnv = { NORIA_DATA: join(folder, 'data'), ...env };
  return resetAdmin(args, { folder, processEnv, terminal: false }, Readable.from([Buffer.from(input)]));
}

function tokenIn(output: string): string {
  return /\/sign-in#token=(noria-admin-[\w-]{32})$/m.exec(output)?.[1] ?? '';
}

async function statusWith(gateway: TestGateway, headers: Record<string, string>): Promise<number> {
  return (await gateway.app.inject({ url: '/api/keys', headers })).statusCode;
}

const bearer = (token: string | null) => ({ authorization: `Bearer ${token ?? ''}` });

async function cookieOf(gateway: TestGateway, token: string): Promise<{ cookie: string }> {
  const answer = await gateway.app.inject({ method: 'POST', url: '/api/session', payload: { token } });
  return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

describe('noria reset-admin', () => {
  test('makes a token that holds from the next start, and ends the former one and its sign-ins', async () => {
    let former = '';
    let cookie = { cookie: '' };
    {
      await using gateway = await startGateway({ folder, env: own });
      former = gateway.context.firstAdminToken ?? '';
      cookie = await cookieOf(gateway, former);
      expect(await statusWith(gateway, cookie)).toBe(200);
    }
    const { exitCode, output, errors } = await reset([], { env: { PORT: '7001' } });
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output).toMatch(/^Sign in: http:\/\/127\.0\.0\.1:7001\/sign-in#token=/);
    expect(output).toContain('It holds from the next start');
    await using gateway = await startGateway({ folder, env: own });
    expect(gateway.context.firstAdminToken).toBeNull();
    expect(await statusWith(gateway, bearer(tokenIn(output)))).toBe(200);
    expect(await statusWith(gateway, bearer(former))).toBe(401);
    expect(await statusWith(gateway, cookie)).toBe(401);
  });

  test('is taken by a Noria that runs, its other processes are told, and whoever is signed in is no more', async () => {
    await using gateway = await startGateway({ folder, env: own });
    const { context } = gateway;
    const former = context.firstAdminToken ?? '';
    const cookie = await cookieOf(gateway, former);
    const told: string[] = [];
    context.clients.observe(() => told.push(context.access.hashes.admin));
    const { output } = await reset();
    expect(output).toContain('The running Noria takes the new one within a second.');
    const token = tokenIn(output);
    await expect.poll(() => statusWith(gateway, bearer(token)), { timeout: 10_000 }).toBe(200);
    expect(await statusWith(gateway, bearer(former))).toBe(401);
    expect(await statusWith(gateway, cookie)).toBe(401);
    await vi.waitFor(() => expect(told).toEqual([context.access.hashes.admin]));
    const again = await cookieOf(gateway, token);
    expect(await statusWith(gateway, again)).toBe(200);
  });

  test('takes a token of yours from standard input, and does not print it', async () => {
    await (await startGateway({ folder, env: own }))[Symbol.asyncDispose]();
    const given = 'a-token-of-my-own-0001';
    const { exitCode, output } = await reset(['--token-stdin'], { input: `${given}\n` });
    expect(exitCode).toBe(0);
    expect(output).not.toContain(given);
    expect(output).toMatch(/^Sign in: http:\/\/127\.0\.0\.1:6674\/sign-in$/m);
    await using gateway = await startGateway({ folder, env: own });
    expect(await statusWith(gateway, bearer(given))).toBe(200);
  });

  test('says where to change a token that stands in NORIA_ADMIN_TOKEN', async () => {
    await (await startGateway({ folder, env: own }))[Symbol.asyncDispose]();
    const outcome = await reset([], { env: { NORIA_ADMIN_TOKEN: 'standing-in-the-environment' } });
    expect(outcome).toMatchObject({
      exitCode: 1,
      output: '',
      errors: expect.stringContaining('Put a new one there'),
    });
    expect(outcome.errors).not.toContain('standing-in');
  });

  test('says so too when only the Noria that runs was given one', async () => {
    {
      await using gateway = await startGateway({ folder });
      expect(gateway.context.firstAdminToken).toBeNull();
      expect(await reset()).toMatchObject({
        exitCode: 1,
        errors: expect.stringContaining(
          'was given its token in NORIA_ADMIN_TOKEN, which this command does not see',
        ),
      });
    }
    // Nobody runs: the next start may be without it.
    expect((await reset()).exitCode).toBe(0);
  });

  test('makes nothing where there is no Noria yet', async () => {
    const outcome = await reset();
    expect(outcome).toMatchObject({ exitCode: 1, errors: expect.stringContaining('There is no Noria in') });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  test('says whose folder it is that another user may not look into', async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'noria.sqlite'), '');
    await reset(['--help']);
    chmodSync(data, 0o000);
    // Root may look into everything.
    const user = process.geteuid?.();
    chmodSync(folder, 0o755);
    if (user === 0) process.seteuid?.('nobody');
    try {
      expect(await reset()).toMatchObject({
        exitCode: 1,
        output: '',
        errors: expect.stringMatching(/cannot be looked into \(EACCES\).*the user that Noria runs as/),
      });
    } finally {
      if (user === 0) process.seteuid?.(0);
      chmodSync(data, 0o700);
    }
  });

  test('says what is wrong with a file that is no table', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(
      join(folder, 'data', 'noria.sqlite'),
      'this is no database, but long enough to be read as one',
    );
    const outcome = await reset();
    expect(outcome).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/cannot be changed \(.*not a database\)/),
    });
  });

  test.each([
    [['--token', 'x'], '', /Unknown option '--token'/],
    [['--token-stdin'], 'my secret', /standard input is no token; allowed: at least 8 characters/],
    [['--token-stdin'], '', /standard input is no token/],
  ])('%j is told from what is allowed', async (args, input, words) => {
    const outcome = await reset(args, { input });
    expect(outcome).toMatchObject({ exitCode: 2, output: '' });
    expect(outcome.errors).toMatch(words);
    expect(outcome.errors).not.toContain('my secret');
  });
});
