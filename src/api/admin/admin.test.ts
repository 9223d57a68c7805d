import { describe, expect, test } from 'vitest';
import { startFleet } from '../../../fleet/fleet.ts';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../../../tests/gateway.ts';

const secrets = [
  'gsk_first00000000000000000000000001',
  'gsk_second0000000000000000000000002',
  'gsk_third00000000000000000000000003',
];
/** Where requests may point to in these tests. */
const reachable = { NORIA_ALLOWED_HOSTS: '127.0.0.1,10.0.0.0/8' };
const groq = { id: 'groq', keys: secrets, latencyMs: 0, chunkMs: 0 } as const;

function admin(
  gateway: TestGateway,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) {
  return gateway.app.inject({ method, url, headers: asAdmin, ...(payload === undefined ? {} : { payload }) });
}

function chat(gateway: TestGateway, model = 'auto') {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload: { model, messages: [{ role: 'user', content: 'Hello' }] },
  });
}

describe('keys', () => {
  test('are listed without their secrets', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await chat(gateway);
    const { keys } = (await admin(gateway, 'GET', '/api/keys')).json<{ keys: Record<string, unknown>[] }>();
    expect(keys).toHaveLength(3);
    expect(keys[0]).toMatchObject({
      provider: 'groq',
      masked: 'gsk_firs...0001',
      label: null,
      account: null,
      status: 'ready',
      active: true,
      successes: 1,
      errors: 0,
      last_error: null,
      cooling_until: null,
      verdict: 'excellent',
    });
    expect(Date.parse(String(keys[0]?.last_used_at))).toBeGreaterThan(0);
  });

  test('are added, labelled, switched off, tested, reset and removed', async () => {
    await using gateway = await startGateway({
      providers: [groq],
      env: { GROQ_API_KEYS: '', GROQ_API_KEY: '' },
    });
    const made = await admin(gateway, 'POST', '/api/keys', {
      provider: 'groq',
      secret: secrets[0] ?? '',
      label: 'mine',
    });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ masked: 'gsk_firs...0001', label: 'mine', status: 'ready' });
    const { id } = made.json<{ id: string }>();
    expect(
      (await admin(gateway, 'POST', '/api/keys', { provider: 'groq', secret: secrets[0] ?? '' })).statusCode,
    ).toBe(409);
    expect(
      (await admin(gateway, 'PATCH', `/api/keys/${id}`, { label: 'yours', account: 'team' })).json(),
    ).toMatchObject({ label: 'yours', account: 'team' });
    expect((await admin(gateway, 'PATCH', `/api/keys/${id}`, { enabled: false })).json()).toMatchObject({
      status: 'disabled',
    });
    expect((await chat(gateway)).json().error.code).toBe('no_provider');
    expect((await admin(gateway, 'PATCH', `/api/keys/${id}`, { enabled: true })).json()).toMatchObject({
      status: 'ready',
    });
    expect((await admin(gateway, 'POST', `/api/keys/${id}/test`)).json()).toMatchObject({
      ok: true,
      models: expect.arrayContaining(['openai/gpt-oss-120b']),
    });
    gateway.fleet.get('groq').revoke(secrets[0] ?? '');
    expect((await admin(gateway, 'POST', `/api/keys/${id}/test`)).json()).toMatchObject({
      ok: false,
      error: { cause: 'wrong_key' },
    });
    const [bad] = (await admin(gateway, 'GET', '/api/keys')).json<{ keys: object[] }>().keys;
    expect(bad).toMatchObject({
      status: 'invalid',
      verdict: 'problematic',
      errors: 0,
      last_error: { class: 'credential' },
    });
    expect((await admin(gateway, 'POST', `/api/keys/${id}/reset`)).json()).toMatchObject({ status: 'ready' });
    expect((await admin(gateway, 'DELETE', `/api/keys/${id}`)).json()).toMatchObject({ id });
    expect((await admin(gateway, 'DELETE', `/api/keys/${id}`)).statusCode).toBe(404);
    expect((await admin(gateway, 'GET', '/api/keys')).json()).toEqual({ keys: [] });
  });

  test('a limited key cools until the time its provider asked for', async () => {
    await using gateway = await startGateway({
      providers: [{ ...groq, keys: secrets.slice(0, 1) }],
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    gateway.fleet.get('groq').always({ kind: 'quota_day', waitMs: 3_600_000 });
    await chat(gateway);
    const [key] = (await admin(gateway, 'GET', '/api/keys')).json<{ keys: Record<string, unknown>[] }>().keys;
    expect(key).toMatchObject({ status: 'cooling', verdict: 'near_limit' });
    expect(Date.parse(String(key?.cooling_until)) - Date.now()).toBeGreaterThan(3_000_000);
  });

  test.each([
    [
      { provider: 'groq', secret: 'sk-or-v1-0000000000000000000000000000' },
      422,
      'secret',
      /gsk_.*OpenRouter/,
    ],
    [{ provider: 'nobody', secret: 'x' }, 404, 'provider', /Known: /],
    [{ provider: 'groq' }, 400, 'secret', /allowed: a text/],
    [
      { provider: 'groq', secret: 'gsk_x', lable: 'x' },
      400,
      'lable',
      /allowed: provider, secret, label, account/,
    ],
    [{ provider: 'groq', secret: 'gsk_x', label: 7 }, 400, 'label', /or null/],
  ])('POST %j is a %i that names %s', async (body, status, param, words) => {
    await using gateway = await startGateway();
    const answer = await admin(gateway, 'POST', '/api/keys', body);
    expect([answer.statusCode, answer.json().error.param]).toEqual([status, param]);
    expect(answer.json().error.message).toMatch(words);
  });
});

