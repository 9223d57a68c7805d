import { expect, test } from 'vitest';
import type { KeyView } from '../src/api/views/key-view.ts';
import { ask, asAdmin, send, startTestCrew, steadyAgent, type TestCrew } from './support/crew.ts';
import { groqKey } from './support/gateway.ts';

const clients = 6;

async function admin(crew: TestCrew, method: string, path: string, body?: object): Promise<unknown> {
  const { status, text } = await send(`${crew.url}${path}`, {
    method,
    headers: { ...asAdmin, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect([status, text]).toEqual([expect.toBeOneOf([200, 201]), expect.stringContaining('{')]);
  return JSON.parse(text) as unknown;
}

/** What several clients get, whatever worker has them. */
async function statuses(crew: TestCrew, model = 'auto'): Promise<ReadonlySet<number>> {
  const agents = Array.from({ length: clients }, steadyAgent);
  const replies = await Promise.all(agents.map((agent) => ask(crew.url, { model }, agent)));
  for (const agent of agents) agent.destroy();
  return new Set(replies.map(({ status }) => status));
}

test('what is done to keys and providers holds in every process once it is answered', async () => {
  await using crew = await startTestCrew({
    workers: 2,
    specs: [{ id: 'groq', keys: [groqKey(1)], limits: [], latencyMs: 5 }],
    env: { GROQ_API_KEY: '', GROQ_API_KEYS: '' },
  });
  expect(await statuses(crew)).toEqual(new Set([503]));
  const { id } = (await admin(crew, 'POST', '/api/keys', {
    provider: 'groq',
    secret: groqKey(1),
  })) as KeyView;
  expect(await statuses(crew)).toEqual(new Set([200]));
  for (let round = 0; round < 2; round += 1) {
    await admin(crew, 'DELETE', `/api/keys/${id}`);
    expect(await statuses(crew)).toEqual(new Set([503]));
    await admin(crew, 'POST', `/api/keys/${id}/restore`);
    expect(await statuses(crew)).toEqual(new Set([200]));
  }
  await admin(crew, 'DELETE', `/api/keys/${id}`);
  await admin(crew, 'POST', '/api/keys/bulk', { text: groqKey(1) });
  expect(await statuses(crew)).toEqual(new Set([200]));
  await admin(crew, 'PUT', '/api/providers/groq', { models: { 'of-mine': {} } });
  expect(await statuses(crew, 'of-mine')).not.toContain(404);
  await admin(crew, 'DELETE', '/api/providers/groq');
  expect(await statuses(crew, 'of-mine')).toEqual(new Set([404]));
});
