import { describe, expect, it } from 'vitest';
import { startFleet } from '../fleet.ts';
import type { SimLimit } from '../sim-spec.ts';
import { chat, until } from '../testing.ts';

const t0 = Date.parse('2026-11-21T10:00:20.000Z');
const perMinute = (amount: number, per: SimLimit['per'], extra: Partial<SimLimit> = {}): SimLimit => ({
  unit: 'requests',
  amount,
  window: { kind: 'fixed', ms: 60_000, calendar: 'minute' },
  per,
  ...extra,
});

describe('who owns a counter', () => {
  it('two keys of one account share it, a third has its own', async () => {
    await using fleet = await startFleet([
      {
        id: 'groq',
        keys: [{ secret: 'a1', account: 'A' }, { secret: 'a2', account: 'A' }, 'b1'],
        limits: [perMinute(2, 'account')],
      },
    ]);
    const groq = fleet.get('groq');
    const model = 'openai/gpt-oss-20b';
    const statuses: number[] = [];
    for (const key of ['a1', 'a2', 'a1', 'b1']) statuses.push((await chat(groq, model, { key })).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
    expect([groq.used(0, 'A'), groq.used(0, 'b1')]).toEqual([2, 1]);
    expect([groq.count({ key: 'a1' }), groq.count({ status: 429 }), groq.count({ model })]).toEqual([
      2, 1, 4,
    ]);
  });

  it('limits per model, per key and per address count apart', async () => {
    await using fleet = await startFleet([
      {
        id: 'x',
        keys: [
          { secret: 'k1', account: 'A' },
          { secret: 'k2', account: 'A' },
        ],
        models: ['*'],
        limits: [
          perMinute(9, 'account_model'),
          perMinute(9, 'key'),
          perMinute(9, 'ip'),
          perMinute(9, 'account', { models: ['m*'] }),
        ],
      },
    ]);
    const x = fleet.get('x');
    await chat(x, 'm1');
    await chat(x, 'm2', { key: 'k2' });
    await chat(x, 'n');
    expect([
      x.used(0, 'A|m1'),
      x.used(0, 'A|n'),
      x.used(1, 'k1'),
      x.used(2, '127.0.0.1'),
      x.used(3, 'A'),
    ]).toEqual([1, 1, 2, 0, 2]);
  });
});

describe('what is counted', () => {
  it('all or nothing: a call that one limit refuses takes from none', async () => {
    const tight: SimLimit = { ...perMinute(1, 'account'), window: { kind: 'rolling', ms: 86_400_000 } };
    await using fleet = await startFleet([
      { id: 'x', keys: ['k1'], models: ['m'], limits: [perMinute(5, 'account'), tight] },
    ]);
    const x = fleet.get('x');
    await chat(x, 'm');
    expect((await chat(x, 'm')).status).toBe(429);
    expect(x.used(0, 'k1')).toBe(1);
    expect(x.calls.at(-1)?.refusedBy).toBe('requests/86400000');
  });

  it('a 429 counts where the provider counts it', async () => {
    await using fleet = await startFleet(
      [{ id: 'x', keys: ['k1'], models: ['m'], limits: [perMinute(1, 'account', { counts429: true })] }],
      {
        clock: () => t0,
      },
    );
    for (let call = 0; call < 3; call += 1) await chat(fleet.get('x'), 'm');
    expect(fleet.get('x').used(0, 'k1')).toBe(3);
  });

  it('tokens are reserved with max_tokens and settled by what was used', async () => {
    const tokens: SimLimit = { ...perMinute(1_000, 'account'), unit: 'tokens' };
    await using fleet = await startFleet(
      [{ id: 'x', keys: ['k1'], models: ['m'], limits: [tokens], answer: 'y'.repeat(40) }],
      { clock: () => t0 },
    );
    const x = fleet.get('x');
    expect((await chat(x, 'm', { body: { max_tokens: 999 } })).status).toBe(429);
    expect((await chat(x, 'm', { body: { max_tokens: 900 } })).status).toBe(200);
    expect(x.used(0, 'k1')).toBe(12);
    expect(x.calls.at(-1)).toMatchObject({ promptTokens: 2, completionTokens: 10 });
  });

  it('calls in flight are given back when they end, and when the client leaves', async () => {
    const limits: SimLimit[] = [
      { unit: 'concurrent', amount: 1, window: { kind: 'in_flight', ms: 0 }, per: 'account' },
    ];
    await using fleet = await startFleet([{ id: 'x', keys: ['k1'], models: ['m'], limits }]);
    const x = fleet.get('x');
    x.script('hang');
    const leave = new AbortController();
    const hanging = chat(x, 'm', { signal: leave.signal });
    await until(() => x.used(0, 'k1') === 1);
    expect((await chat(x, 'm')).status).toBe(429);
    leave.abort();
    await expect(hanging).rejects.toThrow('abort');
    await until(() => x.used(0, 'k1') === 0);
    expect((await chat(x, 'm')).status).toBe(200);
    expect(x.used(0, 'k1')).toBe(0);
  });
});

describe('the record', () => {
  it('keeps the newest bodies and calls, and still knows how many there were', async () => {
    await using fleet = await startFleet([
      { id: 'x', keys: ['k1'], models: ['m'], limits: [], keepBodies: 2, keepCalls: 10 },
    ]);
    const x = fleet.get('x');
    for (let call = 0; call < 40; call += 1) await chat(x, 'm');
    expect(x.calls.length).toBeLessThan(30);
    expect(x.calls.filter((call) => call.body !== null)).toHaveLength(2);
    expect(x.count({ status: 200 })).toBe(40);
  });

  it('tells the prompt, the stream and the time of the clock', async () => {
    await using fleet = await startFleet([{ id: 'x', keys: ['k1'], models: ['m'] }], { clock: () => t0 });
    await chat(fleet.get('x'), 'm', { stream: true, body: { temperature: 0.5 } });
    await until(() => fleet.get('x').calls[0]?.endedAt === t0);
    expect(fleet.get('x').calls[0]).toMatchObject({
      at: t0,
      account: 'k1',
      path: '/v1/chat/completions',
      stream: true,
      body: { temperature: 0.5 },
    });
  });
});

describe('the fleet', () => {
  it('gives base URLs and keys for an environment, and closes what is open', async () => {
    const fleet = await startFleet([
      { id: 'groq', keys: ['gsk_a', 'gsk_b'] },
      { id: 'my-vllm', keys: ['v'] },
      { id: 'ollama', keys: [] },
      { id: 'hf_space', keys: [] },
    ]);
    const env = fleet.env();
    expect(Object.keys(env)).toEqual([
      'GROQ_BASE_URL',
      'GROQ_API_KEYS',
      'MY_VLLM_BASE_URL',
      'MY_VLLM_API_KEYS',
      'OLLAMA_BASE_URL',
      'HUGGINGFACE_SPACE_URL',
    ]);
    expect(env['GROQ_BASE_URL']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/openai\/v1$/);
    expect(env['GROQ_API_KEYS']).toBe('gsk_a,gsk_b');
    const groq = fleet.get('groq');
    groq.script('hang');
    const hanging = chat(groq, 'openai/gpt-oss-20b', { key: 'gsk_a' });
    await until(() => groq.openConnections() === 1);
    await Promise.all([expect(hanging).rejects.toThrow('fetch failed'), fleet.close()]);
    expect(() => fleet.get('nobody')).toThrow('nobody');
  });

  it('refuses two providers of one name', async () => {
    await expect(
      startFleet([
        { id: 'x', keys: [] },
        { id: 'x', keys: [] },
      ]),
    ).rejects.toThrow('two simulated');
  });
});

describe('a local server', () => {
  it('runs one call at a time and loads a model on its first call', async () => {
    await using fleet = await startFleet([{ id: 'ollama', keys: [], coldStartMs: 30, latencyMs: 5 }]);
    const ollama = fleet.get('ollama');
    const ask = (): Promise<unknown> => chat(ollama, 'qwen3:4b', { key: '', path: '/v1/chat/completions' });
    const startAt = performance.now();
    await ask();
    expect(performance.now() - startAt).toBeGreaterThan(28);
    const warmAt = performance.now();
    await Promise.all([ask(), ask(), ask()]);
    expect(performance.now() - warmAt).toBeGreaterThan(13);
  });

  it('takes no notice of a key', async () => {
    await using fleet = await startFleet([{ id: 'ollama', keys: [] }]);
    const seen = await chat(fleet.get('ollama'), 'qwen3:4b', { key: 'ollama', path: '/v1/chat/completions' });
    expect(seen.status).toBe(200);
  });

  it('with keys it is the cloud and wants one', async () => {
    await using fleet = await startFleet([{ id: 'ollama', keys: ['k1'] }]);
    const path = '/v1/chat/completions';
    expect((await chat(fleet.get('ollama'), 'qwen3:4b', { key: '', path })).status).toBe(401);
    expect((await chat(fleet.get('ollama'), 'qwen3:4b', { path })).status).toBe(200);
  });
});
