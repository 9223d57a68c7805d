import { GoogleGenAI } from '@google/genai';
import { Ollama } from 'ollama';
import { expect, test } from 'vitest';
import { asClient, clientKey, startGateway, type TestGateway } from '../gateway.ts';

const model = 'gemini-embedding-001';
const spec = {
  id: 'gemini',
  keys: ['AIzaSy0000000000000000000000000000000000'],
  limits: [],
  models: [model],
};

async function opened(): Promise<{ gateway: TestGateway; ai: GoogleGenAI; ollama: Ollama; url: string }> {
  const gateway = await startGateway({ providers: [spec], env: { NORIA_OLLAMA_API: 'on' } });
  const url = await gateway.listen();
  const ai = new GoogleGenAI({ apiKey: clientKey, httpOptions: { baseUrl: url } });
  return { gateway, ai, url, ollama: new Ollama({ host: `${url}/ollama`, headers: asClient }) };
}

test('@google/genai and ollama get the same vectors, one for each text in its order', async () => {
  const { gateway, ai, ollama } = await opened();
  await using _ = gateway;
  const texts = ['a river', 'a wheel', 'a river'];
  const { embeddings = [] } = await ai.models.embedContent({ model, contents: texts });
  const vectors = embeddings.map(({ values }) => values ?? []);
  expect(vectors).toHaveLength(3);
  expect(vectors[0]?.length).toBeGreaterThan(3);
  expect(vectors[0]).toEqual(vectors[2]);
  expect(vectors[0]).not.toEqual(vectors[1]);
  const batch = await ollama.embed({ model, input: texts });
  expect(batch.embeddings).toEqual(vectors);
  expect(batch).toMatchObject({ model, prompt_eval_count: expect.any(Number) });
  expect(batch.total_duration).toBeGreaterThan(0);
  expect((await ollama.embed({ model: `${model}:latest`, input: 'a wheel' })).embeddings).toEqual([
    vectors[1],
  ]);
  expect((await ollama.embeddings({ model, prompt: 'a wheel' })).embedding).toEqual(vectors[1]);
});

test('a single text by its own address, with the headers of the contract', async () => {
  const { gateway, url } = await opened();
  await using _ = gateway;
  const reply = await fetch(`${url}/v1beta/models/${model}:embedContent`, {
    method: 'POST',
    headers: { 'x-goog-api-key': clientKey },
    body: JSON.stringify({ content: { parts: [{ text: 'a river' }] }, output_dimensionality: 8 }),
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('x-noria-provider')).toBe('gemini');
  const { embedding } = (await reply.json()) as { embedding: { values: number[] } };
  expect(embedding.values).toHaveLength(8);
});

test('vectors of another model are never given: an unknown name is a 404', async () => {
  const { gateway, ai, ollama } = await opened();
  await using _ = gateway;
  await expect(
    ai.models.embedContent({ model: 'gemini-embedding-900', contents: 'x' }),
  ).rejects.toMatchObject({ status: 404 });
  await expect(ollama.embed({ model: 'nomic-embed-text', input: 'x' })).rejects.toMatchObject({
    status_code: 404,
  });
  await expect(ollama.embed({ model, input: [] })).rejects.toMatchObject({ status_code: 400 });
});
