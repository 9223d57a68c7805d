import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { startFleet, type Fleet } from '../fleet/fleet.ts';
import type { SimLimit, SimSpec } from '../fleet/sim-spec.ts';
import { groqKey } from './support/gateway.ts';
import { startNoria, type NoriaProcess, type NoriaProcessOptions } from './support/process.ts';

const apiKey = 'sk-noria-acceptance-test';
const adminToken = 'acceptance-admin-token';
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function fleetOf(specs: readonly SimSpec[]): Promise<Fleet> {
  const fleet = await startFleet(specs);
  closing.push(() => fleet.close());
  return fleet;
}

function folderWith(yaml?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'noria-acceptance-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  if (yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), yaml);
  return folder;
}

async function noria(options: NoriaProcessOptions): Promise<NoriaProcess> {
  const env = { NORIA_API_KEY: apiKey, NORIA_ADMIN_TOKEN: adminToken, LOG_LEVEL: 'warn', ...options.env };
  const started = await startNoria({ ...options, env });
  closing.push(() => started.kill('SIGKILL'));
  return started;
}

function ask(
  url: string,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], ...body }),
  });
}

interface Health {
  readonly status: string;
  readonly providers: {
    id: string;
    status: string;
    keys: Record<string, number>;
    quotas: {
      unit: string;
      window: string;
      limit: number;
      used: number;
      remaining: number;
      resets_at: string | null;
      source: string;
    }[];
  }[];
  readonly today: { requests: number; local_requests: number; failures: number };
}

async function health(url: string): Promise<Health> {
  const response = await fetch(`${url}/api/health`, { headers: { authorization: `Bearer ${apiKey}` } });
  return (await response.json()) as Health;
}

const perAccount = (amount: number, window: SimLimit['window']): SimLimit => ({
  unit: 'requests',
  amount,
  window,
  per: 'account',
});
const utcDay = { kind: 'fixed', ms: 86_400_000, calendar: 'day', zone: 'UTC' } as const;

