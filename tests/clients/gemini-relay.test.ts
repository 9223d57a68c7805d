import { GoogleGenAI } from '@google/genai';
import { describe, expect, test } from 'vitest';
import { clientKey } from '../gateway.ts';
import { all, groqSpec, listening, mistralSpec, type DialectGateway } from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜: the river never stops, and no bucket is dry for long.';

function clientOf({ url }: Pick<DialectGateway, 'url'>, headers: Record<string, string> = {}): GoogleGenAI {
  return new GoogleGenAI({ apiKey: clientKey, httpOptions: { baseUrl: url, headers } });
}

describe('what the relay does, in Gemini’s dialect', () => {
  const read = async (gateway: DialectGateway, headers: Record<string, string> = {}) => {
    const stream = await clientOf(gateway, headers).models.generateContentStream({
      model: 'auto',
      contents: 'Hello',
    });
    const chunks = await all(stream);
    const told = chunks[0]?.sdkHttpResponse?.headers ?? {};
    return { text: chunks.map(({ text = '' }) => text).join(''), headers: told };
  };

  test('a stream that dies goes on at another provider, without a lost or a repeated character', async () => {
    await using gateway = await listening({
      specs: [
        { ...groqSpec, answer, chunks: 40 },
        { ...mistralSpec, answer },
      ],
    });
    for (const afterChars of [1, 18, 19, 40, 70]) {
      gateway.fleet.get('groq').script({ kind: 'cut', afterChars });
      expect((await read(gateway)).text, `cut after ${afterChars}`).toBe(answer);
    }
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 18 });
    gateway.fleet.get('mistral').always({ kind: 'cut', afterChars: 18 });
    await expect(read(gateway, { 'x-noria-resume': 'off' })).rejects.toThrow('stream_interrupted');
  });

  test('races and hedges', async () => {
    await using gateway = await listening({
      specs: [
        { ...groqSpec, answer, latencyMs: 5_000 },
        { ...mistralSpec, answer },
      ],
    });
    for (const strategy of ['race', 'hedge']) {
      const { text, headers } = await read(gateway, { 'x-noria-strategy': strategy });
      expect(text).toBe(answer);
      expect(headers).toMatchObject({ 'x-noria-provider': 'mistral', 'x-noria-attempts': '2' });
    }
  });

  test('waits for quota, and the trace tells of it', async () => {
    await using gateway = await listening({ specs: [{ ...groqSpec, answer }] });
    gateway.fleet.get('groq').script({ kind: 'rate_limited', waitMs: 300 });
    const { text, headers } = await read(gateway);
    expect(text).toBe(answer);
    expect(headers['x-noria-attempts']).toBe('2');
    const trace = gateway.context.traces.get(headers['x-noria-trace'] ?? '');
    expect((await trace)?.waits.length).toBeGreaterThan(0);
  });
});

describe('Gemini’s addresses', () => {
  const body = JSON.stringify({
    contents: [{ parts: [{ text: 'Hello' }] }],
    generation_config: { max_output_tokens: 90 },
  });
  const post = (gateway: DialectGateway, path: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}${path}`, { method: 'POST', body, headers });

  test('take the key in the query, and never tell it', async () => {
    await using gateway = await listening({ specs: [{ ...groqSpec, answer }], env: { LOG_LEVEL: 'trace' } });
    const good = await post(gateway, `/v1beta/models/auto:generateContent?key=${clientKey}`);
    expect(good.status).toBe(200);
    await good.text();
    expect(gateway.fleet.get('groq').calls[0]?.body).toMatchObject({ max_tokens: 90 });
    const secret = 'sk-noria-stranger-0123456789';
    for (const path of [
      'models/auto:generateContent',
      'models/auto:dance',
      'nothing',
      'models/nobody:countTokens',
      '%ff',
      'models/%ff:generateContent',
      `models/${'x'.repeat(600)}`,
    ]) {
      const bad = await post(gateway, `/v1beta/${path}?key=${secret}`);
      expect(bad.status).toBeGreaterThanOrEqual(400);
      expect((await bad.text()) + JSON.stringify([...bad.headers])).not.toContain(secret);
    }
    expect((await post(gateway, `/v1beta/models/auto:generateContent?key=${secret}`)).status).toBe(401);
    expect((await post(gateway, `/v1/chat/completions?key=${clientKey}`)).status).toBe(401);
    const told = gateway.lines.join('') + JSON.stringify(await gateway.context.traces.list({ limit: 50 }));
    expect(told).not.toContain(secret);
    expect(told).not.toContain(clientKey);
  });

  test('stream a JSON array where nobody asks for events', async () => {
    await using gateway = await listening({ specs: [{ ...groqSpec, answer }] });
    const headers = { 'x-goog-api-key': clientKey };
    const reply = await post(gateway, '/v1beta/models/auto:streamGenerateContent', headers);
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const list = (await reply.json()) as { candidates: { content: { parts: { text: string }[] } }[] }[];
    expect(list.map(({ candidates }) => candidates[0]?.content.parts[0]?.text).join('')).toBe(answer);
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 20 });
    const broken = (await (
      await post(gateway, '/v1beta/models/auto:streamGenerateContent', {
        ...headers,
        'x-noria-resume': 'off',
      })
    ).json()) as { error?: object }[];
    expect(broken.at(-1)?.error).toMatchObject({ code: 502 });
  });

  test.each([
    ['POST', 'models/auto:dance', 404, 'NOT_FOUND'],
    ['POST', 'models/auto', 404, 'NOT_FOUND'],
    ['GET', 'nothing', 404, 'NOT_FOUND'],
    ['DELETE', 'models', 405, 'UNIMPLEMENTED'],
    ['POST', 'models/gemini-embedding-900:embedContent', 400, 'INVALID_ARGUMENT'],
  ])('%s %s is a %i', async (method, path, status, name) => {
    await using gateway = await listening({ specs: [groqSpec] });
    const reply = await fetch(`${gateway.url}/v1beta/${path}`, {
      method,
      headers: { 'x-goog-api-key': clientKey },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ error: { code: status, status: name } });
  });
});
