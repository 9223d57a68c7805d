import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import OpenAI, { APIError, AuthenticationError, NotFoundError, toFile } from 'openai';
import { expect, test } from 'vitest';
import { simPicture, simSound, simVector } from '../fleet/media/samples.ts';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { clientKey } from './gateway.ts';
import { cloudflareKey, groqKey, openMedia, type MediaGateway } from './support/media.ts';

const providers: readonly SimSpec[] = [
  { id: 'groq', keys: [groqKey('a')] },
  { id: 'cloudflare', keys: [cloudflareKey] },
  { id: 'ollama', keys: [], models: ['bge-m3:latest'] },
];

function sdk({ url }: MediaGateway, apiKey = clientKey): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
}

test('embeddings: the official library decodes what it asked for as base64', async () => {
  await using media = await openMedia(providers);
  const { data, model, usage } = await sdk(media).embeddings.create({
    model: 'bge-m3',
    input: ['one', 'two'],
  });
  expect(model).toBe('bge-m3');
  expect(data.map(({ embedding }) => [...embedding])).toEqual([
    simVector('bge-m3', 'one', 8),
    simVector('bge-m3', 'two', 8),
  ]);
  expect(usage.total_tokens).toBeGreaterThan(0);
  const floats = await sdk(media).embeddings.create({
    model: 'bge-m3',
    input: 'one',
    encoding_format: 'float',
  });
  expect(floats.data[0]?.embedding).toEqual(simVector('bge-m3', 'one', 8));
});

test('images', async () => {
  await using media = await openMedia(providers);
  const { data, response } = await sdk(media)
    .images.generate({ model: 'flux-1-schnell', prompt: 'a wheel', n: 2 })
    .withResponse();
  expect(data.data?.map(({ b64_json: b64 }) => b64)).toEqual(
    Array.from({ length: 2 }, () => simPicture('cloudflare', 'a wheel').toString('base64')),
  );
  expect(response.headers.get('x-noria-provider')).toBe('cloudflare');
});

test('transcriptions, as an object and as text', async () => {
  await using media = await openMedia(providers);
  const file = (): Promise<File> => toFile(simSound(3), 'talk.wav');
  const { audio } = sdk(media);
  const model = 'whisper-large-v3';
  const whole = await audio.transcriptions.create({ model, file: await file() });
  expect(whole.text).toBe('A recording of 3 seconds.');
  const srt = await audio.transcriptions.create({ model, file: await file(), response_format: 'srt' });
  expect(srt).toContain('00:00:00,000 --> 00:00:03,000');
  const verbose = await audio.transcriptions.create({
    model,
    file: await file(),
    response_format: 'verbose_json',
    timestamp_granularities: ['segment'],
  });
  expect(verbose.segments?.[0]?.end).toBe(3);
  expect(media.gateway.fleet.get('groq').calls.at(-1)?.body).toMatchObject({
    'timestamp_granularities[]': 'segment',
  });
});

test('speech', async () => {
  await using media = await openMedia(providers);
  const speech = await sdk(media).audio.speech.create({ model: 'auto', voice: 'autumn', input: 'Hello' });
  expect(Buffer.from(await speech.arrayBuffer())).toEqual(simSound(0.5));
});

test('errors are the library’s own', async () => {
  await using media = await openMedia(providers);
  const wrong = sdk(media, 'sk-noria-wrong').embeddings.create({ model: 'bge-m3', input: 'x' });
  await expect(wrong).rejects.toThrow(AuthenticationError);
  await expect(sdk(media).images.generate({ model: 'dall-e-9', prompt: 'x' })).rejects.toThrow(NotFoundError);
  const none = sdk(media).embeddings.create({ model: 'auto', input: 'x' });
  await expect(none).rejects.toThrow(APIError);
  await expect(none).rejects.toMatchObject({ status: 400, code: 'invalid_request', param: 'model' });
});

const page = readFileSync(join(import.meta.dirname, '../docs/clients/media.md'), 'utf8');
const examples = [...page.matchAll(/^## (\w+)\n\n```js\n([\s\S]*?)```/gm)].map(
  ([, name = '', code = '']) => [name, code] as const,
);

test('every part of the guide has its example', () => {
  expect(examples.map(([name]) => name)).toEqual(['Embeddings', 'Images', 'Transcriptions', 'Speech']);
});

test.each(examples)('the guide’s example for %s runs as it stands there', async (name, code) => {
  await using media = await openMedia(providers);
  const folder = mkdtempSync(join(tmpdir(), 'noria-guide-'));
  try {
    symlinkSync(join(import.meta.dirname, '../node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'talk.wav'), simSound(2));
    writeFileSync(join(folder, 'example.mjs'), code);
    const env = { ...process.env, OPENAI_BASE_URL: `${media.url}/v1`, OPENAI_API_KEY: clientKey };
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder, env });
    expect(await outcomes[name]?.(stdout, folder)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What each example leaves behind. */
const outcomes: Readonly<Record<string, (stdout: string, folder: string) => boolean>> = {
  Embeddings: (stdout) => stdout === 'bge-m3 2 8\n',
  Images: (_stdout, folder) =>
    readFileSync(join(folder, 'wheel.png')).equals(
      simPicture('cloudflare', 'A water wheel at dawn, woodcut'),
    ),
  Transcriptions: (stdout) => stdout === 'A recording of 2 seconds.\n',
  Speech: (_stdout, folder) => readFileSync(join(folder, 'river.wav')).equals(simSound(2.2)),
};