describe('a newcomer', () => {
  it('with no key gets 503 no_provider that names the page; the page is there', async () => {
    const { url, output } = await noria({ folder: folderWith(), env: {} });
    const response = await ask(url);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      error: { code: 'no_provider', message: expect.stringContaining(`${url}/settings`) },
    });
    expect((await fetch(`${url}/settings`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(output()).toContain(`Noria is ready at ${url}`);
  });

  it('with an Ollama on the machine gets its answer, marked local', async () => {
    const fleet = await fleetOf([{ id: 'ollama', keys: [], answer: 'from this machine' }]);
    const { url } = await noria({ folder: folderWith(), env: fleet.env() });
    const response = await ask(url);
    expect(response.headers.get('x-noria-local')).toBe('true');
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'from this machine' } }] });
  });

  it('with one key in the environment gets an answer through the official SDK, streamed and not', async () => {
    const fleet = await fleetOf([{ id: 'groq', keys: [groqKey(1)], answer: 'The river never stops.' }]);
    const { url } = await noria({
      folder: folderWith(),
      env: { ...fleet.env(), GROQ_API_KEYS: '', GROQ_API_KEY: groqKey(1) },
    });
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'hello' }];
    const whole = await client.chat.completions.create({ model: 'auto', messages });
    expect(whole.choices[0]?.message.content).toBe('The river never stops.');
    let text = '';
    const stream = await client.chat.completions.create({ model: 'gpt-oss-120b', messages, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('The river never stops.');
  });

  it('is told on the first start how to get in, once, and all is kept for the second', async () => {
    const folder = folderWith();
    const first = await startNoria({ folder, env: {} });
    const key = /sk-noria-[\w-]+/.exec(first.output())?.[0] ?? '';
    expect(first.output()).toMatch(/Sign in:\s+\S*noria-admin-/);
    await first.kill('SIGTERM');
    const second = await startNoria({ folder, env: {} });
    closing.push(() => second.kill('SIGKILL'));
    expect(second.output()).not.toContain('sk-noria-');
    const models = await fetch(`${second.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect(models.status).toBe(200);
  });

  it('who sets something wrong is told everything at once, in words', async () => {
    const failed = startNoria({
      folder: folderWith('providers: { grok: { limits: {} } }'),
      env: { PORT: 'abc', LOG_LEVEL: 'loud' },
    });
    await expect(failed).rejects.toThrow(
      /3 settings[\s\S]*PORT is "abc"[\s\S]*grok[\s\S]*LOG_LEVEL is "loud"/,
    );
  });
});

describe('the cascade', () => {
  it('spends Groq, Mistral, Gemini and OpenRouter in exactly that order, wastes no call, and ends at Ollama', async () => {
    const small = (amount: number): { limits: SimLimit[]; models: string[] } => ({
      limits: [perAccount(amount, utcDay)],
      models: ['*'],
    });
    const fleet = await fleetOf([
      { id: 'groq', keys: [groqKey(1)], ...small(3) },
      { id: 'mistral', keys: ['m'.repeat(32)], ...small(2) },
      { id: 'gemini', keys: [`AIza${'g'.repeat(35)}`], ...small(2) },
      { id: 'openrouter', keys: [`sk-or-v1-${'0'.repeat(64)}`], ...small(2) },
      { id: 'ollama', keys: [] },
    ]);
    const yaml = ['groq: 3', 'mistral: 2', 'gemini: 2', 'openrouter: 2']
      .map((line) => line.split(': '))
      .map(
        ([id, day]) =>
          `  ${id}: { limits: { requests: { day: ${day} } }, windows: { day: { kind: fixed, zone: UTC } } }`,
      )
      .join('\n');
    const { url } = await noria({ folder: folderWith(`providers:\n${yaml}\n`), env: fleet.env() });
    const served: (string | null)[] = [];
    for (let call = 0; call < 11; call += 1) served.push((await ask(url)).headers.get('x-noria-provider'));
    expect(served).toEqual([
      'groq',
      'groq',
      'groq',
      'mistral',
      'mistral',
      'gemini',
      'gemini',
      'openrouter',
      'openrouter',
      'ollama',
      'ollama',
    ]);
    for (const id of ['groq', 'mistral', 'gemini', 'openrouter']) {
      const sim = fleet.get(id);
      expect(sim.count({ status: 200 })).toBe(sim.count());
    }
    const report = await health(url);
    const midnight = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000).toISOString();
    for (const [id, limit] of [
      ['groq', 3],
      ['mistral', 2],
      ['gemini', 2],
      ['openrouter', 2],
    ] as const) {
      const quotas = report.providers.find((provider) => provider.id === id)?.quotas ?? [];
      expect(quotas.find(({ unit, window }) => unit === 'requests' && window === 'day')).toMatchObject({
        limit,
        used: limit,
        remaining: 0,
        source: 'configured',
        resets_at: midnight,
      });
    }
    expect(report.today).toMatchObject({ requests: 11, local_requests: 2, failures: 0 });
  });
});

describe('a crash', () => {
  it('kill -9 at full load leaves no counter below what the provider saw, and forgets no revoked key', async () => {
    const keys = [1, 2, 3, 4, 5].map((index) => ({ secret: groqKey(index), account: `acc${index}` }));
    const fleet = await fleetOf([
      {
        id: 'groq',
        keys,
        limits: [perAccount(5_000, { kind: 'refill', ms: 86_400_000 })],
        models: ['*'],
        latencyMs: 2,
      },
    ]);
    const sim = fleet.get('groq');
    const folder = folderWith('providers: { groq: { limits: { requests: { day: 5000 } } } }');
    sim.revoke(groqKey(5));
    for (let round = 0; round < 3; round += 1) {
      const server = await noria({ folder, env: fleet.env() });
      let running = true;
      const clients = Array.from({ length: 24 }, async () => {
        while (running)
          await ask(server.url)
            .then((response) => response.arrayBuffer())
            .catch(() => (running = false));
      });
      await sleep(400 + round * 150);
      await server.kill('SIGKILL');
      running = false;
      await Promise.all(clients);
    }
    const seen = keys.slice(0, 4).reduce((sum, { secret }) => sum + sim.count({ key: secret }), 0);
    expect(seen).toBeGreaterThan(100);
    // At most the calls that were on their way when the first refusal came; none in the lives after it.
    expect(sim.count({ key: groqKey(5) })).toBeLessThanOrEqual(24);
    const refusedInTheFirst = sim.count({ key: groqKey(5) });
    const after = await noria({ folder, env: fleet.env() });
    const groq = (await health(after.url)).providers.find(({ id }) => id === 'groq');
    const day = groq?.quotas.find(({ window }) => window === 'day');
    // A day's bucket of 5,000 refills 3.5 a minute: what came back since the first call is under one a key and second.
    expect(day?.used).toBeGreaterThanOrEqual(seen - 5);
    expect(day?.used).toBeLessThanOrEqual(seen + 4 * 250 * 3);
    expect(groq?.keys).toMatchObject({ invalid: 1 });
    await ask(after.url);
    expect(sim.count({ key: groqKey(5) })).toBe(refusedInTheFirst);
  }, 40_000);
});

describe('size', () => {
  it('10,000 keys load, list and rotate', async () => {
    const secrets = Array.from({ length: 10_000 }, (_, index) => groqKey(index));
    const fleet = await fleetOf([
      { id: 'groq', keys: secrets.map((secret, index) => ({ secret, account: `a${index}` })), models: ['*'] },
    ]);
    const folder = folderWith();
    // Too long for an environment: a process's arguments and variables have a bound.
    writeFileSync(join(folder, '.env'), `GROQ_API_KEYS=${secrets.join(',')}\n`);
    const { url, readyMs } = await noria({
      folder,
      env: { GROQ_BASE_URL: fleet.get('groq').baseUrl, LOG_LEVEL: 'error' },
    });
    expect(readyMs).toBeLessThan(10_000);
    const listed = (await (
      await fetch(`${url}/api/keys`, { headers: { authorization: `Bearer ${adminToken}` } })
    ).json()) as { keys: unknown[] };
    expect(listed.keys).toHaveLength(10_000);
    const masks = new Set<string | null>();
    for (let call = 0; call < 30; call += 1) masks.add((await ask(url)).headers.get('x-noria-key'));
    expect(fleet.get('groq').count({ status: 200 })).toBe(30);
    expect(new Set(fleet.get('groq').calls.map(({ key }) => key)).size).toBe(30);
  }, 40_000);

  it('a body beyond 10 MB is refused before memory is spent on it', async () => {
    const { url, pid } = await noria({ folder: folderWith(), env: {} });
    const before = rssOf(pid);
    for (let call = 0; call < 5; call += 1) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: Buffer.alloc(40 * 1024 * 1024, 32),
      }).catch(() => null);
      if (response !== null) expect(response.status).toBe(413);
    }
    expect(rssOf(pid) - before).toBeLessThan(40);
  });
});

/** MB of memory that a process holds. */
function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
