import { expect, test } from 'vitest';
import { startTestCrew } from '../support/crew.ts';
import { groqSpec } from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜.';

test('over several processes `open` still knows who asks from this machine, and nobody can claim it', async () => {
  await using crew = await startTestCrew({
    workers: 2,
    specs: [{ ...groqSpec, answer }],
    env: { NORIA_OLLAMA_API: 'open' },
  });
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
  const ask = (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${crew.url}/ollama/api/chat`, { method: 'POST', body, headers });
  const lines = (await (await ask()).text()).trimEnd().split('\n');
  const said = lines.map((line) => JSON.parse(line) as { message: { content: string }; done: boolean });
  expect(said.map(({ message }) => message.content).join('')).toBe(answer);
  expect(said.at(-1)?.done).toBe(true);
  const proxied = await ask({ 'x-forwarded-for': '203.0.113.7', 'x-noria-peer': '127.0.0.1' });
  expect(proxied.status).toBe(401);
  await proxied.text();
}, 30_000);
