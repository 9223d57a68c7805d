import { expect, test } from 'vitest';
import type { HealthView } from '../src/api/views/health-view.ts';
import { asAdmin, asClient, startGateway, type TestGateway } from './gateway.ts';

const cloud = ['gpt-oss:120b-cloud', 'my-cloud-model:latest'];

function chat(gateway: TestGateway, model: string) {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: asClient,
    payload: { model, messages: [{ role: 'user', content: 'Hello' }] },
  });
}

async function fallback(gateway: TestGateway): Promise<HealthView['local_fallback']> {
  const answer = await gateway.app.inject({ url: '/api/health', headers: asAdmin });
  return answer.json<HealthView>().local_fallback;
}

test('auto:private asks no model that a local Ollama has its cloud answer, and none of them is called local', async () => {
  await using gateway = await startGateway({
    providers: [{ id: 'ollama', keys: [], models: cloud, latencyMs: 0, chunkMs: 0 }],
  });
  await gateway.context.discovery.start();
  expect((await chat(gateway, 'auto:private')).statusCode).toBe(503);
  expect(gateway.fleet.get('ollama').count()).toBe(0);
  const answer = await chat(gateway, 'auto');
  expect([answer.statusCode, answer.headers['x-noria-local']]).toEqual([200, undefined]);
  const trace = await gateway.context.traces.get(String(answer.headers['x-noria-trace']));
  expect(trace?.local).toBe(false);
  expect(gateway.context.tally.today().local_requests).toBe(0);
  expect(await fallback(gateway)).toMatchObject({ ready: false, model: null });
});

test('auto:private asks what that Ollama runs itself', async () => {
  await using gateway = await startGateway({
    providers: [{ id: 'ollama', keys: [], models: [...cloud, 'qwen3:4b'], latencyMs: 0, chunkMs: 0 }],
  });
  await gateway.context.discovery.start();
  const answer = await chat(gateway, 'auto:private');
  expect([answer.statusCode, answer.headers['x-noria-model'], answer.headers['x-noria-local']]).toEqual([
    200,
    'qwen3:4b',
    'true',
  ]);
  expect(await fallback(gateway)).toMatchObject({ ready: true, model: 'qwen3:4b' });
});
