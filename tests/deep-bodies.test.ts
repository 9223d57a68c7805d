import { expect, it } from 'vitest';
import { asClient, startGateway } from './gateway.ts';
import { groqKey } from './support/gateway.ts';

const levels = 200_000;
const deep = '['.repeat(levels) + ']'.repeat(levels);
const hello = '{"role":"user","content":"hi"}';

it.each([
  ['/v1/chat/completions', `{"messages":[${hello}],"tools":${deep}}`],
  ['/v1/chat/completions', `{"messages":[{"role":"user","content":${deep}}]}`],
  ['/v1/chat/completions', `{"messages":[${hello}],"whatever":${deep},"seed":1}`],
  ['/v1/chat/completions', `{"messages":[${hello}],"response_format":{"type":"json_schema","x":${deep}}}`],
  [
    '/v1/messages',
    `{"max_tokens":9,"messages":[${hello}],"tools":[{"name":"t","input_schema":{"x":${deep}}}]}`,
  ],
  ['/v1/responses', `{"input":"hi","tools":[{"type":"function","name":"t","parameters":{"x":${deep}}}]}`],
  ['/v1/completions', `{"prompt":"hi","stop":${deep}}`],
  [
    '/v1beta/models/auto:generateContent',
    `{"contents":[{"parts":[{"text":"hi"}]}],"tools":[{"functionDeclarations":[{"name":"t","parameters":${deep}}]}]}`,
  ],
  ['/api/chat', `{"message":"hi","stop":${deep}}`],
])('a body nested too deeply is its sender’s fault and cools nobody: %s %#', async (url, body) => {
  await using gateway = await startGateway({ providers: [{ id: 'groq', keys: [groqKey(1)], limits: [] }] });
  const address = await gateway.listen();
  const post = (to: string, text: string) =>
    fetch(address + to, {
      method: 'POST',
      headers: { ...asClient, 'content-type': 'application/json' },
      body: text,
    });
  const told = await post(url, body);
  const text = await told.text();
  expect([told.status, told.status === 200 ? '' : text]).toEqual(
    told.status === 200 ? [200, ''] : [400, expect.stringMatching(/deep|allowed|not|larger/) as string],
  );
  const next = await post('/v1/chat/completions', `{"messages":[${hello}]}`);
  expect(next.status).toBe(200);
});
