import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import type { SimSpec } from '../fleet/sim-spec.ts';
import type { RouteEdit, RouteListView, RouteTestView, RouteView } from '../src/api/views/route-view.ts';
import { asAdmin, asClient, startGateway, temporaryFolder, type TestGateway } from './gateway.ts';
import { until } from '../fleet/testing.ts';

const quick = { limits: [], latencyMs: 0, chunkMs: 0 };
const groq: SimSpec = { id: 'groq', keys: [`gsk_${'a'.repeat(40)}`], ...quick };
const mistral: SimSpec = { id: 'mistral', keys: ['m'.repeat(32)], ...quick };
const ollama: SimSpec = { id: 'ollama', keys: [], ...quick };
const both = [groq, mistral];

async function call(
  gateway: TestGateway,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
) {
  return gateway.app.inject({ method, url, headers: asAdmin, ...(payload && { payload }) });
}

async function list(gateway: TestGateway): Promise<RouteListView> {
  const answer = await call(gateway, 'GET', '/api/routes');
  expect(answer.statusCode).toBe(200);
  return answer.json<RouteListView>();
}

async function routeOf(gateway: TestGateway, name: string): Promise<RouteView | undefined> {
  return (await list(gateway)).routes.find((route) => route.name === name);
}

async function put(gateway: TestGateway, ...routes: readonly RouteEdit[]): Promise<RouteListView> {
  const answer = await call(gateway, 'PUT', '/api/routes', { routes });
  expect(answer.body).toContain('"routes"');
  expect(answer.statusCode).toBe(200);
  return answer.json<RouteListView>();
}

/** What is said to a PUT that is not as it should be. */
async function refused(gateway: TestGateway, payload: object): Promise<{ message: string; param?: string }> {
  const answer = await call(gateway, 'PUT', '/api/routes', payload);
  expect(answer.statusCode).toBe(400);
  const { error } = answer.json<{ error: { code: string; message: string; param?: string } }>();
  expect(error.code).toBe('invalid_request');
  return error;
}

/** Who serves a chat that asks for this. */
async function servedBy(gateway: TestGateway, model: string, stream = false): Promise<unknown> {
  const answer = await gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload: { model, stream, messages: [{ role: 'user', content: 'Hello' }] },
  });
  return answer.statusCode === 200
    ? answer.headers['x-noria-provider']
    : answer.json<{ error: { code: string } }>().error.code;
}

async function models(gateway: TestGateway): Promise<string[]> {
  const answer = await gateway.app.inject({ url: '/v1/models', headers: asClient });
  return answer.json<{ data: { id: string }[] }>().data.map(({ id }) => id);
}

/** A folder that outlives its gateways, with a noria.yaml. */
function folderWith(yaml: string): string {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'noria.yaml'), yaml);
  return folder;
}

