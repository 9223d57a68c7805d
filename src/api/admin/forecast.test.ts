import { describe, expect, test } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';

interface Forecast {
  readonly since: string;
  readonly providers: readonly ({
    readonly id: string;
    readonly quotas: readonly Record<string, unknown>[];
  } & Record<string, unknown>)[];
}

const openrouter = {
  id: 'openrouter',
  keys: ['sk-or-v1-one', 'sk-or-v1-two'],
  latencyMs: 0,
  chunkMs: 0,
} as const;

async function forecast(gateway: TestGateway): Promise<Forecast> {
  return (await gateway.app.inject({ url: '/api/forecast', headers: asAdmin })).json<Forecast>();
}

describe('GET /api/forecast', () => {
  test('tells for every provider with a key what is left, how long it lasts and what more would add', async () => {
    await using gateway = await startGateway({ providers: [openrouter] });
    for (let call = 0; call < 2; call += 1) {
      await gateway.app.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers: asClient,
        payload: { messages: [{ role: 'user', content: 'Hello' }] },
      });
    }
    const { since, providers } = await forecast(gateway);
    expect(Date.parse(since)).toBe(gateway.context.startedAt);
    expect(providers).toHaveLength(1);
    expect(providers[0]).toMatchObject({
      id: 'openrouter',
      name: 'OpenRouter',
      keys: 2,
      accounts: 2,
      // Two calls in the quarter of an hour that is the shortest time a pace is told of.
      pace: { requests_per_day: 192 },
      call_size: { input_tokens: 1_000, output_tokens: 300, source: 'assumed' },
      capacity_per_account: 50,
      another_account_adds: 50,
      another_key_adds: 0,
      scope: 'account',
      why: expect.stringContaining('adds no quota'),
      terms: { several_accounts: expect.any(String) },
    });
    const daily = providers[0]?.quotas.find(({ window }) => window === 'day');
    expect(daily).toMatchObject({
      unit: 'requests',
      kind: 'fixed',
      group: 'free-pool',
      limit: 100,
      remaining: 98,
      pace_per_day: 192,
    });
    expect(Date.parse(String(daily?.resets_at))).toBeGreaterThan(Date.now());
  });

  test('leaves out providers without a key, refused keys and what is switched off', async () => {
    await using gateway = await startGateway({ providers: [openrouter, { id: 'groq', keys: ['gsk_one'] }] });
    const payload = { enabled: false };
    await gateway.app.inject({ method: 'PUT', url: '/api/providers/groq', headers: asAdmin, payload });
    const [first] = gateway.context.keyring.list().filter(({ provider }) => provider.id === 'openrouter');
    first!.invalid = { reason: 'revoked', at: Date.now() };
    const { providers } = await forecast(gateway);
    expect(providers.map(({ id, keys }) => [id, keys])).toEqual([['openrouter', 1]]);
  });

  test('counts from midnight on once the day was in use before this start', async () => {
    await using gateway = await startGateway({ providers: [openrouter] });
    const day = new Date(gateway.context.startedAt).toISOString().slice(0, 10);
    const row = {
      day,
      provider: 'openrouter',
      model: 'openrouter/free',
      keyId: 'key',
      app: 'chat',
      local: false,
    };
    const counts = {
      requests: 5,
      successes: 5,
      failures: 0,
      promptTokens: 50,
      completionTokens: 5,
      savedUsdMicros: 0,
      timed: 0,
      tookMs: 0,
      firstTokens: 0,
      firstTokenMs: 0,
    };
    await gateway.context.store.usage.addUsage([{ ...row, ...counts }]);
    const { createServer } = await import('../server.ts');
    const app = createServer(gateway.context);
    const answer = await app.inject({ url: '/api/forecast', headers: asAdmin });
    await app.close();
    expect(answer.json<Forecast>().since).toBe(`${day}T00:00:00.000Z`);
  });

  test('is the administrator’s', async () => {
    await using gateway = await startGateway();
    expect((await gateway.app.inject({ url: '/api/forecast', headers: asClient })).statusCode).toBe(403);
    expect(await forecast(gateway)).toMatchObject({ providers: [] });
  });
});
