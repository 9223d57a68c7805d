import { describe, expect, test } from 'vitest';
import { asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';

interface Listed {
  readonly id: string;
  readonly object: string;
  readonly owned_by: string;
  readonly context_window?: number;
}

async function list(gateway: TestGateway): Promise<readonly Listed[]> {
  return (await gateway.app.inject({ url: '/v1/models', headers: asClient })).json<{ data: Listed[] }>().data;
}

describe('GET /v1/models', () => {
  test('lists auto, aliases, families and pinned models that can serve', async () => {
    await using gateway = await startGateway({ providers: [{ id: 'groq', keys: ['gsk_k1'] }] });
    const models = await list(gateway);
    const ids = models.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['auto', 'llama-70b', 'gpt-oss-120b', 'groq/openai/gpt-oss-120b']),
    );
    expect(ids).not.toContain('auto:private');
    expect(ids.some((id) => id.includes('whisper'))).toBe(false);
    expect(ids.some((id) => id.startsWith('mistral/'))).toBe(false);
    expect(new Set(ids).size).toBe(ids.length);
    expect(models.find(({ id }) => id === 'groq/openai/gpt-oss-120b')).toMatchObject({
      object: 'model',
      owned_by: 'groq',
      context_window: 131_072,
    });
  });

  test('lists auto:private once a local provider answers', async () => {
    await using gateway = await startGateway({
      providers: [{ id: 'ollama', keys: [], models: ['llama3.1:8b'] }],
    });
    expect(await list(gateway)).toEqual([]);
    await gateway.context.discovery.start();
    expect((await list(gateway)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['auto', 'auto:private', 'ollama/llama3.1:8b']),
    );
  });

  test('tells of one model by its id, slashes included', async () => {
    await using gateway = await startGateway({ providers: [{ id: 'groq', keys: ['gsk_k1'] }] });
    for (const id of ['auto', 'groq/openai/gpt-oss-120b', encodeURIComponent('groq/openai/gpt-oss-120b')]) {
      const answer = await gateway.app.inject({ url: `/v1/models/${id}`, headers: asClient });
      expect(answer.json()).toMatchObject({ id: decodeURIComponent(id), object: 'model' });
    }
    const unknown = await gateway.app.inject({ url: '/v1/models/groq/nothing', headers: asClient });
    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'model_not_found']);
  });
});
