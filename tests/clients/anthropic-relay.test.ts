import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { until } from '../../fleet/testing.ts';
import { asAdmin } from '../gateway.ts';
import { eventsIn, openAnthropic, post } from './anthropic-gateway.ts';

// What the relay does, it does on Anthropic's routes as well.

const answer =
  'The wheel turns. « Où va l’eau ? » — naïvement. 🌊🦜\n\n- one\n- two\n\n```ts\nconst x = { a: 1 };\n```\nThe mill stands still.';
const common = { answer, latencyMs: 0, chunkMs: 0, limits: [] } as const;
const groq: SimSpec = { ...common, id: 'groq', keys: [`gsk_test${'a'.repeat(44)}`], chunks: 40 };
const mistral: SimSpec = { ...common, id: 'mistral', keys: ['m'.repeat(32)], chunks: 20 };
const yaml = (route: string): string =>
  `providers:
  groq: { limits: {}, models: [openai/gpt-oss-20b] }
  mistral: { limits: {}, models: [mistral-medium-latest] }
routes:
  auto: { ${route} }
`;
const cascade = yaml('strategy: cascade, steps: [groq, mistral]');
const messages = [{ role: 'user' as const, content: 'Tell me of the river' }];
const asked = { model: 'claude-opus-4-8', max_tokens: 500, messages };
const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('over the relay', () => {
  test('a claude name that nobody has is served as auto, and the headers show by whom', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: cascade });
    const { data, response } = await at.client.messages.create(asked).withResponse();
    expect(data.model).toBe('openai/gpt-oss-20b');
    expect(response.headers.get('x-noria-model')).toBe('openai/gpt-oss-20b');
    const trace = at.gateway.context.traces.get(response.headers.get('x-noria-trace') ?? '');
    expect(await trace).toMatchObject({ outcome: 'served' });
  });

  test('a claude name that the owner has given away leads where he says', async () => {
    const aliased = `${cascade}aliases: { claude-haiku-4-5-20251001: mistral-medium }\n`;
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: aliased });
    const served = (model: string): Promise<string> =>
      at.client.messages.create({ ...asked, model }).then((message) => message.model);
    expect(await served('claude-haiku-4-5-20251001')).toBe('mistral-medium-latest');
    expect(await served('claude-fable-9')).toBe('openai/gpt-oss-20b');
    expect(await served('mistral/mistral-medium-latest')).toBe('mistral-medium-latest');
  });

  test('a provider that has the model serves it, with and without its date', async () => {
    await using at = await openAnthropic({
      providers: [
        groq,
        { ...common, id: 'anthropic', keys: ['sk-ant-api03-0000000000000000'], models: ['*'] },
      ],
      yaml: 'providers: { anthropic: { models: [claude-sonnet-4-5-20250929], limits: {} } }',
    });
    for (const model of ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5']) {
      const { data, response } = await at.client.messages.create({ ...asked, model }).withResponse();
      expect([data.model, response.headers.get('x-noria-provider')]).toEqual([
        'claude-sonnet-4-5-20250929',
        'anthropic',
      ]);
      expect(textOf(data)).toBe(answer);
    }
  });

  test('the next provider answers when the first fails, unseen', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: cascade });
    at.gateway.fleet.get('groq').script('server_error', 'server_error');
    for (const stream of [false, true]) {
      const { data, response } = await at.client.messages.create({ ...asked, stream }).withResponse();
      if (stream) for await (const event of data as AsyncIterable<unknown>) void event;
      expect(response.headers.get('x-noria-provider')).toBe('mistral');
    }
  });

  test('a stream that dies goes on over another provider, wherever it dies', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: cascade });
    const sim = at.gateway.fleet.get('groq');
    for (let afterChars = 1; afterChars < answer.length; afterChars += 9) {
      sim.script({ kind: 'cut', afterChars });
      const message = await at.client.messages.stream(asked).finalMessage();
      expect(textOf(message), `cut after ${afterChars}`).toBe(answer);
      expect(message.stop_reason).toBe('end_turn');
      expect(message.content).toHaveLength(1);
      const { pool, keyring } = at.gateway.context;
      for (const provider of pool.providers.values()) {
        provider.breaker = { state: 'closed', failures: 0 };
        for (const node of provider.models.values())
          Object.assign(node.pace, { good: 1, rank: 0, sunkUntilAt: 0 });
        for (const key of provider.keys) keyring.reset(key.id);
      }
    }
    expect(at.gateway.fleet.get('mistral').count()).toBeGreaterThan(5);
  });

  test('a stream that nobody may go on with ends with an error event and no message_stop', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: cascade });
    at.gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 30 }, { kind: 'cut', afterChars: 30 });
    const raw = await post(`${at.url}/v1/messages`, { ...asked, stream: true }, { 'x-noria-resume': 'off' });
    expect(raw.status).toBe(200);
    const events = eventsIn(raw.text);
    expect(events[0]?.event).toBe('message_start');
    expect(events.map(({ event }) => event)).not.toContain('message_stop');
    expect(events.at(-1)).toMatchObject({
      event: 'error',
      data: {
        type: 'error',
        error: { type: 'api_error', code: 'stream_interrupted' },
        request_id: raw.headers.get('x-noria-trace'),
      },
    });
    const failed: unknown = await at.client.messages
      .stream(asked, { headers: { 'x-noria-resume': 'off' } })
      .finalMessage()
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Anthropic.APIError);
    expect(failed).toMatchObject({ type: 'api_error' });
  });

  test('a race asks several and gives the first', async () => {
    await using at = await openAnthropic({
      providers: [{ ...groq, latencyMs: 400 }, mistral],
      yaml: yaml('strategy: race, steps: [groq, mistral]'),
    });
    const { data, response } = await at.client.messages.create({ ...asked, stream: true }).withResponse();
    for await (const event of data) void event;
    expect(response.headers.get('x-noria-provider')).toBe('mistral');
    expect(response.headers.get('x-noria-attempts')).toBe('2');
    await until(() => at.gateway.fleet.get('groq').calls.at(-1)?.aborted === true);
  });

  test('a hedge asks a second one when the first is late', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml: cascade });
    // What is usual is learned first.
    for (let turn = 0; turn < 25; turn += 1) await at.client.messages.stream(asked).finalMessage();
    at.gateway.fleet.get('groq').script({ kind: 'slow_first_token', ms: 5_000 });
    const { data, response } = await at.client.messages
      .create({ ...asked, stream: true }, { headers: { 'x-noria-strategy': 'hedge' } })
      .withResponse();
    for await (const event of data) void event;
    expect(response.headers.get('x-noria-provider')).toBe('mistral');
    expect(response.headers.get('x-noria-attempts')).toBe('2');
  });

  test('a request waits for quota that comes back soon', async () => {
    await using at = await openAnthropic({
      providers: [groq],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    at.gateway.fleet.get('groq').script({ kind: 'rate_limited', waitMs: 700 });
    const from = performance.now();
    expect(textOf(await at.client.messages.create(asked))).toBe(answer);
    expect(performance.now() - from).toBeGreaterThan(500);
    expect(at.gateway.fleet.get('groq').count()).toBe(2);
  });

  test('the deadline of a header is kept, in this dialect', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml: 'providers: { groq: { limits: {} } }' });
    at.gateway.fleet.get('groq').always('hang');
    await expect(
      at.client.messages.create(asked, { headers: { 'x-noria-deadline-ms': '150' } }),
    ).rejects.toMatchObject({ status: 504, type: 'timeout_error' });
    await expect(
      at.client.messages.create(asked, { headers: { 'x-noria-strategy': 'best' } }),
    ).rejects.toMatchObject({ status: 400, error: { error: { param: 'x-noria-strategy' } } });
  });

  test('what is not there is told in this dialect as well', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const batches = await post(`${at.url}/v1/messages/batches`, {});
    expect(JSON.parse(batches.text)).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
    const get = await fetch(`${at.url}/v1/messages`, {
      headers: { 'x-api-key': 'sk-noria-client-of-the-tests-0001' },
    });
    expect([get.status, ((await get.json()) as { type: string }).type]).toEqual([405, 'error']);
    const broken = await post(`${at.url}/v1/messages`, '{"model": ');
    expect(JSON.parse(broken.text)).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  test('a body that is too large, and a key that is not for this', async () => {
    await using at = await openAnthropic({ providers: [groq], env: { NORIA_BODY_LIMIT_MB: '1' } });
    const large = await post(`${at.url}/v1/messages`, { ...asked, system: 'x'.repeat(1_200_000) });
    expect([large.status, JSON.parse(large.text)]).toMatchObject([
      413,
      { type: 'error', error: { type: 'request_too_large', code: 'body_too_large' } },
    ]);
    const made = await fetch(`${at.url}/api/clients`, {
      method: 'POST',
      headers: asAdmin,
      body: JSON.stringify({ name: 'pictures', apps: ['images'] }),
    });
    const { key } = (await made.json()) as { key: string };
    for (const path of ['messages', 'messages/count_tokens']) {
      const refused = await post(`${at.url}/v1/${path}`, asked, { 'x-api-key': key });
      expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
        403,
        { type: 'error', error: { type: 'permission_error' } },
      ]);
    }
  });

  test('a prompt that no window holds is refused with the words that clients know', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml: 'providers: { groq: { limits: {} } }' });
    const content = 'word '.repeat(1_500_000);
    await expect(
      at.client.messages.create({ ...asked, messages: [{ role: 'user', content }] }),
    ).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      error: { error: { code: 'context_too_long', message: expect.stringContaining('prompt is too long') } },
    });
  });
});
