import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { simSound } from '../fleet/media/samples.ts';
import type { SimFault, SimSpec } from '../fleet/sim-spec.ts';
import { until } from '../fleet/testing.ts';
import { asClient, clientKey } from './gateway.ts';
import { groqKey, openMedia, told, type MediaGateway } from './support/media.ts';

const whisper = 'whisper-large-v3-turbo';
const groq: SimSpec = { id: 'groq', keys: [groqKey('a')] };
const twoAccounts: SimSpec = { id: 'groq', keys: [groqKey('a'), groqKey('b')] };
const mine: SimSpec = {
  id: 'mine',
  profile: 'openai',
  keys: ['secret-of-mine'],
  models: [whisper, 'my-voice'],
};
const mineYaml = `providers: { mine: { base_url: "http://127.0.0.1:9/v1", models: { ${whisper}: {}, my-voice: { purpose: speech } } } }`;

function form(
  fields: Readonly<Record<string, string>> = {},
  { bytes = simSound(12), name = 'talk.wav', type = 'audio/wav' } = {},
): FormData {
  const made = new FormData();
  for (const [field, value] of Object.entries({ model: whisper, ...fields })) made.append(field, value);
  made.append('file', new File([new Uint8Array(bytes)], name, { type }));
  return made;
}

test('a recording goes up as a form and comes back as text, with the headers of every answer', async () => {
  await using media = await openMedia([groq]);
  const response = await media.transcribe(form({ language: 'en', prompt: 'names', temperature: '0.2' }));
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ text: 'A recording of 12 seconds.' });
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(response.headers.get('x-noria-provider')).toBe('groq');
  expect(response.headers.get('x-noria-key')).not.toContain(groqKey('a'));
  expect(media.gateway.fleet.get('groq').calls[0]?.body).toEqual({
    model: whisper,
    language: 'en',
    prompt: 'names',
    temperature: '0.2',
    response_format: 'verbose_json',
  });
});

test.each([
  ['text', 'text/plain; charset=utf-8', 'A recording of 12 seconds.\n'],
  ['srt', 'text/plain; charset=utf-8', '1\n00:00:00,000 --> 00:00:12,000\nA recording of 12 seconds.\n\n'],
  [
    'vtt',
    'text/vtt; charset=utf-8',
    'WEBVTT\n\n00:00:00.000 --> 00:00:12.000\nA recording of 12 seconds.\n\n',
  ],
])('%s is rendered from what the provider tells', async (format, type, text) => {
  await using media = await openMedia([groq]);
  const response = await media.transcribe(form({ response_format: format }));
  expect(response.headers.get('content-type')).toBe(type);
  expect(await response.text()).toBe(text);
});

test('verbose_json passes as the provider wrote it; a server that is asked for text answers text', async () => {
  await using media = await openMedia([groq, mine], { yaml: mineYaml });
  const verbose = await media.transcribe(form({ response_format: 'verbose_json', model: `groq/${whisper}` }));
  expect(await verbose.json()).toMatchObject({ task: 'transcribe', duration: 12, segments: [{ end: 12 }] });
  const text = await media.transcribe(form({ response_format: 'text', model: `mine/${whisper}` }));
  expect(await text.text()).toBe('A recording of 12 seconds.\n');
  expect(media.gateway.fleet.get('mine').calls[0]?.body).toMatchObject({ response_format: 'text' });
});

test('the seconds of a WAV are known before, those of other files by what the transcript tells', async () => {
  await using media = await openMedia([groq]);
  await media.transcribe(form());
  expect(media.used('groq', 'seconds', whisper)).toBeCloseTo(12, 0);
  const mp3 = { bytes: Buffer.alloc(160_000, 1), name: 'talk.mp3', type: 'audio/mpeg' };
  await media.transcribe(form({}, mp3));
  // 20 s were reserved at 64 kbit/s, 10 s it was.
  expect(media.used('groq', 'seconds', whisper)).toBeCloseTo(22, 0);
});

test('a recording that is longer than what is left of the hour goes to another account, then to nobody', async () => {
  const yaml = `providers: { groq: { models: { ${whisper}: { limits: { seconds: { hour: 20 } } } } } }`;
  await using media = await openMedia([twoAccounts], { yaml });
  const ask = (): Promise<Response> => media.transcribe(form(), { 'x-noria-deadline-ms': '500' });
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect((await told(refused)).code).toBe('pool_exhausted');
  expect(new Set(media.gateway.fleet.get('groq').calls.map(({ key }) => key)).size).toBe(2);
});

test.each<SimFault>(['rate_limited', 'server_error', 'partial_json', 'html_error'])(
  'another provider of the model takes over after %s',
  async (fault) => {
    await using media = await openMedia([groq, mine], { yaml: mineYaml });
    media.gateway.fleet.get('groq').always(fault);
    const response = await media.transcribe(form());
    expect(await response.json()).toEqual({ text: 'A recording of 12 seconds.' });
    expect(response.headers.get('x-noria-provider')).toBe('mine');
  },
);