describe('GET /api/routes', () => {
  it('tells the built-in routes with the providers that they ask, in their order, and which of them wait for a key', async () => {
    await using gateway = await startGateway({ providers: both });
    const { routes, names } = await list(gateway);
    expect(routes.map(({ name, source }) => [name, source])).toEqual(
      ['auto', 'fast', 'smart', 'creative', 'private', 'content'].map((name) => [name, 'built_in']),
    );
    const auto = routes.find(({ name }) => name === 'auto');
    expect(auto?.strategy).toBeNull();
    expect(auto?.steps.slice(0, 3)).toEqual(['groq', 'mistral', 'gemini']);
    expect(auto?.steps.at(-1)).toBe('ollama');
    expect(auto?.idle_steps).toEqual(auto?.steps.filter((step) => !['groq', 'mistral'].includes(step)));
    expect(auto?.leads_to[0]).toEqual({ provider: 'groq', model: expect.any(String), ready: true });
    expect(new Set(auto?.leads_to.map(({ provider }) => provider))).toEqual(new Set(['groq', 'mistral']));
    expect(routes.find(({ name }) => name === 'fast')?.strategy).toBe('race');
    expect(routes.find(({ name }) => name === 'content')?.steps.slice(0, 2)).toEqual(['groq', 'huggingface']);
    expect(names.providers).toEqual(expect.arrayContaining(['groq', 'mistral', 'ollama']));
    expect(names.families).toEqual([...names.families].toSorted((a, b) => a.localeCompare(b)));
    expect(names.families).toContain('gpt-oss-120b');
    expect(names.aliases).toContain('llama-70b');
  });

  it('keeps auto:private to the owner’s machines', async () => {
    await using gateway = await startGateway({ providers: [groq, ollama] });
    await gateway.context.discovery.start();
    const route = await routeOf(gateway, 'private');
    expect(route).toMatchObject({ strategy: 'cascade', steps: ['ollama'], idle_steps: [] });
    expect(route?.leads_to.every(({ provider }) => provider === 'ollama')).toBe(true);
  });

  it('tells the routes of noria.yaml as they are written, and what of them leads nowhere', async () => {
    const folder = folderWith(
      'routes:\n  auto: { strategy: race, steps: [mistral, cohere], then: [gpt-oss-120b], resume: off, deadline_ms: 9000 }\n  mine: { steps: [groq/no-such-model, kimi] }\n',
    );
    await using gateway = await startGateway({ providers: both, folder });
    expect(await routeOf(gateway, 'auto')).toMatchObject({
      strategy: 'race',
      steps: ['mistral', 'cohere'],
      then: ['gpt-oss-120b'],
      resume: false,
      deadline_ms: 9_000,
      source: 'file',
      idle_steps: ['cohere'],
    });
    expect(await routeOf(gateway, 'mine')).toMatchObject({
      source: 'file',
      idle_steps: ['groq/no-such-model'],
      leads_to: [{ provider: 'groq', model: 'openai/gpt-oss-120b', ready: true }],
    });
  });

  it('tells the steps that have to wait, while nobody of theirs can serve', async () => {
    const wait = { kind: 'rate_limited', waitMs: 60_000 } as const;
    await using gateway = await startGateway({ providers: both });
    await put(gateway, {
      name: 'mine',
      strategy: 'cascade',
      steps: ['groq', 'gpt-oss-120b', 'mistral', 'cohere'],
    });
    expect(await routeOf(gateway, 'mine')).toMatchObject({ waiting_steps: [], idle_steps: ['cohere'] });
    gateway.fleet.get('groq').always(wait);
    expect(await servedBy(gateway, 'auto:mine')).toBe('mistral');
    expect(await routeOf(gateway, 'mine')).toMatchObject({
      waiting_steps: ['groq', 'gpt-oss-120b'],
      idle_steps: ['cohere'],
    });
  });
});

