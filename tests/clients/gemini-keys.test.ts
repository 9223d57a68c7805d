import { expect, test } from 'vitest';
import { asAdmin } from '../gateway.ts';
import { groqSpec, listening, type DialectGateway } from './dialect-gateway.ts';

async function keyWith(gateway: DialectGateway, bounds: object): Promise<Record<string, string>> {
  const body = JSON.stringify({ name: 'bounded', ...bounds });
  const reply = await fetch(`${gateway.url}/api/clients`, { method: 'POST', headers: asAdmin, body });
  const { key } = (await reply.json()) as { key: string };
  return { 'x-goog-api-key': key };
}

const asked = {
  gemini: (model: string) => ({
    path: `/v1beta/models/${model}:generateContent`,
    body: { contents: [{ parts: [{ text: 'x' }] }] },
  }),
  ollama: (model: string) => ({
    path: '/ollama/api/chat',
    body: { model, messages: [{ role: 'user', content: 'x' }], stream: false },
  }),
};

test.each(['gemini', 'ollama'] as const)(
  '%s: a client key is kept to its apps, its names and its limits',
  async (app) => {
    await using gateway = await listening({ specs: [groqSpec], env: { NORIA_OLLAMA_API: 'on' } });
    const ask = async (headers: Record<string, string>, model = 'auto') => {
      const { path, body } = asked[app](model);
      const reply = await fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: reply.status, text: await reply.text() };
    };
    const other = app === 'gemini' ? 'ollama' : 'gemini';
    expect(await ask(await keyWith(gateway, { apps: [other] }))).toMatchObject({
      status: 403,
      text: expect.stringContaining(`may not use ${app}`),
    });
    const pinned = await keyWith(gateway, { apps: [app], routes: ['groq/*'] });
    expect((await ask(pinned)).status).toBe(403);
    expect((await ask(pinned, 'groq/openai/gpt-oss-20b')).status).toBe(200);
    const list = await fetch(gateway.url + (app === 'gemini' ? '/v1beta/models' : '/ollama/api/tags'), {
      headers: pinned,
    });
    const { models } = (await list.json()) as { models: { name: string }[] };
    expect(models.map(({ name }) => name.replace('models/', ''))).toEqual(['groq/openai/gpt-oss-20b']);
    const slow = await keyWith(gateway, { limits: { requests_per_minute: 1 } });
    expect([(await ask(slow)).status, (await ask(slow)).status]).toEqual([200, 429]);
  },
);
