import { expect, test } from 'vitest';
import { asAdmin, asClient, send, startTestCrew } from '../support/crew.ts';

const specs = [{ id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 }] as const;

test('behind worker processes the door is the same: hosts, guesses by who is really connected, sessions', async () => {
  await using crew = await startTestCrew({ workers: 2, specs });
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });
  const chat = (headers: Record<string, string>) =>
    send(`${crew.url}/v1/chat/completions`, { method: 'POST', headers: { ...asClient, ...headers }, body });
  expect((await chat({})).status).toBe(200);
  expect((await chat({ host: 'evil.example' })).status).toBe(421);
  expect((await chat({ host: 'localhost:6674' })).status).toBe(200);

  const login = await send(`${crew.url}/api/session`, {
    method: 'POST',
    body: JSON.stringify({ token: asAdmin.authorization.slice('Bearer '.length) }),
  });
  const cookie = String(login.headers['set-cookie']).replace(/;.*$/s, '');
  expect((await send(`${crew.url}/api/keys`, { headers: { cookie } })).status).toBe(200);

  const statuses: number[] = [];
  for (let count = 0; count < 11; count += 1) {
    // What a client says of its own address is not believed.
    const headers = { authorization: `Bearer guess-${count}`, 'x-noria-peer': `203.0.113.${count}` };
    statuses.push((await send(`${crew.url}/api/keys`, { headers })).status);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  expect((await send(`${crew.url}/api/keys`, { headers: { cookie } })).status).toBe(200);
  expect((await chat({})).status).toBe(200);
});
