import type { ChatResponse, Message } from 'ollama';
import { describe, expect, test } from 'vitest';
import { asClient, clientKey } from '../gateway.ts';
import {
  groqSpec,
  listening,
  mistralSpec,
  type DialectGateway,
  type DialectOptions,
} from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜: the river never stops, and no bucket is dry for long.';
const hello: Message[] = [{ role: 'user', content: 'Hello' }];

function opened({ specs, strategy = 'cascade', env = {} }: DialectOptions): Promise<DialectGateway> {
  return listening({ specs, strategy, env: { NORIA_OLLAMA_API: 'on', ...env } });
}

function post(
  { url }: DialectGateway,
  path: string,
  body: object,
  headers: Record<string, string> = asClient,
) {
  return fetch(`${url}/ollama/api/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}

describe('what the relay does, in Ollama’s dialect', () => {
  const read = async (gateway: DialectGateway, headers: Record<string, string> = {}) => {
    const reply = await post(gateway, 'chat', { messages: hello }, { ...asClient, ...headers });
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await reply.text()).trimEnd().split('\n');
    const text = lines
      .map((line) => (JSON.parse(line) as Partial<ChatResponse>).message?.content ?? '')
      .join('');
    return { text, last: lines.at(-1), headers: reply.headers };
  };

  test('a stream that dies goes on at another provider, without a lost or a repeated character', async () => {
    await using gateway = await opened({
      specs: [
        { ...groqSpec, answer, chunks: 40 },
        { ...mistralSpec, answer },
      ],
    });
    for (const afterChars of [1, 18, 19, 40, 70]) {
      gateway.fleet.get('groq').script({ kind: 'cut', afterChars });
      const { text, last } = await read(gateway);
      expect(text, `cut after ${afterChars}`).toBe(answer);
      expect(last).toContain('"done":true');
    }
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 18 });
    gateway.fleet.get('mistral').always({ kind: 'cut', afterChars: 18 });
    expect((await read(gateway, { 'x-noria-resume': 'off' })).last).toContain('stream_interrupted');
  });

  test('races and hedges', async () => {
    await using gateway = await opened({
      specs: [
        { ...groqSpec, answer, latencyMs: 5_000 },
        { ...mistralSpec, answer },
      ],
    });
    for (const strategy of ['race', 'hedge']) {
      const { text, headers } = await read(gateway, { 'x-noria-strategy': strategy });
      expect(text).toBe(answer);
      expect([headers.get('x-noria-provider'), headers.get('x-noria-attempts')]).toEqual(['mistral', '2']);
    }
  });

  test('waits for quota, and the trace tells of it', async () => {
    await using gateway = await opened({ specs: [{ ...groqSpec, answer }] });
    gateway.fleet.get('groq').script({ kind: 'rate_limited', waitMs: 300 });
    const { text, headers } = await read(gateway);
    expect([text, headers.get('x-noria-attempts')]).toEqual([answer, '2']);
    const trace = await gateway.context.traces.get(headers.get('x-noria-trace') ?? '');
    expect(trace?.waits.length).toBeGreaterThan(0);
  });
});

test.each([
  [{ messages: 'Hello' }, 'messages'],
  [{ messages: [{ role: 'nobody', content: 'x' }] }, 'messages[0].role'],
  [{ messages: [{ role: 'user', content: 7 }] }, 'messages[0].content'],
  [{ messages: [{ role: 'user', content: 'x', images: ['%%%'] }] }, 'messages[0].images[0]'],
  [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages[0]'],
  [{ messages: [{ role: 'assistant', tool_calls: [{}] }] }, 'messages[0].tool_calls[0].function'],
  [{ messages: hello, options: { temperature: 'hot' } }, 'options.temperature'],
  [{ messages: hello, format: 'xml' }, 'format'],
  [{ messages: hello, think: 'hard' }, 'think'],
  [{ messages: hello, stream: 'yes' }, 'stream'],
  [{ messages: hello, model: 7 }, 'model'],
])('names the field that is wrong: %j', async (body, field) => {
  await using gateway = await opened({ specs: [groqSpec] });
  const reply = await post(gateway, 'chat', body);
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({
    code: 'invalid_request',
    error: expect.stringContaining(`"${field}"`),
  });
});

test('the arguments of an earlier call go up with their numbers as they came', async () => {
  await using gateway = await opened({ specs: [{ ...groqSpec, answer }] });
  const args = '{"id":12345678901234567890,"share":1.0}';
  const call = `{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":${args}}}]}`;
  const body = `{"options":{"temperature":1.0},"messages":[{"role":"user","content":"x"},${call},{"role":"tool","content":"y"}]}`;
  const reply = await fetch(`${gateway.url}/ollama/api/chat`, { method: 'POST', body, headers: asClient });
  expect(reply.status).toBe(200);
  await reply.text();
  expect(gateway.fleet.get('groq').calls[0]?.body).toMatchObject({
    temperature: 1,
    messages: [{}, { tool_calls: [{ function: { arguments: args } }] }, { role: 'tool' }],
  });
});

test('the key of nobody reaches neither an answer nor the log', async () => {
  await using gateway = await opened({ specs: [groqSpec], env: { LOG_LEVEL: 'trace' } });
  const reply = await post(
    gateway,
    'chat',
    { messages: hello },
    { authorization: 'Bearer sk-noria-stranger-01' },
  );
  expect(reply.status).toBe(401);
  expect((await reply.text()) + gateway.lines.join('')).not.toContain('sk-noria-stranger-01');
  expect(gateway.lines.join('')).not.toContain(clientKey);
});
