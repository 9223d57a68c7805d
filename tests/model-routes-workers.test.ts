import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  asAdmin,
  send,
  startTestCrew,
  steadyAgent,
  workerPids,
  type Reply,
  type TestCrew,
} from './support/crew.ts';
import { groqKey } from './support/gateway.ts';

const workers = 2;
/** Connections that stay, several on each worker. */
const clients = 6;

function admin(url: string, method: string, path: string, body?: object): Promise<Reply> {
  return send(`${url}${path}`, {
    method,
    headers: { ...asAdmin, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Who serves each of several clients, whatever worker has them. */
async function servers(url: string, model: string): Promise<unknown[]> {
  const agents = Array.from({ length: clients }, steadyAgent);
  const replies = await Promise.all(agents.map((agent) => ask(url, { model }, agent)));
  for (const agent of agents) agent.destroy();
  return replies.map(({ status, headers }) => (status === 200 ? headers['x-noria-provider'] : status));
}

const all = (server: unknown): unknown[] => Array.from({ length: clients }, () => server);

/** All workers die; resolves when others are in their place and answer. */
async function renewWorkers(url: string): Promise<void> {
  const before = workerPids();
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => workerPids().filter((pid) => !before.includes(pid)).length, { timeout: 15_000 })
    .toBe(workers);
  await expect
    .poll(() => servers(url, 'auto').catch(() => []), { timeout: 15_000 })
    .toSatisfy((found: unknown[]) => found.length > 0 && found.every((one) => typeof one === 'string'));
}

describe('routes over several processes', () => {
  let crew: TestCrew;

  beforeAll(async () => {
    crew = await startTestCrew({
      workers,
      specs: [
        { id: 'groq', keys: [groqKey(1)], limits: [], latencyMs: 5 },
        { id: 'mistral', keys: ['m'.repeat(32)], limits: [], latencyMs: 5 },
      ],
    });
  }, 20_000);
  afterAll(() => crew[Symbol.asyncDispose]());

  it('hold on every worker from the answer on, and are taken back so', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const server of ['mistral', 'groq']) {
        const changed = await admin(crew.url, 'PUT', '/api/routes', {
          routes: [
            { name: 'auto', steps: [server] },
            { name: 'mine', steps: [server] },
          ],
        });
        expect(changed.status).toBe(200);
        expect(await servers(crew.url, 'auto:mine')).toEqual(all(server));
        expect(await servers(crew.url, 'auto')).toEqual(all(server));
      }
      expect((await admin(crew.url, 'DELETE', '/api/routes/mine')).status).toBe(200);
      expect(await servers(crew.url, 'auto:mine')).toEqual(all(404));
    }
  });

  it('a new worker in the place of one that died has them', async () => {
    await admin(crew.url, 'PUT', '/api/routes', { routes: [{ name: 'auto', steps: ['mistral'] }] });
    await renewWorkers(crew.url);
    expect(await servers(crew.url, 'auto')).toEqual(all('mistral'));
  }, 40_000);

  it('are tested where they are kept', async () => {
    const { status, text } = await admin(crew.url, 'POST', '/api/routes/auto/test');
    expect([status, JSON.parse(text)]).toMatchObject([200, { ok: true, attempts: 1 }]);
  });
});

describe('a simulated provider over several processes', () => {
  let crew: TestCrew;

  beforeAll(async () => {
    crew = await startTestCrew({
      workers,
      specs: [{ id: 'groq', keys: [groqKey(1)], limits: [], latencyMs: 5 }],
      env: { GROQ_API_KEYS: '' },
    });
  }, 20_000);
  afterAll(() => crew[Symbol.asyncDispose]());

  it('serves on every worker from the answer on, and on those that come later; a key ends it on all', async () => {
    expect(await servers(crew.url, 'auto')).toEqual(all(503));
    const started = await admin(crew.url, 'POST', '/api/demo');
    expect([started.status, started.text]).toEqual([200, expect.stringContaining('"provider":"demo"')]);
    expect(await servers(crew.url, 'auto')).toEqual(all('demo'));
    const streamed = await ask(crew.url, { stream: true });
    expect(streamed.text).toContain('simulated');
    await renewWorkers(crew.url);
    expect(await servers(crew.url, 'auto')).toEqual(all('demo'));
    const added = await admin(crew.url, 'POST', '/api/keys', { provider: 'groq', secret: groqKey(1) });
    expect(added.status).toBe(201);
    expect((await admin(crew.url, 'GET', '/api/demo')).text).toContain('"running":false');
    await expect.poll(() => servers(crew.url, 'auto'), { timeout: 2_000 }).toEqual(all('groq'));
    expect(await servers(crew.url, 'demo/simulation')).toEqual(all(404));
  }, 40_000);
});
