import { expect, it } from 'vitest';
import type { QuotasView } from '../src/api/views/quota-view.ts';
import type { UsageView } from '../src/api/views/usage-view.ts';
import { asAdmin, asClient, ask, dailyGroq, dailyYaml, send, startTestCrew } from './support/crew.ts';
import { groqKey } from './support/gateway.ts';

async function show<T>(url: string): Promise<T> {
  return JSON.parse((await send(url, { headers: asAdmin })).text) as T;
}

const body = { model: 'auto', max_tokens: 20, messages: [{ role: 'user', content: 'hello' }] };
/** Enough that each of the workers, who take connections in turn, has its share. */
const rounds = 4;

it('what workers have served is counted by surface and by key, as one process would count it', async () => {
  await using crew = await startTestCrew({
    workers: 2,
    specs: [dailyGroq([groqKey(1), groqKey(2)], 100)],
    yaml: dailyYaml(100),
  });
  const { url, service } = crew;
  for (let round = 0; round < rounds; round += 1) {
    expect((await ask(url, round % 2 === 0 ? {} : { stream: true })).status).toBe(200);
    const sent = { method: 'POST', headers: { ...asClient, 'content-type': 'application/json' } };
    const answer = await send(`${url}/v1/messages`, { ...sent, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  }
  // Told a moment later.
  await expect
    .poll(async () => (await show<UsageView>(`${url}/api/usage`)).totals.successes, { timeout: 3_000 })
    .toBe(2 * rounds);
  const { rows } = await show<UsageView>(`${url}/api/usage?by=app`);
  expect(rows).toMatchObject([
    { app: 'chat', requests: rounds, successes: rounds, failures: 0 },
    { app: 'messages', requests: rounds, successes: rounds, failures: 0 },
  ]);
  expect(rows[0]?.latency_ms.mean).toBeGreaterThanOrEqual(1);
  const { keyring, tally } = service.context;
  const byKey = keyring.list().map(({ id }) => tally.keyToday(id));
  expect(byKey.reduce((sum, { successes }) => sum + successes, 0)).toBe(2 * rounds);
  const quotas = await show<QuotasView>(`${url}/api/quotas`);
  expect(quotas.totals).toMatchObject([{ unit: 'requests', limit: 200, used: 2 * rounds }]);
  expect(quotas.providers).toMatchObject([{ id: 'groq', served_today: 2 * rounds }]);

  // A failed attempt and a request that nobody served are told with their surface too.
  crew.fleet.get('groq').revoke(groqKey(1));
  crew.fleet.get('groq').revoke(groqKey(2));
  expect((await ask(url)).status).toBeGreaterThanOrEqual(500);
  await expect
    .poll(async () => (await show<UsageView>(`${url}/api/usage?by=app,provider`)).rows, { timeout: 3_000 })
    .toMatchObject([
      { app: 'chat', provider: '', requests: 1, failures: 1 },
      { app: 'chat', provider: 'groq', successes: rounds, failures: 2 },
      { app: 'messages', provider: 'groq' },
    ]);
  expect((await show<QuotasView>(`${url}/api/quotas`)).totals).toEqual([]);
});
