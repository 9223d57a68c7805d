import { describe, expect, test } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../gateway.ts';
import { routesOf } from './routes-of.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 } as const;

const always: Readonly<Record<string, string | RegExp>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    /default-src 'none'.*frame-ancestors 'none'|default-src 'self'.*frame-ancestors 'none'/s,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': /camera=\(\)/,
};

/** Names of what an answer lacks. */
function lacks(headers: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(always)
    .filter(([name, wanted]) => {
      const value = headers[name];
      if (typeof value !== 'string') return true;
      return typeof wanted === 'string' ? value !== wanted : !wanted.test(value);
    })
    .map(([name]) => name);
}

const chat = { messages: [{ role: 'user', content: 'Hello' }] };
const post = (gateway: TestGateway, url: string, payload: object) =>
  gateway.app.inject({ method: 'POST', url, headers: asClient, payload });

describe('security headers', () => {
  test('are on the answers of every route, to whoever asks, and on those that no route gives', async () => {
    await using gateway = await startGateway({ env: { NORIA_OLLAMA_API: 'on' } });
    const routes = await routesOf(gateway.app);
    expect(routes.length).toBeGreaterThan(30);
    const missing: string[] = [];
    const others = [
      { method: 'GET', url: '/nothing' },
      { method: 'PUT', url: '/v1/models' },
      { method: 'GET', url: '/%ff' },
      { method: 'OPTIONS', url: '/api/keys' },
    ];
    for (const { method, url } of [...routes, ...others]) {
      // Event streams do not end by themselves.
      if (url === '/api/events') continue;
      for (const who of [{}, asAdmin]) {
        const answer = await gateway.app.inject({ method: method as 'GET', url, headers: who });
        const lacking = lacks(answer.headers);
        if (lacking.length > 0) missing.push(`${method} ${url} ${answer.statusCode}: ${lacking.join(', ')}`);
        expect(Object.keys(answer.headers)).not.toContain('x-powered-by');
        expect(answer.headers['server']).toBeUndefined();
      }
    }
    expect(missing).toEqual([]);
  });

  test('are on streams, on errors of the fast lane and on refusals of the door', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const answers = [
      await post(gateway, '/v1/chat/completions', { ...chat, stream: true }),
      await post(gateway, '/v1/chat/completions', { messages: 7 }),
      await post(gateway, '/v1/messages', { ...chat, model: 'auto', max_tokens: 5, stream: true }),
      await post(gateway, '/api/chat', { message: 'Hello', stream: true }),
      await gateway.app.inject({ url: '/', headers: { host: 'evil.example' } }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 200, 200, 421]);
    for (const { headers } of answers) expect(lacks(headers)).toEqual([]);
  });

  test('a provider’s whole answer, the shortest way, is at least no page', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const { headers } = await post(gateway, '/v1/chat/completions', chat);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-type': 'application/json',
    });
  });

  test('pages run no script of others', async () => {
    await using gateway = await startGateway();
    for (const url of ['/', '/settings', '/sign-in?token=x']) {
      const answer = await gateway.app.inject(url);
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
      expect(policy).toMatch(/base-uri 'none'/);
      expect(policy).toMatch(/form-action 'none'|form-action 'self'/);
    }
  });
});
