import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { admin, askAs, askManyAs, errorOf, makeClient, served, showClient } from './support/client-keys.ts';
import { clientKey, startTestCrew, workerPids, type TestCrew } from './support/crew.ts';
import { groqKey } from './support/gateway.ts';

const workers = 2;
/** Enough that each of the workers, who take connections in turn, has its share. */
const rounds = 6;
let crew: TestCrew;

beforeAll(async () => {
  crew = await startTestCrew({
    workers,
    specs: [
      { id: 'groq', keys: [groqKey(1)], limits: [], models: ['openai/gpt-oss-120b'], latencyMs: 5 },
      { id: 'mistral', keys: ['m'.repeat(32)], limits: [], latencyMs: 5 },
    ],
    yaml: `
providers:
  groq: { models: [openai/gpt-oss-120b], limits: {} }
  mistral: { models: [mistral-medium-latest], limits: {} }
routes:
  auto: { strategy: cascade, steps: [groq, mistral] }
`,
    env: { NORIA_MAX_WAIT_MS: '0' },
  });
}, 20_000);

afterAll(() => crew[Symbol.asyncDispose]());

async function statuses(key: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (let call = 0; call < rounds; call += 1) found.push((await askAs(crew.url, key)).status);
  return found;
}

const all = (status: number): readonly number[] => Array.from({ length: rounds }, () => status);

/** Holds on every worker within a second. */
function soon(key: string, status: number): Promise<void> {
  return withinASecond(() => statuses(key), all(status));
}

/** What is seen by a look that began within a second; on a busy machine the look itself may take longer. */
async function withinASecond<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  const from = performance.now();
  let begunAt = from;
  let seen = await look();
  while (!isDeepStrictEqual(seen, wanted) && begunAt - from < 1_000) {
    begunAt = performance.now();
    seen = await look();
  }
  expect(seen).toEqual(wanted);
}

describe('a client key over several processes', () => {
  it('opens every worker as soon as it is made', async () => {
    const { id, key } = await makeClient(crew.url);
    await soon(key, 200);
    // What workers have served is told a moment later.
    await expect
      .poll(async () => (await showClient(crew.url, id)).usage.today.requests, { timeout: 2_000 })
      .toBeGreaterThanOrEqual(rounds);
    expect((await showClient(crew.url, id)).last_used_at).not.toBeNull();
  });

  test.each([
    ['deleted', 'DELETE', undefined, 'The key is not known here.'],
    ['switched off', 'PATCH', { enabled: false }, 'The key is switched off.'],
  ] as const)('%s: it stops on every worker at once', async (_how, method, body, words) => {
    const { id, key } = await makeClient(crew.url);
    await soon(key, 200);
    expect((await admin(crew.url, method, `/${id}`, body)).status).toBe(200);
    await soon(key, 401);
    expect(errorOf(await askAs(crew.url, key)).message).toContain(words);
  });

  it('expires on every worker, with nobody’s doing', async () => {
    const { id, key } = await makeClient(crew.url);
    await soon(key, 200);
    const expiresAt = Date.now() + 2_000;
    await admin(crew.url, 'PATCH', `/${id}`, { expires_at: new Date(expiresAt).toISOString() });
    expect((await askAs(crew.url, key)).status).toBe(200);
    await expect.poll(() => Date.now(), { timeout: 3_000 }).toBeGreaterThan(expiresAt);
    expect(await statuses(key)).toEqual(all(401));
    expect(errorOf(await askAs(crew.url, key)).message).toContain('The key has expired.');
  });

  it('NORIA_API_KEY as well', async () => {
    await soon(clientKey, 200);
    await admin(crew.url, 'PATCH', '/cli_environment', { enabled: false });
    await soon(clientKey, 401);
    await admin(crew.url, 'PATCH', '/cli_environment', { enabled: true });
    await soon(clientKey, 200);
  });
});

describe('what only one place can decide', () => {
  it('a limit is one count over all workers', async () => {
    const { id, key } = await makeClient(crew.url, { limits: { requests_per_minute: 9 } });
    const replies = await askManyAs(crew.url, key, 40);
    expect(served(replies)).toBe(9);
    const refused = replies.find(({ status }) => status !== 200);
    expect(refused && [refused.status, errorOf(refused).code]).toEqual([429, 'pool_exhausted']);
    expect((await showClient(crew.url, id)).usage.today).toMatchObject({ requests: 9, failures: 0 });
  });

  it('a limit that comes later holds within a second, and one that goes frees', async () => {
    const { id, key } = await makeClient(crew.url);
    await soon(key, 200);
    await admin(crew.url, 'PATCH', `/${id}`, { limits: { requests_per_minute: 2 } });
    await withinASecond(async () => served(await askManyAs(crew.url, key, 8)), 0);
    await admin(crew.url, 'PATCH', `/${id}`, { limits: null });
    await soon(key, 200);
  });

  it('allowed routes hold on every worker', async () => {
    const { key } = await makeClient(crew.url, { routes: ['groq/*'] });
    for (let call = 0; call < rounds; call += 1) {
      const refused = await askAs(crew.url, key);
      expect([refused.status, errorOf(refused).code]).toEqual([403, 'forbidden']);
      expect((await askAs(crew.url, key, { model: 'groq/openai/gpt-oss-120b' })).status).toBe(200);
    }
  });

  it('a session stays on its model whichever worker is asked', async () => {
    const { key } = await makeClient(crew.url);
    const [groq, session] = [crew.fleet.get('groq'), { 'x-noria-session': 'talk' }];
    groq.script('server_error');
    const providers: unknown[] = [];
    for (let call = 0; call < rounds; call += 1)
      providers.push((await askAs(crew.url, key, {}, session)).headers['x-noria-provider']);
    expect(providers).toEqual(Array.from({ length: rounds }, () => 'mistral'));
    expect((await askAs(crew.url, key)).headers['x-noria-provider']).toBe('groq');
  });

  it('a new worker in the place of one that died knows who may come in now', async () => {
    // This one was there when the first workers began.
    await admin(crew.url, 'PATCH', '/cli_environment', { enabled: false });
    const free = await makeClient(crew.url);
    const bound = await makeClient(crew.url, { limits: { requests_per_minute: 3 } });
    const before = workerPids();
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => workerPids().filter((pid) => !before.includes(pid)).length, { timeout: 15_000 })
      .toBe(workers);
    await expect
      .poll(
        () =>
          askAs(crew.url, free.key).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(200);
    expect(await statuses(clientKey)).toEqual(all(401));
    expect(served(await askManyAs(crew.url, bound.key, 12))).toBe(3);
    await admin(crew.url, 'PATCH', '/cli_environment', { enabled: true });
    await soon(clientKey, 200);
  });
});

it('no worker writes a client’s key into its log', async () => {
  const { key } = await makeClient(crew.url);
  await askAs(crew.url, key, { model: key });
  await askAs(crew.url, key);
  expect(crew.log()).not.toContain(key);
});
