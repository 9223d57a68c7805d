import { expect, test } from 'vitest';
import { classify } from '../engine/classify.ts';
import { readRateHeaders } from '../engine/rate-headers.ts';
import { ownProvider } from './own-provider.ts';

const mine = ownProvider({
  id: 'my-vllm',
  wire: 'openai',
  baseUrl: 'http://10.0.0.5:8000/v1/',
  models: ['Qwen/Qwen3-32B'],
});
const read = (status: number, body: unknown): unknown => classify(mine, { status, headers: {}, body }, 0);

test('has no limits, no quota step and a clean address', () => {
  expect(mine).toMatchObject({ id: 'my-vllm', tier: 'local', baseUrl: 'http://10.0.0.5:8000/v1' });
  expect(mine.quota.groups).toEqual([]);
  expect(mine.quota.perModel).toBeUndefined();
  expect(mine.models).toMatchObject([{ id: 'Qwen/Qwen3-32B', family: 'qwen3-32b' }]);
});

test('keeps the tier its owner gives', () => {
  expect(
    ownProvider({ id: 'x', wire: 'openai', baseUrl: 'https://x.test', models: [], tier: 'paid' }).tier,
  ).toBe('paid');
});

test('errors mean what they mean at OpenAI', () => {
  expect(read(429, { error: { message: 'x' } })).toMatchObject({
    rule: 'quota_minute',
    class: 'rate_limited',
  });
  expect(read(401, { error: { message: 'x' } })).toMatchObject({ rule: 'auth_invalid', class: 'credential' });
  expect(read(404, { error: { code: 'model_not_found' } })).toMatchObject({ class: 'model_gone' });
  expect(
    read(400, { error: { message: "This model's maximum context length is 4096 tokens." } }),
  ).toMatchObject({
    class: 'too_long',
    limit: 4_096,
  });
});

test('headers of the OpenAI dialect are learned from', () => {
  expect(readRateHeaders(mine, { 'x-ratelimit-remaining-tokens': '5' }, 200, 0).facts).toEqual([
    { unit: 'tokens', side: 'all', window: 'minute', remaining: 5 },
  ]);
});
