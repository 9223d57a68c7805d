import { describe, expect, test } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';

const groq = { id: 'groq', keys: ['gsk_k1', 'gsk_k2'], latencyMs: 0, chunkMs: 0 } as const;
const mistral = { id: 'mistral', keys: ['m-1'], latencyMs: 0, chunkMs: 0 } as const;

interface Health {
  readonly status: string;
  readonly active_provider: string | null;
  readonly providers: readonly {
    id: string;
    status: string;
    keys: Record<string, number>;
    success_rate: number | null;
    quotas: Record<string, unknown>[];
  }[];
  readonly [field: string]: unknown;
}

async function health(gateway: TestGateway, headers: Record<string, string> = asClient): Promise<Health> {
  return (await gateway.app.inject({ url: '/api/health', headers })).json<Health>();
}

function chat(gateway: TestGateway) {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload: { messages: [{ role: 'user', content: 'Hello' }] },
  });
}

describe('GET /api/health', () => {
  test('tells strangers one word', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    expect(await health(gateway, {})).toEqual({ status: 'ok' });
    expect(await health(gateway, { authorization: 'Bearer nobody' })).toEqual({ status: 'ok' });
  });

  test('shows the quotas of both accounts before the first use', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const view = await health(gateway, asAdmin);
    expect(view).toMatchObject({
      status: 'ok',
      version: '0.1.0',
      active_provider: 'groq',
      local_fallback: { ready: false, model: null, served_today: 0 },
    });
    expect(view.today).toEqual({
      requests: 0,
      free_requests: 0,
      local_requests: 0,
      failures: 0,
      saved_usd: 0,
    });
    expect(view.providers).toHaveLength(1);
    const [shown] = view.providers;
    expect(shown).toMatchObject({
      id: 'groq',
      status: 'ready',
      keys: { ready: 2, cooling: 0, resting: 0, invalid: 0, disabled: 0 },
      latency_ms: { p50: null, p95: null },
      success_rate: null,
    });
    expect(shown?.quotas).toContainEqual({
      unit: 'requests',
      window: 'day',
      model: 'openai/gpt-oss-120b',
      limit: 2_000,
      used: 0,
      remaining: 2_000,
      resets_at: null,
      source: 'declared',
    });
  });

  test('counts what was used, and when it is back', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    expect((await chat(gateway)).statusCode).toBe(200);
    const [shown] = (await health(gateway)).providers;
    const quota = shown?.quotas.find(
      ({ unit, window, model }) => unit === 'requests' && window === 'day' && model === 'openai/gpt-oss-120b',
    );
    expect(quota).toMatchObject({ limit: 2_000, used: 1, remaining: 1_999 });
    expect(Date.parse(String(quota?.resets_at))).toBeGreaterThan(Date.now());
    expect(shown?.success_rate).toBe(1);
  });

  test('sums limits of noria’s owner over the whole provider', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await gateway.app.inject({
      method: 'PUT',
      url: '/api/providers/groq',
      headers: asAdmin,
      payload: { limits: { requests: { minute: 7 } } },
    });
    const [shown] = (await health(gateway)).providers;
    expect(shown?.quotas).toEqual([
      {
        unit: 'requests',
        window: 'minute',
        limit: 14,
        used: 0,
        remaining: 14,
        resets_at: null,
        source: 'configured',
      },
    ]);
  });

  test('is degraded when one provider’s keys are all refused, down when nothing is left', async () => {
    await using gateway = await startGateway({ providers: [groq, mistral] });
    for (const secret of groq.keys) gateway.fleet.get('groq').revoke(secret);
    expect((await chat(gateway)).headers['x-noria-provider']).toBe('mistral');
    const view = await health(gateway);
    expect(view).toMatchObject({ status: 'degraded', active_provider: 'mistral' });
    expect(view.providers.find(({ id }) => id === 'groq')).toMatchObject({
      status: 'invalid',
      keys: { invalid: 2 },
      quotas: [],
    });
    await gateway.app.inject({
      method: 'PUT',
      url: '/api/providers/mistral',
      headers: asAdmin,
      payload: { enabled: false },
    });
    expect(await health(gateway)).toMatchObject({ status: 'down', active_provider: null });
  });

  test('is down without any provider', async () => {
    await using gateway = await startGateway();
    expect(await health(gateway)).toMatchObject({ status: 'down', active_provider: null, providers: [] });
  });

  test('names the local fallback, which alone is ok', async () => {
    await using gateway = await startGateway({
      providers: [{ id: 'ollama', keys: [], models: ['llama3.1:8b'], latencyMs: 0, chunkMs: 0 }],
    });
    await gateway.context.discovery.start();
    expect((await chat(gateway)).headers).toMatchObject({ 'x-noria-local': 'true' });
    expect(await health(gateway)).toMatchObject({
      status: 'ok',
      active_provider: 'ollama',
      local_fallback: { ready: true, model: 'llama3.1:8b', served_today: 1 },
    });
  });

  test('probes: alive always, ready once requests are taken', async () => {
    await using gateway = await startGateway();
    expect((await gateway.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await gateway.app.inject('/readyz')).statusCode).toBe(200);
    gateway.context.state.ready = false;
    expect((await gateway.app.inject('/readyz')).statusCode).toBe(503);
  });
});
