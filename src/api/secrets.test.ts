import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { adminToken, asAdmin, asClient, clientKey, startGateway } from '../../tests/gateway.ts';

const planted = 'gsk_plantedsecret0123456789abcdefghijklmnopqrstuvwxyz01';
const added = 'gsk_addedsecret9876543210abcdefghijklmnopqrstuvwxyz9999';

/** A provider that puts the caller's credential into everything it says. */
async function startEcho(): Promise<{ url: string; status: { now: number }; close: () => void }> {
  const status = { now: 500 };
  const server = createServer((req, res) => {
    const key = req.headers.authorization ?? '';
    const error = {
      message: `Bad key ${key} at https://x.test/?key=${key.slice(7)}`,
      code: `c_${key.slice(7)}`,
      type: 'x',
    };
    req.resume();
    res.writeHead(status.now, { 'content-type': 'application/json', 'x-echo': key });
    res.end(
      JSON.stringify(
        status.now === 200
          ? {
              choices: [{ index: 0, message: { role: 'assistant', content: 'fine' }, finish_reason: 'stop' }],
            }
          : { error },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status,
    close: () => server.close(),
  };
}

test('no key, client key or admin token appears in an answer, a header or a log line', async () => {
  const echo = await startEcho();
  await using gateway = await startGateway({
    env: { GROQ_API_KEY: planted, GROQ_BASE_URL: echo.url, NORIA_MAX_WAIT_MS: '0' },
  });
  const url = await gateway.listen();
  const seen: string[] = [];
  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    seen.push(`${response.status} ${JSON.stringify([...response.headers])} ${text}`);
    return text;
  };
  const body = (extra: object): string =>
    JSON.stringify({
      model: 'groq/openai/gpt-oss-120b',
      messages: [{ role: 'user', content: 'Hi' }],
      ...extra,
    });
  const list = (await ask('/api/keys', { headers: asAdmin })) || '{}';
  const { id } = (JSON.parse(list) as { keys: { id: string }[] }).keys[0] ?? { id: '' };
  const json = { method: 'POST', headers: asAdmin };
  await ask('/api/keys', {
    ...json,
    body: JSON.stringify({ provider: 'groq', secret: added, label: 'mine' }),
  });
  await ask('/api/keys', { ...json, body: JSON.stringify({ provider: 'groq', secret: added }) });
  await ask('/api/keys', {
    ...json,
    body: JSON.stringify({ provider: 'mistral', secret: 'sk-or-v1-thisisnotamistralkey00000000000001' }),
  });
  await ask('/api/keys', { ...json, body: `{ "provider": "groq", "secret": ${added} }` });
  await ask('/api/keys', { ...json, body: JSON.stringify({ provider: 'nobody', secret: added }) });
  for (const status of [500, 400, 401, 402, 403, 404, 413, 422, 429, 503, 200]) {
    echo.status.now = status;
    for (const stream of [true, false])
      await ask('/v1/chat/completions', { method: 'POST', headers: asClient, body: body({ stream }) });
    await ask('/api/chat', { method: 'POST', headers: asClient, body: JSON.stringify({ message: 'Hi' }) });
    await ask(`/api/keys/${id}/test`, { method: 'POST', headers: asAdmin });
    await ask('/api/providers/groq/test', { method: 'POST', headers: asAdmin });
    await ask('/api/keys', { headers: asAdmin });
    await ask(`/api/keys/${id}/reset`, { method: 'POST', headers: asAdmin });
  }
  for (const path of [
    '/',
    '/settings',
    '/api/health',
    '/healthz',
    '/v1/models',
    '/v1/models/groq/x',
    '/api/providers',
    '/api/traces?limit=500',
  ])
    await ask(path, { headers: asAdmin });
  await ask(`/v1/${planted}`, { headers: asClient });
  await ask(`/v1/nothing?key=${clientKey}`, { headers: { authorization: `Bearer ${planted}` } });
  echo.close();
  const everything = [...seen, ...gateway.lines].join('\n');
  expect(everything).toContain('gsk_plan...yz01');
  expect(everything).toContain('200');
  for (const secret of [planted, added, clientKey, adminToken]) {
    for (const line of [...seen, ...gateway.lines]) expect(line).not.toContain(secret);
  }
});
