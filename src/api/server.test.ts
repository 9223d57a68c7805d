import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { asAdmin, asClient, clientKey, startGateway } from '../../tests/gateway.ts';
import { createServer } from './server.ts';
import { dial, headOf } from '../../tests/support/dial.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 } as const;

describe('the door', () => {
  test.each([
    ['GET', '/v1/models', {}, 401, 'unauthorized'],
    ['GET', '/v1/models', { authorization: 'Bearer sk-noria-unknown-00000000' }, 401, 'unauthorized'],
    ['GET', '/v1/models', { authorization: 'Basic abc' }, 401, 'unauthorized'],
    ['GET', '/api/keys', {}, 401, 'unauthorized'],
    ['GET', '/api/keys', asClient, 403, 'forbidden'],
    ['POST', '/api/chat', {}, 401, 'unauthorized'],
    ['GET', '/v1/nothing', asClient, 404, 'not_found'],
    ['GET', '/api/nothing', {}, 404, 'not_found'],
    ['GET', '/v1/chat/completions', asClient, 405, 'method_not_allowed'],
    ['PATCH', '/api/chat', asClient, 405, 'method_not_allowed'],
    ['PUT', '/api/keys', asAdmin, 405, 'method_not_allowed'],
    ['GET', '/%ff', {}, 400, 'invalid_request'],
  ] as const)('%s %s: in the dialect of the address', async (...[method, url, headers, status, code]) => {
    await using gateway = await startGateway();
    const answer = await gateway.app.inject({ method, url, headers });
    expect(answer.statusCode).toBe(status);
    const body = answer.json();
    expect(body.error.code).toBe(code);
    expect(typeof body.error.message).toBe('string');
    expect(typeof body.error.type).toBe(url.startsWith('/v1') ? 'string' : 'undefined');
    expect(body.success).toBe(url.startsWith('/api/chat') ? false : undefined);
    expect(answer.headers['x-noria-trace'] !== undefined).toBe(/^\/(v1|api\/chat)/.test(url));
    expect(answer.headers['x-frame-options']).toBe('DENY');
  });

  test('405 says which methods there are', async () => {
    await using gateway = await startGateway();
    const answer = await gateway.app.inject({ method: 'DELETE', url: '/v1/models', headers: asClient });
    expect(answer.headers.allow?.split(', ').toSorted()).toEqual(['GET', 'HEAD']);
  });

  test('refuses an unknown key before the body, and takes no 10 MB upload', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const { socket, seen, closed } = await dial(await gateway.listen());
    let taken = 0;
    socket.write(headOf(['authorization: Bearer sk-noria-wrong-000', 'content-length: 10000000']));
    const chunk = Buffer.alloc(65_536, 'x');
    const timer = setInterval(() => {
      if (taken < 10_000_000 && socket.writable && socket.writableLength === 0)
        taken += socket.write(chunk) ? chunk.length : 0;
    }, 0);
    await until(() => seen().includes('"unauthorized"'));
    await until(() => closed());
    clearInterval(timer);
    expect(seen()).toMatch(/^HTTP\/1\.1 401 /);
    expect(seen().toLowerCase()).toContain('connection: close');
    expect(taken).toBeLessThan(6_000_000);
    socket.destroy();
  });

  test('sends 100-continue only to who is let in', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const url = await gateway.listen();
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
    const stranger = await dial(url);
    stranger.socket.write(headOf(['expect: 100-continue', `content-length: ${body.length}`]));
    await until(() => stranger.seen().includes('401'));
    expect(stranger.seen()).not.toContain('100 Continue');
    const client = await dial(url);
    client.socket.write(
      headOf([
        `authorization: Bearer ${clientKey}`,
        'expect: 100-continue',
        `content-length: ${body.length}`,
      ]),
    );
    await until(() => client.seen().includes('100 Continue'));
    client.socket.write(body);
    await until(() => client.seen().includes('chat.completion'));
    for (const { socket } of [stranger, client]) socket.destroy();
  });

  test('a body beyond the limit: refused by its length at once, or when the chunks exceed it', async () => {
    await using gateway = await startGateway({ env: { NORIA_BODY_LIMIT_MB: '1' } });
    const url = await gateway.listen();
    for (const size of ['content-length: 1048577', 'transfer-encoding: chunked']) {
      const { socket, seen, closed } = await dial(url);
      socket.write(headOf([`authorization: Bearer ${clientKey}`, size]));
      if (size.includes('chunked'))
        for (let piece = 0; piece < 20; piece += 1) socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
      await until(() => closed());
      expect(seen()).toMatch(/^HTTP\/1\.1 413 /);
      expect(seen()).toContain('"body_too_large"');
      socket.destroy();
    }
  });

  test.each([
    ['{"messages": [\n  {"role": x}]}', 'line 2, column 12: "x" where a value is expected'],
    ['{"a": 1,}', 'line 1, column 9: "}" where a name in double quotes is expected'],
    ['{"a": "b', 'line 1, column 7: "\\"" where a value is expected'],
    ['{"a": [1, 2', 'line 1, column 12: the end of the body where , or the end of what is open is expected'],
    ['{"a": 1} {}', 'line 1, column 10: "{" where nothing more is expected'],
    ['{"a": 01}', 'line 1, column 7: "0" where a value is expected'],
    ['[1]', 'The body is an array: a JSON object is expected.'],
    ['"x"', 'The body is a string: a JSON object is expected.'],
    ['', 'The body is missing'],
  ])('wrong JSON %j: says where', async (payload, words) => {
    await using gateway = await startGateway();
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { ...asClient, 'content-type': 'application/json' },
      payload,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain(words);
  });

  test('while draining: 503, and connections close', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    gateway.context.state.draining = true;
    const answer = await gateway.app.inject({ method: 'GET', url: '/v1/models', headers: asClient });
    expect([answer.statusCode, answer.json().error.code, answer.headers.connection]).toEqual([
      503,
      'shutting_down',
      'close',
    ]);
    expect((await gateway.app.inject('/healthz')).statusCode).toBe(200);
    expect((await gateway.app.inject('/readyz')).statusCode).toBe(503);
  });

  test('closing waits for a running stream, and for no idle client', async () => {
    await using gateway = await startGateway({
      providers: [
        { ...groq, chunks: 10, chunkMs: 30, answer: 'one two three four five six seven eight nine ten' },
      ],
    });
    const { socket, seen } = await dial(await gateway.listen());
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], stream: true });
    socket.write(headOf([`authorization: Bearer ${clientKey}`, `content-length: ${body.length}`]) + body);
    await until(() => seen().includes('data: '));
    gateway.context.state.draining = true;
    await gateway.app.close();
    expect(seen()).toContain('data: [DONE]');
  });

  test('an error nobody foresaw is a plain 500, and the log has its cause', async () => {
    await using gateway = await startGateway();
    const context = {
      ...gateway.context,
      relay: { ...gateway.context.relay, chat: () => Promise.reject(new TypeError('deep inside')) },
    };
    await using app = createServer(context);
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: asClient,
      payload: { messages: [{ role: 'user', content: 'x' }] },
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('deep inside');
    expect(gateway.lines.join('')).toContain('deep inside');
  });
});