describe('providers', () => {
  test('are listed, retired ones too', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const { providers } = (await admin(gateway, 'GET', '/api/providers')).json<{
      providers: { id: string; retired: object | null; enabled: boolean }[];
    }>();
    expect(providers.find(({ id }) => id === 'groq')).toMatchObject({
      name: 'Groq',
      tier: 'free',
      enabled: true,
      wire: 'openai',
      rotation: 'round-robin',
      keys: { ready: 3 },
      retired: null,
      base_url: gateway.fleet.get('groq').baseUrl,
      terms: { url: expect.stringContaining('http') },
      in_catalog: true,
      prefixes: ['gsk_'],
      key_url: expect.stringContaining('groq.com'),
      as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      changed: false,
      own: false,
      needs_account_id: false,
      key_format: 'key',
      key_optional: false,
    });
    expect(providers.find(({ id }) => id === 'cloudflare')).toMatchObject({
      needs_account_id: true,
      key_format: 'account_id:key',
    });
    expect(providers.find(({ id }) => id === 'ollama')).toMatchObject({ key_url: null, key_optional: true });
    expect(providers.filter(({ retired }) => retired !== null).every(({ enabled }) => !enabled)).toBe(true);
    expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
  });

  test('a change holds at once, keeps keys and counts, outlives a restart, and is taken back', async () => {
    const folder = temporaryFolder();
    {
      await using gateway = await startGateway({ providers: [groq], folder });
      await chat(gateway);
      const changed = await admin(gateway, 'PUT', '/api/providers/groq', {
        rotation: 'sticky',
        limits: { requests: { minute: 5 } },
      });
      expect(changed.json()).toMatchObject({
        rotation: 'sticky',
        keys: { ready: 3 },
        limits: [{ unit: 'requests', window: 'minute', limit: 5, source: 'configured' }],
        changed: true,
        own: false,
      });
      const { keys } = (await admin(gateway, 'GET', '/api/keys')).json<{ keys: { successes: number }[] }>();
      expect(keys.map(({ successes }) => successes)).toEqual([1, 0, 0]);
      expect((await admin(gateway, 'PUT', '/api/providers/groq', { enabled: false })).json()).toMatchObject({
        enabled: false,
        rotation: 'sticky',
      });
      expect((await chat(gateway)).json().error.code).toBe('no_provider');
      expect((await gateway.app.inject({ url: '/v1/models', headers: asClient })).json()).toMatchObject({
        data: [],
      });
    }
    await using gateway = await startGateway({ providers: [groq], folder });
    const view = async (): Promise<object | undefined> =>
      (await admin(gateway, 'GET', '/api/providers'))
        .json<{ providers: { id: string }[] }>()
        .providers.find(({ id }) => id === 'groq');
    expect(await view()).toMatchObject({ enabled: false, rotation: 'sticky' });
    expect((await admin(gateway, 'PUT', '/api/providers/groq', { enabled: true })).json()).toMatchObject({
      enabled: true,
      rotation: 'sticky',
    });
    expect((await chat(gateway)).statusCode).toBe(200);
    expect((await admin(gateway, 'DELETE', '/api/providers/groq')).json()).toMatchObject({
      enabled: true,
      rotation: 'round-robin',
    });
    expect((await admin(gateway, 'DELETE', '/api/providers/groq')).statusCode).toBe(409);
    expect((await chat(gateway)).statusCode).toBe(200);
  });

  test('one’s own server is made, serves, is there after a restart with its key, and goes', async () => {
    const own = {
      id: 'own-server',
      profile: 'openai',
      keys: ['own-key-000001'],
      models: ['qwen3-32b'],
      latencyMs: 0,
      chunkMs: 0,
    } as const;
    await using elsewhere = await startFleet([own]);
    const { baseUrl } = elsewhere.get('own-server');
    const folder = temporaryFolder();
    await makeOwnServer(folder, baseUrl);
    await using gateway = await startGateway({ folder, env: reachable });
    expect((await chat(gateway, 'qwen3-32b')).headers['x-noria-provider']).toBe('mine');
    expect((await admin(gateway, 'DELETE', '/api/providers/mine')).statusCode).toBe(200);
    expect((await admin(gateway, 'GET', '/api/keys')).json()).toEqual({ keys: [] });
    expect((await chat(gateway, 'qwen3-32b')).json().error.code).toMatch(/model_not_found|no_provider/);
  });

  async function makeOwnServer(folder: string, baseUrl: string): Promise<void> {
    await using gateway = await startGateway({ folder, env: reachable });
    const made = await admin(gateway, 'PUT', '/api/providers/mine', {
      base_url: baseUrl,
      models: ['qwen3-32b'],
    });
    expect(made.json()).toMatchObject({
      id: 'mine',
      tier: 'local',
      enabled: true,
      models: [{ id: 'qwen3-32b' }],
      in_catalog: false,
      own: true,
      changed: false,
      key_url: null,
      as_of: null,
    });
    await admin(gateway, 'POST', '/api/keys', { provider: 'mine', secret: 'own-key-000001' });
    expect((await chat(gateway, 'qwen3-32b')).headers).toMatchObject({
      'x-noria-provider': 'mine',
      'x-noria-attempts': '1',
    });
  }

  test.each([
    ['groq', { enabled: 'yes' }, 'enabled'],
    ['groq', { rotation: 'random' }, 'rotation'],
    ['groq', { limits: { requests: { minute: -1 } } }, 'limits.requests.minute'],
    ['groq', { limits: { requets: {} } }, 'limits.requets'],
    ['groq', { keys: [] }, 'keys'],
    ['groq', { base_url: 'http://127.0.0.1:1' }, 'base_url'],
    ['mine', { base_url: 'http://169.254.169.254/latest', models: ['x'] }, 'base_url'],
    ['mine', { base_url: 'ftp://x', models: ['x'] }, 'base_url'],
    ['mine', { models: ['x'] }, 'base_url'],
    ['mine', { base_url: 'http://10.0.0.5:8000/v1' }, 'models'],
    ['mine', { base_url: 'http://10.0.0.5:8000/v1', models: ['x'], wire: 'anthropic' }, 'wire'],
    ['Not A Name', { base_url: 'http://10.0.0.5:8000/v1', models: ['x'] }, 'id'],
  ])('PUT %s %j is a 400 that names the field', async (id, body, param) => {
    await using gateway = await startGateway({ env: reachable });
    const answer = await admin(gateway, 'PUT', `/api/providers/${encodeURIComponent(id)}`, body);
    expect([answer.statusCode, answer.json().error.param]).toEqual([400, param]);
    expect(answer.json().error.message).toContain('allowed: ');
  });

  test('are tested with their first usable key', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    expect((await admin(gateway, 'POST', '/api/providers/groq/test')).json()).toMatchObject({ ok: true });
    expect((await admin(gateway, 'POST', '/api/providers/mistral/test')).statusCode).toBe(409);
    expect((await admin(gateway, 'POST', '/api/providers/nobody/test')).statusCode).toBe(404);
  });
});
