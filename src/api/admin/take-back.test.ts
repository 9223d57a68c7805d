import { expect, test } from 'vitest';
import { asAdmin, startGateway, temporaryFolder, type TestGateway } from '../../../tests/gateway.ts';
import type { ProviderView } from '../views/provider-view.ts';

async function put(gateway: TestGateway, id: string, payload: object): Promise<ProviderView> {
  const url = `/api/providers/${id}`;
  const answer = await gateway.app.inject({ method: 'PUT', url, headers: asAdmin, payload });
  expect(answer.statusCode, `of ${answer.body}`).toBe(200);
  return answer.json<ProviderView>();
}

async function groqOf(gateway: TestGateway): Promise<ProviderView | undefined> {
  const answer = await gateway.app.inject({ url: '/api/providers', headers: asAdmin });
  return answer.json<{ providers: ProviderView[] }>().providers.find(({ id }) => id === 'groq');
}

test('a setting is taken back by null, the others stay, and a restart knows it', async () => {
  const folder = temporaryFolder();
  let limits: unknown;
  {
    await using first = await startGateway({ folder });
    limits = (await groqOf(first))?.limits;
    await put(first, 'groq', { rotation: 'sticky', limits: { requests: { day: 7 } } });
    const after = await put(first, 'groq', { limits: null });
    expect(after).toMatchObject({ limits, rotation: 'sticky', changed: true });
  }
  await using second = await startGateway({ folder });
  expect(await groqOf(second)).toMatchObject({ limits, rotation: 'sticky', changed: true });
  const plain = await put(second, 'groq', { rotation: null });
  expect(plain).toMatchObject({ limits, rotation: 'round-robin', changed: false });
});

test('an own server without its limits learns them; without its models it is none', async () => {
  await using gateway = await startGateway();
  const models = ['some-model'];
  const limits = { requests: { minute: 5 } };
  await put(gateway, 'mine', { base_url: 'https://llm.example.org/v1', models, limits });
  expect(await put(gateway, 'mine', { limits: null })).toMatchObject({ limits: [], own: true });
  const refused = await gateway.app.inject({
    method: 'PUT',
    url: '/api/providers/mine',
    headers: asAdmin,
    payload: { models: null },
  });
  expect(refused.statusCode).toBe(400);
  expect(refused.json()).toMatchObject({ error: { param: 'models' } });
});
