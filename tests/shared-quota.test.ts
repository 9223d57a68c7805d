import { expect, test } from 'vitest';
import type { KeyListView } from '../src/api/views/key-view.ts';
import { asAdmin, asClient, startGateway, type TestGateway } from './gateway.ts';

async function ask(gateway: TestGateway, times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: asClient,
      payload: { model: 'openai/gpt-oss-120b', messages: [{ role: 'user', content: 'Hello' }] },
    });
    expect(answer.statusCode).toBe(200);
  }
}

async function sharing(gateway: TestGateway): Promise<Record<string, string[]>> {
  const { keys } = (await gateway.app.inject({ url: '/api/keys', headers: asAdmin })).json<KeyListView>();
  const names = new Map(keys.map(({ id, masked }) => [id, masked]));
  return Object.fromEntries(
    keys.map(({ masked, shares_quota_with }) => [masked, shares_quota_with.map((id) => names.get(id) ?? id)]),
  );
}

test('two keys that were given as two accounts and draw on one quota are told apart from the third', async () => {
  const keys = [
    { secret: 'gsk_firstfirst0001', account: 'org_one' },
    { secret: 'gsk_secondsecond02', account: 'org_one' },
    { secret: 'gsk_thirdthird0003', account: 'org_two' },
  ];
  await using gateway = await startGateway({
    providers: [{ id: 'groq', keys, latencyMs: 0, chunkMs: 0 }],
    // Noria is not told whose they are.
    env: { GROQ_API_KEYS: keys.map(({ secret }) => secret).join(','), GROQ_API_KEY: '' },
  });
  await ask(gateway, 6);
  expect(Object.values(await sharing(gateway)).flat()).toEqual([]);
  await ask(gateway, 18);
  expect(await sharing(gateway)).toEqual({
    'gsk_firs...0001': ['gsk_seco...nd02'],
    'gsk_seco...nd02': ['gsk_firs...0001'],
    'gsk_thir...0003': [],
  });
});
