import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { asAdmin, asClient, startGateway, temporaryFolder, type TestGateway } from './gateway.ts';
import { admin, askAs, errorOf, makeClient, showClient, type ShownClient } from './support/client-keys.ts';
import { folderWith, send } from './support/crew.ts';
import { dial, headOf } from './support/dial.ts';
import { groqKey } from './support/gateway.ts';
import { until } from '../fleet/testing.ts';

const groq = { id: 'groq', keys: [groqKey(1)], limits: [] };
const yaml = 'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b, openai/gpt-oss-20b] } }';
const impatient = { NORIA_MAX_WAIT_MS: '0' };
const home = folderWith(yaml);
let gateway: TestGateway;
let url: string;

beforeAll(async () => {
  gateway = await startGateway({ providers: [groq], folder: home, env: impatient });
  url = await gateway.listen();
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

async function list(): Promise<readonly ShownClient[]> {
  return (JSON.parse((await admin(url, 'GET')).text) as { clients: ShownClient[] }).clients;
}

describe('a client key', () => {
  it('is shown once, opens the client’s routes and none of the administrator’s', async () => {
    const made = await makeClient(url, { name: 'my app' });
    expect(made.key).toMatch(/^sk-noria-[\w-]{32}$/);
    expect(made).toMatchObject({
      name: 'my app',
      masked: `${made.key.slice(0, 8)}...${made.key.slice(-4)}`,
      environment: false,
      enabled: true,
      status: 'active',
      limits: { requests_per_minute: null, tokens_per_day: null },
      quotas: [],
      routes: null,
      apps: null,
      expires_at: null,
      last_used_at: null,
    });
    expect((await askAs(url, made.key)).status).toBe(200);
    const models = await send(`${url}/v1/models`, { headers: { 'x-api-key': made.key } });
    expect(models.status).toBe(200);
    const asMade = { authorization: `Bearer ${made.key}` };
    for (const path of ['/api/clients', `/api/clients/${made.id}`, '/api/keys']) {
      const refused = await send(`${url}${path}`, { headers: asMade });
      expect([refused.status, errorOf(refused).code]).toEqual([403, 'forbidden']);
    }
  });

  it('tells its usage, today and in all, and when it was used last', async () => {
    await using own = await startGateway({ providers: [groq], env: impatient });
    const at = await own.listen();
    const { id, key } = await makeClient(at);
    const from = Date.now();
    for (let call = 0; call < 3; call += 1) expect((await askAs(at, key)).status).toBe(200);
    own.fleet.get('groq').always('server_error');
    expect((await askAs(at, key)).status).toBe(502);
    const shown = await showClient(at, id);
    expect(shown.usage.total).toEqual(shown.usage.today);
    expect(shown.usage.today).toMatchObject({ requests: 4, failures: 1 });
    expect(shown.usage.today.input_tokens).toBeGreaterThan(0);
    expect(shown.usage.today.output_tokens).toBeGreaterThan(0);
    expect(Date.parse(shown.last_used_at ?? '')).toBeGreaterThanOrEqual(from);
    const all = JSON.parse((await admin(at, 'GET')).text) as { clients: ShownClient[] };
    expect(all.clients.find((one) => one.id === id)).toEqual(shown);
  });

  it('counts the usage of one client to no other, and that of earlier days in all', async () => {
    const [ann, bob] = [await makeClient(url), await makeClient(url)];
    const old = { requests: 7, failures: 2, inputTokens: 70, outputTokens: 7 };
    await gateway.context.store.clientUsage.add([{ day: '2020-01-01', client: ann.id, ...old }]);
    await askAs(url, ann.key);
    const { usage } = await showClient(url, ann.id);
    expect(usage.today).toMatchObject({ requests: 1, failures: 0 });
    expect(usage.total).toMatchObject({ requests: 8, failures: 2 });
    expect(usage.total.input_tokens).toBe(usage.today.input_tokens + 70);
    expect((await showClient(url, bob.id)).usage.total).toMatchObject({ requests: 0, input_tokens: 0 });
  });

  it('that only lists models was used as well', async () => {
    const { id, key } = await makeClient(url);
    await send(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    const { last_used_at: usedAt, usage } = await showClient(url, id);
    expect([usedAt === null, usage.today.requests]).toEqual([false, 0]);
  });

  it('is written at intervals, not at each request', async () => {
    const { id, key } = await makeClient(url);
    const { store, tally } = gateway.context;
    const [adds, touches] = [vi.spyOn(store.clientUsage, 'add'), vi.spyOn(store.clientKeys, 'touch')];
    for (let call = 0; call < 20; call += 1) await askAs(url, key);
    expect(adds.mock.calls.length + touches.mock.calls.length).toBeLessThan(15);
    await tally.flush();
    expect((await store.clientUsage.since()).get(id)?.requests).toBe(20);
  });
});

describe('a key that is gone', () => {
  test.each([
    ['deleted', 'DELETE', undefined, 'The key is not known here.'],
    ['switched off', 'PATCH', { enabled: false }, 'The key is switched off.'],
  ] as const)('%s: stops at once, on every route', async (_how, method, body, words) => {
    const { id, key } = await makeClient(url);
    expect((await askAs(url, key)).status).toBe(200);
    const changed = await admin(url, method, `/${id}`, body);
    expect([changed.status, (JSON.parse(changed.text) as ShownClient).id]).toEqual([200, id]);
    const asGone = { authorization: `Bearer ${key}` };
    const replies = [
      await askAs(url, key),
      await askAs(url, key, { stream: true }, { 'transfer-encoding': 'chunked' }),
      await send(`${url}/v1/models`, { headers: { 'x-api-key': key } }),
      await send(`${url}/api/chat`, { method: 'POST', headers: asGone, body: '{"message":"hi"}' }),
    ];
    for (const reply of replies) {
      expect([reply.status, errorOf(reply).code]).toEqual([401, 'unauthorized']);
      expect(errorOf(reply).message).toContain(words);
    }
    const health = await send(`${url}/api/health`, { headers: asGone });
    expect(Object.keys(JSON.parse(health.text) as object)).toEqual(['status']);
  });

  it('is told that it has expired, and nobody else is', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { id, key } = await makeClient(url, { expires_at: expiresAt });
    expect((await askAs(url, key)).status).toBe(200);
    const { store, clients } = gateway.context;
    await store.clientKeys.change(id, { expiresAt: Date.now() + 300 });
    await clients.change(id, {});
    await expect.poll(async () => (await askAs(url, key)).status, { timeout: 3_000 }).toBe(401);
    expect(errorOf(await askAs(url, key)).message).toContain('The key has expired.');
    expect(errorOf(await askAs(url, `${key}x`)).message).toContain('The key is not known here.');
    expect(await showClient(url, id)).toMatchObject({ status: 'expired', enabled: true });
    await admin(url, 'PATCH', `/${id}`, { expires_at: null });
    expect((await askAs(url, key)).status).toBe(200);
  });

  it('comes back when it is switched on', async () => {
    const { id, key } = await makeClient(url, { enabled: false });
    expect((await askAs(url, key)).status).toBe(401);
    await admin(url, 'PATCH', `/${id}`, { enabled: true });
    expect((await askAs(url, key)).status).toBe(200);
  });
});

describe('what a client may ask for', () => {
  it('is what its key names, in every dialect; else 403 that says what it may', async () => {
    const routes = ['auto', 'groq/*', 'GPT-OSS-20b'];
    const { key } = await makeClient(url, { routes });
    const status = async (model?: string): Promise<number> =>
      (await askAs(url, key, model === undefined ? {} : { model })).status;
    for (const model of [undefined, 'auto', 'groq/openai/gpt-oss-120b', 'gpt-oss-20b'])
      expect([model, await status(model)]).toEqual([model, 200]);
    for (const model of [
      'auto:fast',
      'gpt-oss-120b',
      'auto2',
      'nothing-of-that-name',
      'openai/gpt-oss-120b',
    ]) {
      const refused = await askAs(url, key, { model });
      expect([model, refused.status, errorOf(refused)]).toMatchObject([
        model,
        403,
        {
          code: 'forbidden',
          param: 'model',
          message: expect.stringContaining('auto, groq/*, GPT-OSS-20b') as string,
        },
      ]);
    }
    const small = await send(`${url}/api/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ message: 'hi', model: 'auto:fast' }),
    });
    expect([small.status, errorOf(small).code]).toEqual([403, 'forbidden']);
    expect(small.headers['x-noria-trace']).toMatch(/^trc_/);
  });

  it('lists of models are of what it may ask for', async () => {
    const names = async (key: string, id = ''): Promise<unknown> =>
      JSON.parse((await send(`${url}/v1/models${id}`, { headers: { 'x-api-key': key } })).text);
    const { key } = await makeClient(url, { routes: ['auto', 'groq/*', 'nothing-now'] });
    expect(await names(key)).toMatchObject({
      data: [{ id: 'auto' }, { id: 'groq/openai/gpt-oss-120b' }, { id: 'groq/openai/gpt-oss-20b' }],
    });
    expect(await names(key, '/auto')).toMatchObject({ id: 'auto' });
    expect(await names(key, '/gpt-oss-120b')).toMatchObject({ error: { code: 'model_not_found' } });
    const { key: free } = await makeClient(url);
    expect(await names(free, '/gpt-oss-120b')).toMatchObject({ id: 'gpt-oss-120b' });
  });

  it('a star of a provider leads to no other’s models', async () => {
    const { key } = await makeClient(url, { routes: ['openai/*'] });
    expect((await askAs(url, key, { model: 'openai/gpt-oss-120b' })).status).toBe(403);
    const { key: named } = await makeClient(url, { routes: ['openai/gpt-oss-120b'] });
    expect((await askAs(url, named, { model: 'openai/gpt-oss-120b' })).status).toBe(200);
  });

  it('a refusal reaches no provider, and is no failure of the service', async () => {
    const { id, key } = await makeClient(url, { routes: ['auto:fast'] });
    const { tally, fleet } = { ...gateway.context, fleet: gateway.fleet };
    const before = [fleet.get('groq').count(), tally.today().failures, tally.today().requests];
    expect((await askAs(url, key)).status).toBe(403);
    expect([fleet.get('groq').count(), tally.today().failures, tally.today().requests]).toEqual(before);
    expect((await showClient(url, id)).usage.today.requests).toBe(0);
  });

  it('apps: others are refused at the door, before the body', async () => {
    const { key } = await makeClient(url, { apps: ['embeddings', 'content'] });
    const { socket, seen } = await dial(url);
    socket.write(headOf([`authorization: Bearer ${key}`, 'content-length: 1000000']) + '{');
    await until(() => seen().includes('This client key may not use chat; it may use: embeddings, content.'));
    expect(seen()).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
    expect((await send(`${url}/v1/models`, { headers: { 'x-api-key': key } })).status).toBe(200);
    const { key: chat } = await makeClient(url, { apps: ['chat'] });
    expect((await askAs(url, chat)).status).toBe(200);
  });
});

it('every route that a client may post to keeps to the apps of its key', async () => {
  await using own = await startGateway({ env: { NORIA_OLLAMA_API: 'on' } });
  const at = await own.listen();
  const { key } = await makeClient(at, { apps: ['content'] });
  const passed: string[] = [];
  const paths = pathsOf(own.app.printRoutes({ commonPrefix: false }));
  for (const path of paths) {
    const { status } = await send(`${at}${path}`, { method: 'POST', headers: { 'x-api-key': key } });
    if (status !== 403 && status !== 405) passed.push(path);
  }
  expect(paths).toContain('/v1/embeddings');
  expect(paths.some((path) => path.startsWith('/ollama/'))).toBe(true);
  // The one app of the key, what needs no client key, and what only looks something up.
  expect(passed).toEqual(['/api/content-generator/generate', '/api/session', '/ollama/api/show']);
});

/** Of the framework's tree, in which each level is four characters further in. */
function pathsOf(tree: string): string[] {
  const above: string[] = [];
  return tree
    .split('\n')
    .filter((line) => line.includes('── '))
    .map((line) => {
      const [indent = '', rest = ''] = line.split('── ');
      const depth = (indent.length - 1) / 4;
      above[depth] = (depth === 0 ? '' : (above[depth - 1] ?? '')) + rest.replace(/ \(.*$/, '');
      return above[depth].replaceAll(':id', 'none').replaceAll(/\/?\*/g, '/none');
    });
}

describe('what is wrong with a client is told', () => {
  const amounts = /a whole number from 1 to \d+, or null for no limit/;
  test.each([
    [{}, 'name', /1 to 100 characters/],
    [{ name: '  ' }, 'name', /1 to 100 characters/],
    [{ name: 'x'.repeat(101) }, 'name', /1 to 100 characters/],
    [{ name: 'x', colour: 'red' }, 'colour', /allowed: name, limits, routes, apps, expires_at, enabled/],
    [{ name: 'x', limits: 5 }, 'limits', /requests_per_minute, tokens_per_day/],
    [{ name: 'x', limits: { requests_per_minute: 0 } }, 'limits.requests_per_minute', amounts],
    [{ name: 'x', limits: { requests_per_minute: 1.5 } }, 'limits.requests_per_minute', amounts],
    [{ name: 'x', limits: { tokens_per_day: '9' } }, 'limits.tokens_per_day', amounts],
    [{ name: 'x', limits: { per_hour: 9 } }, 'limits.per_hour', /requests_per_minute, tokens_per_day/],
    [{ name: 'x', routes: [] }, 'routes', /groq\/\*/],
    [{ name: 'x', routes: 'auto' }, 'routes', /groq\/\*/],
    [{ name: 'x', routes: ['a*b'] }, 'routes.0', /groq\/\*/],
    [{ name: 'x', routes: Array.from({ length: 101 }, () => 'auto') }, 'routes', /1 to 100 names/],
    [{ name: 'x', apps: ['chat', 'mail'] }, 'apps.1', /chat, .*embeddings/],
    [{ name: 'x', apps: [] }, 'apps', /chat, .*embeddings/],
    [{ name: 'x', expires_at: 'tomorrow' }, 'expires_at', /a time to come/],
    [{ name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at', /a time to come/],
    [{ name: 'x', enabled: 'yes' }, 'enabled', /true, false/],
  ])('%j', async (body, param, allowed) => {
    const count = (await list()).length;
    const reply = await admin(url, 'POST', '', body);
    expect([reply.status, errorOf(reply).code, errorOf(reply).param]).toEqual([
      400,
      'invalid_request',
      param,
    ]);
    expect(errorOf(reply).message).toMatch(allowed);
    expect(await list()).toHaveLength(count);
  });

  it('a client that is not there is a 404, on every method', async () => {
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
      const reply = await admin(url, method, '/cli_nobody', body);
      expect([reply.status, errorOf(reply).message]).toEqual([404, 'There is no client key cli_nobody']);
    }
    expect((await admin(url, 'PUT', '/cli_nobody', {})).status).toBe(405);
  });
});

describe('a change', () => {
  it('answers with the client as it is now; what is not named stays', async () => {
    const limits = { requests_per_minute: 5, tokens_per_day: 1_000 };
    const { id, key } = await makeClient(url, { limits, routes: ['auto'], apps: ['chat', 'chat'] });
    const change = async (body: object): Promise<ShownClient> =>
      JSON.parse((await admin(url, 'PATCH', `/${id}`, body)).text) as ShownClient;
    expect(await change({ name: 'another' })).toMatchObject({ name: 'another', limits, apps: ['chat'] });
    const one = { requests_per_minute: null, tokens_per_day: 1_000 };
    expect(await change({ limits: { requests_per_minute: null } })).toMatchObject({
      limits: one,
      routes: ['auto'],
    });
    expect(await change({ limits: null, routes: null, apps: null })).toMatchObject({
      limits: { requests_per_minute: null, tokens_per_day: null },
      quotas: [],
      routes: null,
      apps: null,
      name: 'another',
    });
    expect((await askAs(url, key, { model: 'gpt-oss-120b' })).status).toBe(200);
  });
});

describe('the keys that nobody made here', () => {
  it('NORIA_API_KEY is a client: it can be limited and switched off, not deleted', async () => {
    const own = (await list()).find(({ environment }) => environment);
    expect(own).toMatchObject({ name: 'NORIA_API_KEY', masked: 'sk-noria...0001', status: 'active' });
    const path = `/${own?.id}`;
    const refused = await admin(url, 'DELETE', path);
    expect([refused.status, errorOf(refused).code]).toEqual([409, 'conflict']);
    expect(errorOf(refused).message).toContain('NORIA_API_KEY: remove it there');
    expect((await send(`${url}/v1/models`, { headers: asClient })).status).toBe(200);
    await admin(url, 'PATCH', path, { enabled: false });
    expect((await send(`${url}/v1/models`, { headers: asClient })).status).toBe(401);
    await admin(url, 'PATCH', path, { enabled: true });
    expect((await send(`${url}/v1/models`, { headers: asClient })).status).toBe(200);
  });

  it('keeps its rules over a restart and another key, and goes when the setting goes', async () => {
    const folder = temporaryFolder();
    const life = async <T>(key: string, live: (at: string, made: TestGateway) => Promise<T>): Promise<T> => {
      await using one = await startGateway({ folder, env: { NORIA_API_KEY: key } });
      return await live(await one.listen(), one);
    };
    const shown = async (at: string): Promise<ShownClient[]> =>
      (JSON.parse((await admin(at, 'GET')).text) as { clients: ShownClient[] }).clients;
    const [first, second] = ['sk-noria-of-the-first-life-0001', 'sk-noria-of-the-second-life-02'];
    const models = async (at: string, key: string): Promise<number> =>
      (await send(`${at}/v1/models`, { headers: { 'x-api-key': key } })).status;
    const id = await life(first, async (at) => {
      const [own] = await shown(at);
      await admin(at, 'PATCH', `/${own?.id}`, { apps: ['chat'], name: 'the house' });
      return own?.id;
    });
    await life(second, async (at) => {
      expect(await shown(at)).toMatchObject([{ id, name: 'the house', apps: ['chat'], environment: true }]);
      expect([await models(at, first), await models(at, second)]).toEqual([401, 200]);
    });
    // Without the setting there is a first key, which is a client like any other.
    const firstKey = await life('', async (at, { context }) => {
      expect(await models(at, second)).toBe(401);
      expect(await shown(at)).toMatchObject([{ name: 'first key', environment: false }]);
      return context.firstApiKey ?? '';
    });
    expect(firstKey).toMatch(/^sk-noria-/);
    await life('', async (at, { context }) => {
      expect([context.firstApiKey, await models(at, firstKey)]).toEqual([null, 200]);
    });
    // The same key as somebody's who is there: that client is the environment's now.
    await life(firstKey, async (at) => {
      const all = await shown(at);
      expect(all).toMatchObject([{ name: 'first key', environment: true }]);
      expect((await admin(at, 'DELETE', `/${all[0]?.id}`)).status).toBe(409);
      expect(await models(at, firstKey)).toBe(200);
    });
    rmSync(folder, { recursive: true });
  });
});

it('the secret is in the answer that makes it, and nowhere else: no answer, no header, no log, no file', async () => {
  const folder = temporaryFolder();
  const seen: string[] = [];
  let secret = '';
  {
    await using own = await startGateway({ folder, providers: [groq], env: impatient });
    const at = await own.listen();
    const made = await makeClient(at, { limits: { requests_per_minute: 4 }, routes: ['auto'] });
    secret = made.key;
    const asMade = { authorization: `Bearer ${secret}` };
    const note = (reply: { headers: object; text: string }): void => void seen.push(JSON.stringify(reply));
    for (let call = 0; call < 6; call += 1)
      note(await askAs(at, secret, call === 1 ? { model: secret } : {}));
    note(await send(`${at}/v1/${secret}`, { headers: asMade }));
    note(await send(`${at}/api/keys?key=${secret}`, { headers: asMade }));
    note(await admin(at, 'GET'));
    note(await admin(at, 'GET', `/${made.id}`));
    note(await admin(at, 'PATCH', `/${made.id}`, { name: 'new' }));
    note(await admin(at, 'PATCH', `/${made.id}`, { [secret]: 1 }));
    note(await send(`${at}/api/traces?limit=100`, { headers: asAdmin }));
    note(await admin(at, 'DELETE', `/${made.id}`));
    note(await askAs(at, secret));
    expect(own.lines.length).toBeGreaterThan(5);
    const { key: _, ...shown } = made;
    seen.push(JSON.stringify(shown));
    // Not even its hash leaves.
    const hash = createHash('sha256').update(secret).digest('hex');
    for (const text of [...seen, ...own.lines]) expect(text).not.toContain(hash);
    seen.push(...own.lines);
  }
  expect(seen.join('\n')).toContain('429');
  for (const file of readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }))
    if (file.isFile()) seen.push(readFileSync(join(file.parentPath, file.name), 'latin1'));
  for (const text of seen) expect(text).not.toContain(secret);
});
