import { expect, test } from 'vitest';
import { predictionsOf } from '../fleet/media/predictions.ts';
import { simPicture } from '../fleet/media/samples.ts';
import type { SimFault, SimSpec } from '../fleet/sim-spec.ts';
import { until } from '../fleet/testing.ts';
import { asClient } from './gateway.ts';
import { cloudflareKey, openMedia, told } from './support/media.ts';

interface Images {
  readonly created: number;
  readonly data: readonly { readonly b64_json?: string; readonly url?: string }[];
}

const cloudflare: SimSpec = { id: 'cloudflare', keys: [cloudflareKey] };
const huggingface: SimSpec = { id: 'huggingface', keys: [`hf_${'h'.repeat(34)}`] };
const together: SimSpec = { id: 'together', keys: [`tgp_v1_${'k'.repeat(40)}`] };
const gemini: SimSpec = {
  id: 'gemini',
  keys: [`AIza${'g'.repeat(35)}`],
  models: ['gemini-3.5-flash-lite', 'gemini-3.1-flash-image'],
  limits: [],
};
const replicate: SimSpec = { id: 'replicate', keys: [`r8_${'r'.repeat(37)}`] };
const mine: SimSpec = { id: 'mine', profile: 'openai', keys: ['secret-of-mine'], models: ['my-painter'] };
const mineYaml =
  'providers: { mine: { base_url: "http://127.0.0.1:9/v1", models: { my-painter: { purpose: image } } } }';

const read = async (response: Response): Promise<Images> => (await response.json()) as Images;
const painted = (provider: string, prompt = 'a wheel'): string =>
  simPicture(provider, prompt).toString('base64');

test.each([
  [cloudflare, 'flux-1-schnell'],
  [huggingface, 'flux-1-schnell'],
  [together, 'flux-1-schnell'],
  [gemini, 'gemini-3.1-flash-image'],
  [replicate, 'flux-1-schnell'],
  [mine, 'my-painter'],
])('the shape of %o answers base64', async (spec, model) => {
  await using media = await openMedia([spec], { yaml: mineYaml });
  const response = await media.post('/images/generations', { model, prompt: 'a wheel', size: '1024x768' });
  expect(await response.clone().text()).not.toContain('"error"');
  expect(response.headers.get('x-noria-provider')).toBe(spec.id);
  const { data, created } = await read(response);
  expect(data).toEqual([{ b64_json: painted(spec.id) }]);
  expect(created).toBeGreaterThan(1_700_000_000);
});

test('each shape says the size in its own way', async () => {
  await using media = await openMedia([together, huggingface, gemini, replicate, mine], { yaml: mineYaml });
  const ask = (model: string): Promise<Response> =>
    media.post('/images/generations', { model, prompt: 'a wheel', size: '1536x1024', quality: 'hd' });
  const bodyOf = (id: string): unknown => media.gateway.fleet.get(id).calls.at(-1)?.body;
  await ask('together/black-forest-labs/FLUX.1-schnell');
  expect(bodyOf('together')).toMatchObject({
    width: 1_536,
    height: 1_024,
    response_format: 'base64',
    quality: 'hd',
  });
  expect(bodyOf('together')).not.toHaveProperty('size');
  await ask('huggingface/black-forest-labs/FLUX.1-schnell');
  expect(bodyOf('huggingface')).toEqual({ inputs: 'a wheel', parameters: { width: 1_536, height: 1_024 } });
  await ask('gemini-3.1-flash-image');
  expect(bodyOf('gemini')).toMatchObject({ generationConfig: { imageConfig: { aspectRatio: '3:2' } } });
  await ask('replicate/black-forest-labs/flux-schnell');
  expect(bodyOf('replicate')).toEqual({ input: { prompt: 'a wheel', aspect_ratio: '3:2' } });
  await ask('my-painter');
  expect(bodyOf('mine')).toMatchObject({ size: '1536x1024', response_format: 'b64_json', quality: 'hd' });
});

test.each<SimFault>([
  'rate_limited',
  'server_error',
  'error_in_body',
  'partial_json',
  'empty_answer',
  'quota_day',
])('another provider takes over after %s', async (fault) => {
  await using media = await openMedia([cloudflare, huggingface]);
  media.gateway.fleet.get('cloudflare').onModel('@cf/black-forest-labs/flux-1-schnell', fault);
  const response = await media.post('/images/generations', { model: 'auto', prompt: 'a wheel' });
  expect(response.headers.get('x-noria-provider')).toBe('huggingface');
  expect(response.headers.get('x-noria-attempts')).toBe('2');
  expect((await read(response)).data).toEqual([{ b64_json: painted('huggingface') }]);
});

test('a free provider is asked before one that is paid for, and a chat model never', async () => {
  await using media = await openMedia([replicate, together, cloudflare]);
  const response = await media.post('/images/generations', { prompt: 'a wheel' });
  expect(response.headers.get('x-noria-provider')).toBe('cloudflare');
  const chat = await media.post('/images/generations', { prompt: 'a wheel', model: 'gpt-oss-120b' });
  expect(chat.status).toBe(404);
});

test('neurons of a picture are reserved and settled; of a refused one nothing is kept', async () => {
  await using media = await openMedia([cloudflare]);
  const ask = (): Promise<Response> => media.post('/images/generations', { prompt: 'a wheel' });
  await ask();
  expect(media.used('cloudflare', 'neurons', '*')).toBeCloseTo(57.6);
  expect(media.gateway.fleet.get('cloudflare').used(1, 'a1'.repeat(16))).toBeCloseTo(57.6);
  media.gateway.fleet.get('cloudflare').script({ kind: 'bad_param', field: 'prompt' });
  expect((await ask()).status).toBe(400);
  expect(media.used('cloudflare', 'neurons', '*')).toBeCloseTo(57.6);
});

