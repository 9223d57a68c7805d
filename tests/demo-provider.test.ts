import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { until } from '../fleet/testing.ts';
import type { DemoView } from '../src/api/views/demo-view.ts';
import type { RouteListView } from '../src/api/views/route-view.ts';
import { asAdmin, asClient, startGateway, temporaryFolder, type TestGateway } from './gateway.ts';

const groqSecret = `gsk_${'a'.repeat(40)}`;
const groq: SimSpec = { id: 'groq', keys: [groqSecret], limits: [], latencyMs: 0, chunkMs: 0 };
const ollama: SimSpec = { id: 'ollama', keys: [], limits: [], latencyMs: 0, chunkMs: 0 };

async function demo(gateway: TestGateway, method: 'GET' | 'POST' | 'DELETE'): Promise<DemoView> {
  const answer = await gateway.app.inject({ method, url: '/api/demo', headers: asAdmin });
  expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('running')]);
  return answer.json<DemoView>();
}

async function chat(gateway: TestGateway, model = 'auto', content = 'Hello there', more: object = {}) {
  const answer = await gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload: { model, messages: [{ role: 'user', content }], ...more },
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body };
}

describe('POST /api/demo', () => {
  it('serves somebody who has nothing, says so, and ends with DELETE', async () => {
    await using gateway = await startGateway();
    expect(await demo(gateway, 'GET')).toEqual({ running: false, provider: null, since: null });
    expect((await chat(gateway)).status).toBe(503);
    expect(await demo(gateway, 'POST')).toEqual({
      running: true,
      provider: 'demo',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    const answer = await chat(gateway);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-noria-provider': 'demo', 'x-noria-model': 'simulation', 'x-noria-key': '' },
    });
    expect(answer.headers).not.toHaveProperty('x-noria-local');
    expect(answer.text).toMatch(/\(simulated\) simulation at demo received: “Hello there”/);
    expect((await chat(gateway, 'auto', 'Bonjour, que faire avec des poireaux ?')).text).toContain(
      '(simulated – réponse simulée)',
    );
    const streamed = await chat(gateway, 'auto:smart', 'Hello there', { stream: true });
    expect(streamed.text.split('\n\n').length).toBeGreaterThan(10);
    expect(streamed.text.trim().endsWith('data: [DONE]')).toBe(true);
    expect(await demo(gateway, 'GET')).toMatchObject({ running: true });
    expect(await demo(gateway, 'DELETE')).toEqual({ running: false, provider: null, since: null });
    expect((await chat(gateway)).status).toBe(503);
    expect(await demo(gateway, 'DELETE')).toMatchObject({ running: false });
  });

  it('is no part of auto:private, of the keys, nor of what a route may name', async () => {
    await using gateway = await startGateway();
    await demo(gateway, 'POST');
    expect((await chat(gateway, 'auto:private')).status).toBe(503);
    const keys = await gateway.app.inject({ url: '/api/keys', headers: asAdmin });
    expect(keys.json()).toMatchObject({ keys: [] });
    const { routes, names } = (
      await gateway.app.inject({ url: '/api/routes', headers: asAdmin })
    ).json<RouteListView>();
    expect(names.providers).not.toContain('demo');
    const auto = routes.find(({ name }) => name === 'auto');
    expect(auto?.steps).not.toContain('demo');
    expect(auto?.leads_to).toEqual([{ provider: 'demo', model: 'simulation', ready: true }]);
    for (const [method, url, payload] of [
      ['POST', '/api/keys', { provider: 'demo', secret: 'whatever' }],
      ['PUT', '/api/providers/demo', { rotation: 'sticky' }],
    ] as const) {
      const refused = await gateway.app.inject({ method, url, headers: asAdmin, payload });
      expect([url, refused.statusCode]).toEqual([url, url === '/api/keys' ? 404 : 409]);
    }
    const forecast = await gateway.app.inject({ url: '/api/forecast', headers: asAdmin });
    expect(forecast.json()).toMatchObject({ providers: [] });
    const providers = await gateway.app.inject({ url: '/api/providers', headers: asAdmin });
    expect(providers.json<{ providers: object[] }>().providers).toContainEqual(
      expect.objectContaining({ id: 'demo', name: 'Simulation' }),
    );
  });

  it('is asked only where nobody else can serve, and nobody stays with it', async () => {
    await using gateway = await startGateway({ providers: [ollama] });
    await gateway.context.discovery.start();
    await demo(gateway, 'POST');
    expect((await chat(gateway)).headers['x-noria-provider']).toBe('ollama');
    expect((await chat(gateway, 'auto:fast')).headers['x-noria-provider']).toBe('ollama');
    // Each of its two models once.
    gateway.fleet.get('ollama').script('server_error', 'server_error');
    const providers: unknown[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await gateway.app.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers: { ...asClient, 'x-noria-session': 'one' },
        payload: { messages: [{ role: 'user', content: 'Hello' }] },
      });
      providers.push(answer.headers['x-noria-provider']);
    }
    expect(providers).toEqual(['demo', 'ollama']);
  });

  it('continues no text that another model has begun', async () => {
    await using gateway = await startGateway({
      providers: [{ ...ollama, answer: 'A real one. '.repeat(30) }],
    });
    await gateway.context.discovery.start();
    await demo(gateway, 'POST');
    gateway.fleet.get('ollama').always({ kind: 'cut', afterChars: 60 });
    const { text } = await chat(gateway, 'auto', 'Hello', { stream: true });
    expect(text).toContain('A real one.');
    expect(text).not.toContain('simulated');
    expect(text).toContain('stream_interrupted');
  }, 30_000);

  it('ends when the first real key is added, and a running answer may end', async () => {
    await using gateway = await startGateway({ providers: [groq], env: { GROQ_API_KEYS: '' } });
    await demo(gateway, 'POST');
    const running = chat(gateway, 'auto', 'Tell me a story', { stream: true });
    await until(() => gateway.context.relay.running > 0);
    const added = await gateway.app.inject({
      method: 'POST',
      url: '/api/keys',
      headers: asAdmin,
      payload: { provider: 'groq', secret: groqSecret },
    });
    expect(added.statusCode).toBe(201);
    expect(await demo(gateway, 'GET')).toEqual({ running: false, provider: null, since: null });
    expect((await chat(gateway)).headers['x-noria-provider']).toBe('groq');
    const { text } = await running;
    expect(text).toContain('simulated');
    expect(text.trim().endsWith('data: [DONE]')).toBe(true);
    const refused = await gateway.app.inject({ method: 'POST', url: '/api/demo', headers: asAdmin });
    expect([refused.statusCode, refused.body]).toEqual([
      409,
      expect.stringContaining('There is a key of Groq: nothing needs to be simulated'),
    ]);
  });

  it('does not take the place of a provider of one’s own', async () => {
    await using gateway = await startGateway({ env: { NORIA_ALLOWED_HOSTS: '127.0.0.1' } });
    await gateway.app.inject({
      method: 'PUT',
      url: '/api/providers/demo',
      headers: asAdmin,
      payload: { base_url: 'http://127.0.0.1:9/v1', models: ['m'] },
    });
    const refused = await gateway.app.inject({ method: 'POST', url: '/api/demo', headers: asAdmin });
    expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('called demo')]);
  });

  it('is gone after a restart, and may begin again', async () => {
    const folder = temporaryFolder();
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (let life = 0; life < 2; life += 1) {
      await using gateway = await startGateway({ folder });
      expect(await demo(gateway, 'GET')).toMatchObject({ running: false });
      expect((await chat(gateway)).status).toBe(503);
      await demo(gateway, 'POST');
      expect((await chat(gateway)).status).toBe(200);
    }
  });

  it('writes content, labelled by who serves it', async () => {
    await using gateway = await startGateway();
    await demo(gateway, 'POST');
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/api/content-generator/generate/',
      headers: asClient,
      payload: { content_type: 'email-subject', topic: 'gourde isotherme', language: 'fr', variants: 3 },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ success: true, provider: 'demo', model: 'simulation' });
    expect(answer.json<{ variants: string[] }>().variants).toHaveLength(3);
  });

  it('is the administrator’s to start', async () => {
    await using gateway = await startGateway();
    for (const method of ['GET', 'POST', 'DELETE'] as const)
      expect((await gateway.app.inject({ method, url: '/api/demo', headers: asClient })).statusCode).toBe(
        403,
      );
  });
});