describe('PUT /api/routes', () => {
  it('holds from its answer on, in the list of models too, and goes back with DELETE', async () => {
    await using gateway = await startGateway({ providers: both });
    expect(await servedBy(gateway, 'auto')).toBe('groq');
    const { routes } = await put(gateway, { name: 'auto', steps: ['mistral', 'groq'] });
    expect(routes.find(({ name }) => name === 'auto')).toMatchObject({
      steps: ['mistral', 'groq'],
      source: 'stored',
      idle_steps: [],
    });
    expect(await servedBy(gateway, 'auto')).toBe('mistral');
    expect((await call(gateway, 'DELETE', '/api/routes/auto')).statusCode).toBe(200);
    expect(await servedBy(gateway, 'auto')).toBe('groq');
    expect((await routeOf(gateway, 'auto'))?.source).toBe('built_in');
  });

  it('makes routes of one’s own, that clients may be kept to, and that are gone with DELETE', async () => {
    await using gateway = await startGateway({ providers: both });
    expect(await servedBy(gateway, 'auto:mine')).toBe('model_not_found');
    const made = await call(gateway, 'POST', '/api/clients', { name: 'kept', routes: ['auto:mine'] });
    const headers = { authorization: `Bearer ${made.json<{ key: string }>().key}` };
    await put(gateway, { name: 'mine', steps: ['mistral/mistral-medium-latest'], strategy: null });
    expect(await servedBy(gateway, 'auto:mine')).toBe('mistral');
    expect(await models(gateway)).toContain('auto:mine');
    const own = await gateway.app.inject({ url: '/v1/models', headers });
    expect(own.json<{ data: { id: string }[] }>().data.map(({ id }) => id)).toEqual(['auto:mine']);
    await call(gateway, 'DELETE', '/api/routes/mine');
    expect(await routeOf(gateway, 'mine')).toBeUndefined();
    expect(await models(gateway)).not.toContain('auto:mine');
    expect(await servedBy(gateway, 'auto:mine')).toBe('model_not_found');
  });

  it('wins over noria.yaml, also after a restart; taken back, noria.yaml holds again', async () => {
    const folder = folderWith('routes: { auto: { steps: [mistral] } }\n');
    {
      await using gateway = await startGateway({ providers: both, folder });
      expect(await servedBy(gateway, 'auto')).toBe('mistral');
      await put(gateway, { name: 'auto', steps: ['groq'], deadline_ms: 7_000, resume: false });
    }
    await using again = await startGateway({ providers: both, folder });
    expect(await routeOf(again, 'auto')).toMatchObject({
      source: 'stored',
      steps: ['groq'],
      deadline_ms: 7_000,
      resume: false,
    });
    expect(await servedBy(again, 'auto')).toBe('groq');
    await call(again, 'DELETE', '/api/routes/auto');
    expect(await servedBy(again, 'auto')).toBe('mistral');
    expect((await routeOf(again, 'auto'))?.source).toBe('file');
  });

  it('leaves what runs as it began', async () => {
    const env = { NORIA_FIRST_TOKEN_MS: '400' };
    await using gateway = await startGateway({ providers: both, env });
    const hanging = gateway.fleet.get('groq');
    hanging.always('hang');
    const [before, after] = [
      { name: 'mine', steps: ['groq', 'mistral'] },
      { name: 'mine', steps: ['groq'] },
    ];
    await put(gateway, { ...before, strategy: 'cascade' });
    const running = servedBy(gateway, 'auto:mine', true);
    await until(() => hanging.calls.length > 0);
    await put(gateway, { ...after, strategy: 'cascade' });
    expect(await running).toBe('mistral');
    expect(await servedBy(gateway, 'auto:mine', true)).not.toBe('mistral');
  });

  it('is all or nothing, and says each name that leads nowhere in the words of noria.yaml', async () => {
    await using gateway = await startGateway({ providers: both });
    const error = await refused(gateway, {
      routes: [
        { name: 'mine', steps: ['groq'] },
        { name: 'other', steps: ['mistrall'], then: ['groq', 'auto:fast'] },
      ],
    });
    expect(error.param).toBe('routes.other.steps.0');
    expect(error.message.split('\n')).toEqual([
      'routes.other.steps.0 is "mistrall"; allowed: a provider, provider/model, a model, a family or an alias. Did you mean "mistral"?',
      expect.stringContaining('routes.other.then.1 is "auto:fast"; allowed: a provider,'),
    ]);
    expect(await routeOf(gateway, 'mine')).toBeUndefined();
  });

  test.each([
    [{}, 'routes', 'a list of 1 to 100 routes'],
    [{ routes: [] }, 'routes', 'a list of 1 to 100 routes'],
    [{ routes: ['auto'] }, 'routes.0', 'a list of 1 to 100 routes'],
    [{ routes: [{ steps: ['groq'] }] }, 'routes.0.name', 'a text'],
    [{ routes: [{ name: 'a', steps: ['groq'] }], order: 1 }, 'order', 'allowed: routes'],
    [{ routes: [{ name: 'auto:x', steps: ['groq'] }] }, 'routes.auto:x', 'letters, digits, - and _'],
    [{ routes: [{ name: '__proto__', steps: ['groq'] }] }, 'routes.__proto__', 'letters, digits, - and _'],
    [{ routes: [{ name: 'x'.repeat(61), steps: ['groq'] }] }, `routes.${'x'.repeat(60)}…`, '60 characters'],
    [
      {
        routes: [
          { name: 'a', steps: ['groq'] },
          { name: 'a', steps: ['groq'] },
        ],
      },
      'routes.a',
      'once',
    ],
    [{ routes: [{ name: 'a', steps: [] }] }, 'routes.a.steps', 'a list of at least one provider or model'],
    [{ routes: [{ name: 'a' }] }, 'routes.a.steps', 'a list of providers or models'],
    [{ routes: [{ name: 'a', steps: [7] }] }, 'routes.a.steps.0', 'text'],
    [
      { routes: [{ name: 'a', steps: ['groq'], strategy: 'all' }] },
      'routes.a.strategy',
      'cascade, race, hedge',
    ],
    [{ routes: [{ name: 'a', steps: ['groq'], resume: 'maybe' }] }, 'routes.a.resume', 'on, off'],
    [{ routes: [{ name: 'a', steps: ['groq'], deadline_ms: 0 }] }, 'routes.a.deadline_ms', '1 or more'],
    [{ routes: [{ name: 'a', steps: ['groq'], stepps: [] }] }, 'routes.a.stepps', 'Did you mean "steps"?'],
    [{ routes: [{ name: 'a', steps: Array(101).fill('groq') }] }, 'routes.a.steps', 'allowed: 100'],
    [{ routes: [{ name: 'a', steps: ['g'.repeat(301)] }] }, 'routes.a.steps.0', '300 characters'],
    [{ routes: [{ name: 'a', steps: ['demo'] }] }, 'routes.a.steps.0', 'a provider'],
  ])('%j is refused at %s: %s', async (payload, param, words) => {
    await using gateway = await startGateway({ providers: both });
    const error = await refused(gateway, payload);
    expect(error.param).toBe(param);
    expect(error.message).toContain(words);
    expect((await list(gateway)).routes.every(({ source }) => source === 'built_in')).toBe(true);
  });

  it('says of a list that is far too long nothing else', async () => {
    await using gateway = await startGateway({ providers: both });
    const error = await refused(gateway, { routes: [{ name: 'a', steps: Array<number>(150_000).fill(1) }] });
    expect(error).toMatchObject({
      param: 'routes.a.steps',
      message: 'routes.a.steps is a list of 150000; allowed: 100',
    });
  });

  it('never lets auto:private leave the machine', async () => {
    await using gateway = await startGateway({
      providers: [groq, ollama],
      env: { NORIA_ALLOWED_HOSTS: '127.0.0.1' },
    });
    await gateway.context.discovery.start();
    for (const step of ['groq', 'groq/openai/gpt-oss-120b', 'gpt-oss-120b', 'llama-70b', 'llama3.1:8b']) {
      const { message, param } = await refused(gateway, { routes: [{ name: 'private', steps: [step] }] });
      expect([param, message]).toEqual([
        'routes.private.steps.0',
        `routes.private.steps.0 is "${step}"; allowed: a provider on your own machines (ollama), or provider/model of one: auto:private never leaves your machines`,
      ]);
    }
    const then = { routes: [{ name: 'private', steps: ['ollama'], then: ['groq'] }] };
    expect((await refused(gateway, then)).param).toBe('routes.private.then.0');
    await call(gateway, 'PUT', '/api/providers/mine', {
      base_url: gateway.fleet.get('groq').baseUrl,
      models: ['openai/gpt-oss-120b'],
    });
    await put(gateway, { name: 'private', steps: ['mine', 'ollama/llama3.1:8b'] });
    expect(await servedBy(gateway, 'auto:private')).toBe('ollama');
    // With limits it is a cloud like others.
    await call(gateway, 'PUT', '/api/providers/mine', { limits: { requests: { day: 100 } } });
    expect(await routeOf(gateway, 'private')).toMatchObject({
      idle_steps: ['mine'],
      leads_to: [{ provider: 'ollama', model: 'llama3.1:8b' }],
    });
    gateway.fleet.get('ollama').always('server_error');
    expect(await servedBy(gateway, 'auto:private')).toBe('upstream_failed');
  });

  it('passes over a step whose provider has gone, and lets it stay', async () => {
    await using gateway = await startGateway({ providers: both, env: { NORIA_ALLOWED_HOSTS: '127.0.0.1' } });
    const mine = { base_url: gateway.fleet.get('groq').baseUrl, models: ['openai/gpt-oss-120b'] };
    expect((await call(gateway, 'PUT', '/api/providers/mine', mine)).statusCode).toBe(200);
    await put(gateway, { name: 'auto', steps: ['mine', 'mistral'] });
    await call(gateway, 'DELETE', '/api/providers/mine');
    expect(await routeOf(gateway, 'auto')).toMatchObject({ idle_steps: ['mine'] });
    expect(await servedBy(gateway, 'auto')).toBe('mistral');
    await put(gateway, { name: 'auto', steps: ['mistral', 'mine'] });
    await refused(gateway, { routes: [{ name: 'other', steps: ['mine'] }] });
  });
});