test('when the neurons of the day are spent the answer says when they come back', async () => {
  const yaml = 'providers: { cloudflare: { limits: { neurons: { day: 100 } } } }';
  await using media = await openMedia([cloudflare], { yaml });
  const ask = (): Promise<Response> =>
    media.post('/images/generations', { prompt: 'a wheel' }, { 'x-noria-deadline-ms': '2000' });
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await told(refused)).code).toBe('pool_exhausted');
  expect(media.gateway.fleet.get('cloudflare').count({ model: '@cf/black-forest-labs/flux-1-schnell' })).toBe(
    1,
  );
});

test('n pictures are n calls, and count as such', async () => {
  await using media = await openMedia([cloudflare, huggingface]);
  const response = await media.post('/images/generations', {
    prompt: 'a wheel',
    n: 3,
    model: 'flux-1-schnell',
  });
  expect((await read(response)).data).toHaveLength(3);
  expect(response.headers.get('x-noria-attempts')).toBe('3');
  const calls = ['cloudflare', 'huggingface'].map((id) => media.gateway.fleet.get(id).count({ status: 200 }));
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(3);
  media.gateway.fleet.get('huggingface').always('server_error');
  media.gateway.fleet.get('cloudflare').always('server_error');
  const failed = await media.post('/images/generations', {
    prompt: 'a wheel',
    n: 2,
    model: 'flux-1-schnell',
  });
  expect(failed.status).toBe(502);
  expect(failed.headers.get('x-noria-trace')).toMatch(/^trc_/);
});

test('`url` is passed on where the provider gives one, else it is base64', async () => {
  await using media = await openMedia([mine, cloudflare], { yaml: mineYaml });
  const ask = async (model: string): Promise<Images['data'][number] | undefined> =>
    (await read(await media.post('/images/generations', { model, prompt: 'a', response_format: 'url' })))
      .data[0];
  expect((await ask('my-painter'))?.url).toMatch(/\/files\/a\.png$/);
  expect((await ask('flux-1-schnell'))?.b64_json).toBe(painted('cloudflare', 'a'));
});

test('a server that refuses response_format is asked again without it', async () => {
  await using media = await openMedia([mine], { yaml: mineYaml });
  media.gateway.fleet.get('mine').script({ kind: 'bad_param', field: 'response_format' });
  const response = await media.post('/images/generations', { model: 'my-painter', prompt: 'a wheel' });
  expect(response.status).toBe(200);
  expect(media.gateway.fleet.get('mine').calls.at(-1)?.body).not.toHaveProperty('response_format');
});

test('a prediction is looked at until it is done, a refused look is made again, and its file needs no key', async () => {
  const slow = { ...replicate, predictions: { looks: 2, busy: 2 } };
  await using media = await openMedia([slow]);
  const response = await media.post('/images/generations', { model: 'flux-1-schnell', prompt: 'a wheel' });
  expect((await read(response)).data).toEqual([{ b64_json: painted('replicate') }]);
  expect(media.gateway.fleet.get('replicate').count()).toBe(1);
  expect(predictionsOf(slow)).toEqual(['succeeded']);
});

test('a prediction that fails is a failed attempt in its own words', async () => {
  await using media = await openMedia([{ ...replicate, predictions: { looks: 1, fails: true } }]);
  const response = await media.post('/images/generations', { model: 'flux-1-schnell', prompt: 'a wheel' });
  expect(response.status).toBe(502);
  expect((await told(response)).message).toContain('NSFW content detected');
});

test('a client that leaves ends the call, and a prediction is cancelled', async () => {
  const slow = { ...replicate, predictions: { looks: 1_000 } };
  await using media = await openMedia([slow]);
  const leaving = new AbortController();
  const left = fetch(`${media.url}/v1/images/generations`, {
    method: 'POST',
    headers: asClient,
    body: JSON.stringify({ model: 'flux-1-schnell', prompt: 'a wheel' }),
    signal: leaving.signal,
  });
  await until(() => predictionsOf(slow)[0] === 'processing');
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await until(() => predictionsOf(slow)[0] === 'canceled');
});

test('a deadline ends it with 504', async () => {
  await using media = await openMedia([{ ...cloudflare, latencyMs: 60_000 }]);
  const headers = { 'x-noria-deadline-ms': '150' };
  const response = await media.post('/images/generations', { prompt: 'a wheel' }, headers);
  expect(response.status).toBe(504);
  expect((await told(response)).code).toBe('deadline_exceeded');
  await until(() => media.gateway.fleet.get('cloudflare').calls[0]?.aborted === true);
});

test.each([
  [{}, 'prompt'],
  [{ prompt: '' }, 'prompt'],
  [{ prompt: ['a'] }, 'prompt'],
  [{ prompt: 'a', n: 0 }, 'n'],
  [{ prompt: 'a', n: 11 }, 'n'],
  [{ prompt: 'a', n: 1.5 }, 'n'],
  [{ prompt: 'a', size: 'large' }, 'size'],
  [{ prompt: 'a', size: '99999x1' }, 'size'],
  [{ prompt: 'a', size: 1_024 }, 'size'],
  [{ prompt: 'a', response_format: 'png' }, 'response_format'],
  [{ prompt: 'a', quality: 1 }, 'quality'],
  [{ prompt: 'a', stream: true }, 'stream'],
  [{ prompt: 'a', model: {} }, 'model'],
])('refuses %j and names %s', async (body, param) => {
  await using media = await openMedia([cloudflare]);
  const response = await media.post('/images/generations', body);
  expect(response.status).toBe(400);
  expect(await told(response)).toMatchObject({ code: 'invalid_request', param });
});
