import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simVector } from '../fleet/media/samples.ts';
import type { SimFault, SimSpec } from '../fleet/sim-spec.ts';
import { openMedia, told } from './support/media.ts';

interface Embeddings {
  readonly model: string;
  readonly data: readonly { readonly index: number; readonly embedding: readonly number[] | string }[];
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}

const togetherKey = `tgp_v1_${'k'.repeat(40)}`;
const bge = { id: 'together', keys: [togetherKey], models: ['BAAI/bge-m3', 'BAAI/bge-large-en-v1.5'] };
const ollama = {
  id: 'ollama',
  keys: [],
  models: ['bge-m3:latest', 'nomic-embed-text:latest', 'llama3.1:8b'],
};
const read = async (response: Response): Promise<Embeddings> => (await response.json()) as Embeddings;

test('answers as OpenAI does, in the order of the inputs, and names the family', async () => {
  await using media = await openMedia([ollama]);
  const response = await media.post('/embeddings', { model: 'bge-m3', input: ['one', 'two'] });
  expect(response.status).toBe(200);
  expect(response.headers.get('x-noria-provider')).toBe('ollama');
  expect(response.headers.get('x-noria-model')).toBe('bge-m3:latest');
  expect(response.headers.get('x-noria-trace')).toMatch(/^trc_/);
  expect(await read(response)).toMatchObject({
    object: 'list',
    model: 'bge-m3',
    data: [
      { object: 'embedding', index: 0, embedding: simVector('bge-m3', 'one', 8) },
      { object: 'embedding', index: 1, embedding: simVector('bge-m3', 'two', 8) },
    ],
    usage: { prompt_tokens: 2, total_tokens: 2 },
  });
});

test('base64 is the same numbers as 32-bit floats, and the provider is asked for numbers', async () => {
  await using media = await openMedia([ollama]);
  const response = await media.post('/embeddings', {
    model: 'bge-m3',
    input: 'one',
    encoding_format: 'base64',
  });
  const { embedding } = (await read(response)).data[0] ?? { embedding: '' };
  const bytes = Buffer.from(String(embedding), 'base64');
  const floats = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  expect(floats).toEqual(simVector('bge-m3', 'one', 8));
  expect(media.gateway.fleet.get('ollama').calls[0]?.body).not.toHaveProperty('encoding_format');
});

test.each<SimFault>([
  'rate_limited',
  'server_error',
  'partial_json',
  'empty_answer',
  'error_in_body',
  'html_error',
])('another provider of the same family takes over after %s', async (fault) => {
  await using media = await openMedia([bge, ollama]);
  media.gateway.fleet.get('together').always(fault);
  const response = await media.post('/embeddings', { model: 'bge-m3', input: 'one' });
  expect(response.status).toBe(200);
  expect(response.headers.get('x-noria-provider')).toBe('ollama');
  expect(response.headers.get('x-noria-attempts')).toBe('2');
  expect((await read(response)).data[0]?.embedding).toEqual(simVector('bge-m3', 'one', 8));
});