test('speech comes as sound, in the format that the model has', async () => {
  await using media = await openMedia([groq]);
  const response = await media.post('/audio/speech', { input: 'Hello there', voice: 'autumn' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('audio/wav');
  expect(response.headers.get('x-noria-model')).toBe('canopylabs/orpheus-v1-english');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(simSound(1.1));
  expect(media.gateway.fleet.get('groq').calls[0]?.body).toEqual({
    response_format: 'wav',
    model: 'canopylabs/orpheus-v1-english',
    input: 'Hello there',
    voice: 'autumn',
  });
  expect(media.used('groq', 'requests', 'canopylabs/orpheus-v1-english')).toBeCloseTo(1, 1);
});

test.each<SimFault>([
  'rate_limited',
  'server_error',
  'error_in_body',
  'empty_answer',
  { kind: 'cut', afterChars: 1 },
])('another account speaks after %o', async (fault) => {
  await using media = await openMedia([twoAccounts]);
  media.gateway.fleet.get('groq').script(fault);
  const response = await media.post('/audio/speech', { input: 'Hello', voice: 'autumn' });
  expect(response.status).toBe(200);
  expect(response.headers.get('x-noria-attempts')).toBe('2');
});

test.each([
  [{ voice: 'a' }, 'input'],
  [{ input: '' }, 'input'],
  [{ input: 'x'.repeat(20_001) }, 'input'],
  [{ input: 'x', voice: 7 }, 'voice'],
  [{ input: 'x', speed: 9 }, 'speed'],
  [{ input: 'x', response_format: 'midi' }, 'response_format'],
  [{ input: 'x', stream_format: 'sse' }, 'stream_format'],
])('speech refuses %j and names %s', async (body, param) => {
  await using media = await openMedia([groq]);
  const response = await media.post('/audio/speech', body);
  expect(response.status).toBe(400);
  expect((await told(response)).param).toBe(param);
});

test.each([
  [(made: FormData) => made.delete('file'), 'file'],
  [(made: FormData) => made.set('file', 'text'), 'file'],
  [(made: FormData) => made.set('file', new File([], 'empty.wav')), 'file'],
  [(made: FormData) => made.append('file', new File(['x'], 'second.wav')), 'file'],
  [(made: FormData) => made.append('other', new File(['x'], 'other.wav')), 'other'],
  [(made: FormData) => made.append('model', 'two'), 'model'],
  [(made: FormData) => made.set('response_format', 'pdf'), 'response_format'],
  [(made: FormData) => made.set('temperature', 'hot'), 'temperature'],
  [(made: FormData) => made.set('stream', 'true'), 'stream'],
])('a wrong form is refused: %s names %s', async (spoil, param) => {
  await using media = await openMedia([groq]);
  const made = form();
  spoil(made);
  const response = await media.transcribe(made);
  expect(response.status).toBe(400);
  expect(await told(response)).toMatchObject({ code: 'invalid_request', param });
});

const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';

test.each([
  ['no body', 'multipart/form-data; boundary=b', ''],
  ['JSON', 'application/json', '{"file":"x"}'],
  ['no boundary', 'multipart/form-data', `${head}x\r\n--b--\r\n`],
  ['an empty boundary', 'multipart/form-data; boundary=', head],
  ['another boundary', 'multipart/form-data; boundary=c', `${head}x\r\n--b--\r\n`],
  ['no end', 'multipart/form-data; boundary=b', `${head}xxxx`],
  ['no part', 'multipart/form-data; boundary=b', '--b--\r\n'],
  ['no heads', 'multipart/form-data; boundary=b', '--b\r\n\r\nx\r\n--b--\r\n'],
  ['an endless head', 'multipart/form-data; boundary=b', `--b\r\n${'x'.repeat(100_000)}\r\n--b--\r\n`],
  ['a thousand parts', 'multipart/form-data; boundary=b', `${`${head}x\r\n`.repeat(1_000)}--b--\r\n`],
  [
    'prototype fields',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n',
  ],
  ['a type with a line break', 'multipart/form-data; boundary="a\tb"', 'x'],
  ['noise', 'multipart/form-data; boundary=b', '\u0000\u0001--b\r\n--b--'],
  ['compression', 'multipart/form-data; boundary=b', head],
])('a hostile form (%s) is a 400', async (what, type, body) => {
  await using media = await openMedia([groq]);
  const encoding = what === 'compression' ? { 'content-encoding': 'gzip' } : {};
  const response = await fetch(`${media.url}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': type, ...encoding },
    body,
  });
  expect(response.status).toBe(400);
  expect((await told(response)).code).toBe('invalid_request');
  expect(media.gateway.fleet.get('groq').count()).toBe(0);
});

test('a recording beyond the limit of bodies is a 413', async () => {
  await using media = await openMedia([groq], { env: { NORIA_BODY_LIMIT_MB: '1' } });
  const response = await media.transcribe(
    form({}, { bytes: Buffer.alloc(1_200_000), name: 'a.mp3', type: '' }),
  );
  expect(response.status).toBe(413);
  expect((await told(response)).code).toBe('body_too_large');
});

test('nothing of a form is read before the key is known to be good', async () => {
  await using media = await openMedia([groq]);
  const answer = await answerToHead(media, 'sk-noria-wrong');
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

/** Sends the head of a form alone. */
function answerToHead(media: MediaGateway, key: string): Promise<string> {
  const { hostname, port } = new URL(media.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /v1/audio/transcriptions HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n` +
          'content-type: multipart/form-data; boundary=b\r\ncontent-length: 500000\r\n\r\n',
      ),
    );
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });
}

test('a client that leaves ends the call to the provider', async () => {
  await using media = await openMedia([{ ...groq, latencyMs: 60_000 }]);
  const leaving = new AbortController();
  const left = fetch(`${media.url}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clientKey}` },
    body: form(),
    signal: leaving.signal,
  });
  const { fleet } = media.gateway;
  await until(() => fleet.get('groq').calls.length === 1);
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await until(() => fleet.get('groq').calls[0]?.aborted === true);
});