describe('DELETE /api/routes/:name', () => {
  it('brings back what the list says: noria.yaml’s, the built-in one, or nothing', async () => {
    const folder = folderWith('routes: { mine: { steps: [mistral] } }\n');
    await using gateway = await startGateway({ providers: both, folder });
    const beneath = async () => (await list(gateway)).routes.map((route) => [route.name, route.beneath]);
    expect((await beneath()).every(([, what]) => what === null)).toBe(true);
    const steps = ['groq'];
    await put(gateway, { name: 'auto', steps }, { name: 'mine', steps }, { name: 'other', steps });
    expect(Object.fromEntries(await beneath())).toMatchObject({
      auto: 'built_in',
      mine: 'file',
      other: null,
    });
    for (const name of ['auto', 'mine', 'other']) await call(gateway, 'DELETE', `/api/routes/${name}`);
    expect((await list(gateway)).routes.map(({ name, source }) => [name, source])).toEqual([
      ...['auto', 'fast', 'smart', 'creative', 'private', 'content'].map((name) => [name, 'built_in']),
      ['mine', 'file'],
    ]);
  });

  test.each([
    ['auto', 409, 'The route auto is as Noria brings it along'],
    ['mine', 409, 'The route mine is as noria.yaml has it'],
    ['nothing', 404, 'There is no route nothing; there are: auto, fast,'],
  ])('of %s, which is not stored, is a %i', async (name, status, words) => {
    const folder = folderWith('routes: { mine: { steps: [mistral] } }\n');
    await using gateway = await startGateway({ providers: both, folder });
    const answer = await call(gateway, 'DELETE', `/api/routes/${name}`);
    expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(words)]);
  });
});