test('whatever fails, vectors come from the asked family, or there is an error', async () => {
  await using media = await openMedia([bge, ollama]);
  const { fleet } = media.gateway;
  const faults: readonly SimFault[] = [
    'ok',
    'server_error',
    'rate_limited',
    'model_gone',
    'cut',
    'overloaded',
  ].map((kind) => (kind === 'cut' ? { kind, afterChars: 1 } : { kind }) as SimFault);
  const fault = fc.constantFrom(...faults);
  const model = fc.constantFrom('bge-m3', 'bge-large-en-v1.5', 'nomic-embed-text', 'ollama/bge-m3:latest');
  await fc.assert(
    fc.asyncProperty(model, fault, fault, async (asked, first, second) => {
      fleet.get('together').always(first);
      fleet.get('ollama').always(second);
      const response = await media.post(
        '/embeddings',
        { model: asked, input: 'text' },
        { 'x-noria-deadline-ms': '300' },
      );
      const family = asked.replace(/^ollama\//, '').replace(/:latest$/, '');
      if (response.status !== 200) {
        expect((await told(response)).code).toMatch(/\w/);
        return;
      }
      const { model: named, data } = await read(response);
      expect(named).toBe(family);
      expect(data[0]?.embedding).toEqual(simVector(family, 'text', 8));
    }),
    { numRuns: 40, seed: 5 },
  );
}, 60_000);

test.each([undefined, 'auto', 'auto:fast'])(
  'model %s is refused with the list of those there are',
  async (model) => {
    await using media = await openMedia([ollama]);
    const response = await media.post('/embeddings', { model, input: 'one' });
    expect(response.status).toBe(400);
    expect(await told(response)).toMatchObject({
      code: 'invalid_request',
      param: 'model',
      message: expect.stringContaining('bge-m3, nomic-embed-text'),
    });
    expect(response.headers.get('x-noria-trace')).toMatch(/^trc_/);
  },
);

test('an alias of several families is refused, one of a single family serves', async () => {
  const yaml = 'aliases: { several: [bge-m3, nomic-embed-text], mine: nomic-embed-text }';
  await using media = await openMedia([ollama], { yaml });
  const refused = await media.post('/embeddings', { model: 'several', input: 'one' });
  expect(refused.status).toBe(400);
  expect((await told(refused)).message).toContain('several (bge-m3, nomic-embed-text)');
  const served = await read(await media.post('/embeddings', { model: 'mine', input: 'one' }));
  expect(served.model).toBe('nomic-embed-text');
});

test('Cloudflare’s vectors of a model are a family of their own', async () => {
  const key = `${'a1'.repeat(16)}:${'t'.repeat(40)}`;
  const cloudflare = {
    id: 'cloudflare',
    keys: [key],
    models: ['@cf/openai/gpt-oss-120b', '@cf/baai/bge-m3'],
  };
  await using media = await openMedia([cloudflare, bge]);
  media.gateway.fleet.get('together').always('server_error');
  const asked = { model: 'bge-m3', input: 'one' };
  expect((await media.post('/embeddings', asked)).status).toBe(502);
  const own = await media.post('/embeddings', { ...asked, model: 'cloudflare-bge-m3' });
  expect(await read(own)).toMatchObject({ model: 'cloudflare-bge-m3' });
});

test('a provider that passes over `dimensions` never answers for one that heeds it', async () => {
  await using media = await openMedia([{ ...bge, ignoresDimensions: true }, ollama]);
  const response = await media.post('/embeddings', { model: 'bge-m3', input: 'one', dimensions: 4 });
  expect(response.headers.get('x-noria-provider')).toBe('ollama');
  expect((await read(response)).data[0]?.embedding).toHaveLength(4);
  media.gateway.fleet.get('ollama').always('server_error');
  const alone = await media.post('/embeddings', { model: 'bge-large-en-v1.5', input: 'one', dimensions: 4 });
  expect(alone.status).toBe(400);
  expect((await told(alone)).param).toBe('dimensions');
});

test('a model of one’s own is for vectors when noria.yaml says so, whatever it is called', async () => {
  const mine = { id: 'mine', profile: 'openai', keys: ['secret-of-mine'], models: ['my-encoder'] } as const;
  const yaml =
    'providers: { mine: { base_url: "http://127.0.0.1:9/v1", models: { my-encoder: { purpose: embedding } } } }';
  await using media = await openMedia([mine], { yaml });
  const response = await media.post('/embeddings', { model: 'my-encoder', input: 'one' });
  expect((await read(response)).data[0]?.embedding).toEqual(simVector('my-encoder', 'one', 8));
  const messages = [{ role: 'user', content: 'x' }];
  const chat = await media.post('/chat/completions', { model: 'my-encoder', messages });
  expect(chat.status).toBe(404);
});

test('one id in two families leads to the family that is configured first, and never to the other', async () => {
  const server = (id: string): SimSpec => ({
    id,
    profile: 'openai',
    keys: [`secret-of-${id}`],
    models: ['embed-x'],
  });
  const entry = (id: string): string =>
    `${id}: { base_url: "http://127.0.0.1:9/v1", models: { embed-x: { purpose: embedding, family: ${id}-x } } }`;
  await using media = await openMedia([server('east'), server('west')], {
    yaml: `providers: { ${entry('east')}, ${entry('west')} }`,
  });
  const ask = (model: string): Promise<Response> => media.post('/embeddings', { model, input: 'one' });
  const served = (await read(await ask('embed-x'))).model;
  const [chosen, other] = served === 'east-x' ? ['east', 'west'] : ['west', 'east'];
  media.gateway.fleet.get(chosen).always('server_error');
  expect((await ask('embed-x')).status).toBe(502);
  expect(media.gateway.fleet.get(other).count()).toBe(0);
  expect((await read(await ask(`${other}-x`))).model).toBe(`${other}-x`);
});

test('a list longer than the window of one text is no too long prompt', async () => {
  const key = `AIza${'g'.repeat(35)}`;
  const gemini = { id: 'gemini', keys: [key], models: ['gemini-embedding-001'] };
  await using media = await openMedia([gemini]);
  const input = Array.from({ length: 100 }, (_, index) => `${'words '.repeat(40)}${index}`);
  const response = await media.post('/embeddings', { model: 'gemini-embedding-001', input });
  expect(response.status).toBe(200);
  expect((await read(response)).data).toHaveLength(100);
  expect(media.used('gemini', 'requests', 'gemini-embedding-001')).toBeCloseTo(1);
});

test.each([
  [{ input: 'x', model: 7 }, 'model'],
  [{ model: 'bge-m3' }, 'input'],
  [{ model: 'bge-m3', input: '' }, 'input'],
  [{ model: 'bge-m3', input: [] }, 'input'],
  [{ model: 'bge-m3', input: ['a', ''] }, 'input[1]'],
  [{ model: 'bge-m3', input: [1, 2] }, 'input[0]'],
  [{ model: 'bge-m3', input: [[1, 2]] }, 'input[0]'],
  [{ model: 'bge-m3', input: { a: 1 } }, 'input'],
  [{ model: 'bge-m3', input: Array.from({ length: 2_049 }, () => 'x') }, 'input'],
  [{ model: 'bge-m3', input: 'x', encoding_format: 'hex' }, 'encoding_format'],
  [{ model: 'bge-m3', input: 'x', dimensions: 0 }, 'dimensions'],
  [{ model: 'bge-m3', input: 'x', dimensions: '4' }, 'dimensions'],
  [{ model: 'bge-m3', input: 'x', user: 1 }, 'user'],
])('refuses %j and names %s', async (body, param) => {
  await using media = await openMedia([ollama]);
  const response = await media.post('/embeddings', body);
  expect(response.status).toBe(400);
  expect(await told(response)).toMatchObject({ code: 'invalid_request', param });
});

test('needs a key, and knows no model that is not there', async () => {
  await using media = await openMedia([ollama]);
  const nobody = await media.post(
    '/embeddings',
    { model: 'bge-m3', input: 'x' },
    { authorization: 'Bearer no' },
  );
  expect(nobody.status).toBe(401);
  const unknown = await media.post('/embeddings', { model: 'bge-m4', input: 'x' });
  expect(unknown.status).toBe(404);
  expect((await told(unknown)).message).toContain('bge-m3');
  const chatOnly = await media.post('/embeddings', { model: 'llama3.1:8b', input: 'x' });
  expect(chatOnly.status).toBe(404);
});
