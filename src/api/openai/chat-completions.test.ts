import { once } from 'node:events';
import { connect } from 'node:net';
import OpenAI, { APIError } from 'openai';
import { describe, expect, test } from 'vitest';
import { until } from '../../../fleet/testing.ts';
import { asAdmin, asClient, clientKey, startGateway, type TestGateway } from '../../../tests/gateway.ts';

const groq = {
  id: 'groq',
  keys: ['gsk_plantedsecret0000000000000000000000000000000000001'],
  latencyMs: 0,
  chunkMs: 0,
  answer: 'Hello from the wheel',
} as const;
const messages = [{ role: 'user' as const, content: 'Hello' }];

function chat(gateway: TestGateway, payload: unknown, headers: Record<string, string> = {}) {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { ...asClient, ...headers },
    payload: payload as object,
  });
}

describe('POST /v1/chat/completions', () => {
  test('answers whole, with the headers of the contract', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await chat(gateway, { model: 'auto', messages });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: 'Hello from the wheel' } }],
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'x-noria-provider': 'groq',
      'x-noria-model': 'openai/gpt-oss-120b',
      'x-noria-key': 'gsk_plan...0001',
      'x-noria-attempts': '1',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['x-noria-trace']).toMatch(/^trc_/);
    expect(answer.headers['x-noria-overhead-ms']).toMatch(/^\d+\.\d\d$/);
    expect(answer.headers['x-noria-local']).toBeUndefined();
  });

  test('serves the openai library, whole and streamed, and its errors', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const client = new OpenAI({ apiKey: clientKey, baseURL: `${await gateway.listen()}/v1`, maxRetries: 0 });
    const whole = await client.chat.completions.create({ model: 'auto', messages });
    expect(whole.choices[0]?.message.content).toBe('Hello from the wheel');
    const { data: stream, response } = await client.chat.completions
      .create({ model: 'gpt-oss-120b', messages, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('Hello from the wheel');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-noria-provider')).toBe('groq');
    const unknown = await client.chat.completions
      .create({ model: 'gpt-oss-12b', messages })
      .catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(APIError);
    expect(unknown).toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
      type: 'invalid_request_error',
    });
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('groq/openai/gpt-oss-120b');
    expect((await client.models.retrieve('groq/openai/gpt-oss-120b')).owned_by).toBe('groq');
  });

  test('takes the key as x-api-key, the administrator’s token, and any content type', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const inject = (headers: Record<string, string>) =>
      gateway.app.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers,
        payload: JSON.stringify({ messages }),
      });
    expect((await inject({ 'x-api-key': clientKey })).statusCode).toBe(200);
    expect(
      (await inject({ ...asAdmin, 'content-type': 'application/x-www-form-urlencoded' })).statusCode,
    ).toBe(200);
    expect((await inject({ ...asClient, 'content-type': '???' })).statusCode).toBe(200);
  });

  test.each([
    [{}, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: 'Hello' }, 'messages'],
    [{ messages: ['Hello'] }, 'messages[0]'],
    [{ messages: [{ content: 'x' }] }, 'messages[0].role'],
    [{ messages, model: 7 }, 'model'],
    [{ messages, stream: 'yes' }, 'stream'],
    [{ messages, n: 0 }, 'n'],
    [{ messages, max_tokens: 1.5 }, 'max_tokens'],
    [{ messages, stream_options: true }, 'stream_options'],
  ])('names the field that is wrong: %j', async (body, param) => {
    await using gateway = await startGateway();
    const answer = await chat(gateway, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      error: { code: 'invalid_request', type: 'invalid_request_error', param },
    });
    expect(answer.headers['x-noria-trace']).toMatch(/^trc_/);
  });

  test.each([
    ['x-noria-deadline-ms', '0'],
    ['x-noria-deadline-ms', '3600001'],
    ['x-noria-deadline-ms', 'soon'],
    ['x-noria-strategy', 'best'],
    ['x-noria-resume', 'perhaps'],
  ])('refuses the header %s: %s', async (name, value) => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await chat(gateway, { messages }, { [name]: value });
    expect([answer.statusCode, answer.json().error.param]).toEqual([400, name]);
  });

  test('accepts what the headers may say', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const answer = await chat(
      gateway,
      { messages },
      { 'x-noria-deadline-ms': '5000', 'x-noria-strategy': 'cascade', 'x-noria-resume': 'on' },
    );
    expect(answer.statusCode).toBe(200);
  });

  test('passes unknown fields through', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await chat(gateway, { messages, foo_bar: { deep: [1] }, temperature: 0.25 });
    expect(gateway.fleet.get('groq').calls[0]?.body).toMatchObject({
      foo_bar: { deep: [1] },
      temperature: 0.25,
    });
  });

  test('says when a spent pool is free again, in whole seconds rounded up', async () => {
    const limits = [
      { unit: 'requests', amount: 1, window: { kind: 'refill', ms: 60_000 }, per: 'account' },
    ] as const;
    await using gateway = await startGateway({
      providers: [{ ...groq, limits }],
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 12_300 });
    const answer = await chat(gateway, { messages, model: 'groq/openai/gpt-oss-120b' });
    expect(answer.statusCode).toBe(429);
    const { error } = answer.json();
    expect(error).toMatchObject({
      code: 'pool_exhausted',
      type: 'rate_limit_error',
      attempts: [{ provider: 'groq' }],
    });
    expect(error.blocked_by.length).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBe(Math.ceil(error.retry_after_ms / 1_000));
    expect(answer.headers).toMatchObject({
      'x-noria-attempts': '1',
      'x-noria-provider': 'groq',
      'x-noria-key': 'gsk_plan...0001',
    });
  });

  test('a client that leaves ends the upstream call at once, streamed or not', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, chunkMs: 20, chunks: 500 }] });
    const url = await gateway.listen();
    const provider = gateway.fleet.get('groq');
    for (const stream of [true, false]) {
      const leave = new AbortController();
      if (!stream) provider.always('hang');
      const calls = provider.calls.length;
      const asked = fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: asClient,
        body: JSON.stringify({ messages, stream }),
        signal: leave.signal,
      });
      if (stream) await (await asked).body?.getReader().read();
      await until(() => provider.calls.length === calls + 1);
      leave.abort();
      await asked.catch(() => undefined);
      await until(() => provider.calls.at(-1)?.aborted === true);
      await until(() => gateway.context.relay.running === 0);
    }
    expect(provider.openStreams()).toBe(0);
  });

  test('a normal end is no abort: the connection serves the next request', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const { port } = new URL(await gateway.listen());
    const socket = connect(Number(port), '127.0.0.1');
    const body = JSON.stringify({ messages, stream: true });
    const request = `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${clientKey}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    for (const turn of [1, 2]) {
      let seen = '';
      const read = (bytes: Buffer): void => void (seen += bytes.toString());
      socket.on('data', read);
      socket.write(request);
      await until(() => seen.includes('data: [DONE]\n\n') && seen.endsWith('0\r\n\r\n'));
      socket.off('data', read);
      expect(gateway.fleet.get('groq').count(), `turn ${turn}`).toBe(turn);
    }
    socket.end();
    await once(socket, 'close');
    expect(gateway.fleet.get('groq').calls.every(({ aborted }) => !aborted)).toBe(true);
  });
});
