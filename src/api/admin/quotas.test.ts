import { describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../../../tests/gateway.ts';
import type { AccountQuotasView, QuotasView } from '../views/quota-view.ts';

/** Its headers tell of no limit. */
const groq = { id: 'groq', keys: ['gsk_k1', 'gsk_k2'], limits: [], latencyMs: 0, chunkMs: 0 } as const;
const mistral = { id: 'mistral', keys: ['m-1'], latencyMs: 0, chunkMs: 0 } as const;

async function quotas(gateway: TestGateway): Promise<QuotasView> {
  return (await gateway.app.inject({ url: '/api/quotas', headers: asAdmin })).json<QuotasView>();
}

async function accounts(gateway: TestGateway, query = ''): Promise<AccountQuotasView> {
  const url = `/api/quotas/groq${query}`;
  return (await gateway.app.inject({ url, headers: asAdmin })).json<AccountQuotasView>();
}

async function chat(gateway: TestGateway): Promise<void> {
  const payload = { messages: [{ role: 'user', content: 'Hello' }] };
  const answer = await gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload,
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
}

async function setLimits(gateway: TestGateway, limits: object): Promise<void> {
  const answer = await gateway.app.inject({
    method: 'PUT',
    url: '/api/providers/groq',
    headers: asAdmin,
    payload: { limits },
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
}

const noReset = { resets_at: null };

describe('GET /api/quotas', () => {
  test('tells what is left over all, of each provider, and who serves', async () => {
    await using gateway = await startGateway({ providers: [groq, mistral] });
    await setLimits(gateway, { requests: { day: 100, minute: 30 } });
    const view = await quotas(gateway);
    expect(view).toMatchObject({
      active_provider: 'groq',
      local_fallback: { ready: false, model: null, served_today: 0 },
      today: { requests: 0 },
    });
    const day = { unit: 'requests', window: 'day', limit: 200, used: 0, remaining: 200, ...noReset };
    expect(view.totals).toEqual([day]);
    expect(view.providers.map(({ id }) => id)).toEqual(['groq', 'mistral']);
    expect(view.providers[0]).toMatchObject({
      name: 'Groq',
      tier: 'free',
      status: 'ready',
      keys: { ready: 2 },
      accounts: 2,
      served_today: 0,
      left: [day],
    });
    expect(view.providers[0]?.quotas.map(({ window, limit }) => [window, limit])).toEqual([
      ['minute', 60],
      ['day', 200],
    ]);
    await chat(gateway);
    const after = await quotas(gateway);
    expect(after.totals).toMatchObject([{ used: 1, remaining: 199 }]);
    expect(after.providers[0]).toMatchObject({ served_today: 1 });
    expect(after.today.requests).toBe(1);
  });

  test('counts nothing of keys that are paused, and of a provider that is switched off', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await setLimits(gateway, { requests: { day: 100 } });
    const [key] = gateway.context.keyring.list();
    key!.enabled = false;
    expect((await quotas(gateway)).totals).toMatchObject([{ limit: 100 }]);
    const page = await accounts(gateway);
    expect(page.accounts.map(({ left, quotas: own }) => [left.length, own.length])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    await gateway.app.inject({
      method: 'PUT',
      url: '/api/providers/groq',
      headers: asAdmin,
      payload: { enabled: false },
    });
    expect(await quotas(gateway)).toMatchObject({
      active_provider: null,
      totals: [],
      providers: [{ status: 'disabled', left: [], quotas: [] }],
    });
  });

  test('knows after a restart what was used before, before anybody has asked again', async () => {
    const folder = temporaryFolder();
    for (const round of [0, 1]) {
      await using gateway = await startGateway({ providers: [groq], folder });
      const { left } = (await quotas(gateway)).providers[0]!;
      expect(left.find(({ unit }) => unit === 'requests')?.used).toBe(round);
      if (round === 0) await chat(gateway);
    }
  });

  test('is the administrator’s', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    for (const url of ['/api/quotas', '/api/quotas/groq'])
      expect((await gateway.app.inject({ url, headers: asClient })).statusCode).toBe(403);
  });
});

describe('GET /api/quotas/:provider', () => {
  test('tells what each account has, and what each of its keys served', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await setLimits(gateway, { requests: { day: 100 } });
    await chat(gateway);
    const { provider, total, accounts: shown } = await accounts(gateway);
    expect([provider, total]).toEqual(['groq', 2]);
    const served = shown.map(({ account, keys, left }) => ({
      account,
      keys: keys.map(({ status, served_today }) => [status, served_today]),
      left: left.map(({ used, remaining }) => [used, remaining]),
    }));
    expect(served).toEqual([
      { account: null, keys: [['ready', 1]], left: [[1, 99]] },
      { account: null, keys: [['ready', 0]], left: [[0, 100]] },
    ]);
    expect(JSON.stringify(shown)).not.toContain('gsk_k1');
  });

  test('goes in pages', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `gsk_key-number-${index}`);
    await using gateway = await startGateway({ providers: [{ ...groq, keys }] });
    expect(await accounts(gateway)).toMatchObject({ total: 60, accounts: { length: 50 } });
    const ids = (page: AccountQuotasView): string[] =>
      page.accounts.flatMap((account) => account.keys.map(({ id }) => id));
    const pages = await Promise.all(
      ['?limit=25', '?limit=25&offset=25', '?limit=25&offset=50'].map((query) => accounts(gateway, query)),
    );
    expect(pages.map((page) => page.accounts.length)).toEqual([25, 25, 10]);
    expect(new Set(pages.flatMap(ids)).size).toBe(60);
    expect(await accounts(gateway, '?offset=60')).toMatchObject({ total: 60, accounts: [] });
  });

  test.each([
    ['?limit=0', 'limit', 'from 1 to 200'],
    ['?limit=201', 'limit', 'from 1 to 200'],
    ['?offset=-1', 'offset', 'from 0'],
    ['?page=2', 'page', 'offset, limit'],
  ])('says what is wrong with %s', async (query, param, allowed) => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await gateway.app.inject({ url: `/api/quotas/groq${query}`, headers: asAdmin });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { param, message: expect.stringContaining(allowed) } });
  });

  test('knows no other provider', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await gateway.app.inject({ url: '/api/quotas/nobody', headers: asAdmin });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      error: { code: 'not_found', message: expect.stringContaining('"nobody"') },
    });
    // One of the catalog without a key has no account.
    expect((await gateway.app.inject({ url: '/api/quotas/gemini', headers: asAdmin })).json()).toMatchObject({
      accounts: [],
      total: 0,
    });
  });
});
