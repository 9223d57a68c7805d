import { expect, it } from 'vitest';
import { groqKey, openGateway } from './support/gateway.ts';

const yaml = `
providers:
  groq: { models: [openai/gpt-oss-120b], limits: {} }
  mistral: { models: [mistral-medium-latest], limits: {} }
routes:
  auto: { strategy: cascade, steps: [groq, mistral] }
`;
const specs = [
  { id: 'groq', keys: [groqKey(1)], limits: [] },
  { id: 'mistral', keys: ['m'.repeat(32)], limits: [] },
];

it('a session stays on the model that served it, and goes with the one that takes over; nobody else’s does', async () => {
  await using gateway = await openGateway({ specs, yaml });
  const served = async (client: string | null, session: string | null): Promise<string> =>
    (await gateway.ask({ client, session })).meta.provider;
  gateway.fleet.get('groq').script({ kind: 'server_error' });
  expect(await served('ann', 'talk')).toBe('mistral');
  expect(await served('ann', 'talk')).toBe('mistral');
  expect(await served('ann', 'another talk')).toBe('groq');
  expect(await served('bob', 'talk')).toBe('groq');
  expect(await served('ann', null)).toBe('groq');
  gateway.fleet.get('mistral').script({ kind: 'server_error' });
  expect(await served('ann', 'talk')).toBe('groq');
  expect(await served('ann', 'talk')).toBe('groq');
});

it('a race does not take a session to another model', async () => {
  await using gateway = await openGateway({
    specs,
    yaml: yaml.replace('cascade, steps', 'race, steps'),
  });
  gateway.fleet.get('groq').script({ kind: 'server_error' });
  const ask = (session: string | null) => gateway.ask({ client: 'ann', session });
  const first = await ask('talk');
  const second = await ask('talk');
  expect(second.meta).toMatchObject({ provider: first.meta.provider, attempts: 1 });
});