describe('POST /api/routes/:name/test', () => {
  async function tested(gateway: TestGateway, name: string): Promise<RouteTestView> {
    const answer = await call(gateway, 'POST', `/api/routes/${name}/test`);
    expect(answer.statusCode).toBe(200);
    return answer.json<RouteTestView>();
  }

  it('asks for a few tokens over the route, and says who served after how many attempts', async () => {
    await using gateway = await startGateway({ providers: both });
    gateway.fleet.get('groq').always('server_error');
    await put(gateway, { name: 'mine', steps: ['groq/openai/gpt-oss-120b', 'mistral'] });
    const result = await tested(gateway, 'mine');
    expect(result).toEqual({
      ok: true,
      latency_ms: expect.any(Number),
      provider: 'mistral',
      model: expect.any(String),
      attempts: 2,
      trace: expect.stringMatching(/^trc_/),
    });
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({ max_tokens: 16 });
    const trace = await call(gateway, 'GET', `/api/traces/${result.trace}`);
    expect([trace.statusCode, trace.body]).toEqual([200, expect.stringContaining('auto:mine')]);
  });

  it('tells a failure in its answer, without a secret', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    gateway.fleet.get('groq').always('revoked');
    const result = await tested(gateway, 'auto');
    expect(result).toMatchObject({
      ok: false,
      provider: 'groq',
      attempts: 1,
      trace: expect.stringMatching(/^trc_/),
    });
    expect(result.error?.code).toBe('no_provider');
    expect(JSON.stringify(result)).not.toContain('gsk_aaaaa');
    expect(await tested(gateway, 'private')).toMatchObject({
      ok: false,
      provider: null,
      attempts: 0,
      error: { code: 'no_provider', message: expect.stringContaining('No model on this machine') },
    });
  });

  it('of a route that there is none of is a 404', async () => {
    await using gateway = await startGateway({ providers: both });
    const answer = await call(gateway, 'POST', '/api/routes/none/test');
    expect([answer.statusCode, answer.body]).toEqual([
      404,
      expect.stringContaining('There is no route none'),
    ]);
  });
});

it('routes are the administrator’s', async () => {
  await using gateway = await startGateway({ providers: both });
  for (const [method, url] of [
    ['GET', '/api/routes'],
    ['PUT', '/api/routes'],
    ['DELETE', '/api/routes/auto'],
    ['POST', '/api/routes/auto/test'],
  ] as const)
    expect((await gateway.app.inject({ method, url, headers: asClient })).statusCode).toBe(403);
});
