import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import {
  openClientGateway,
  rawYaml,
  sendJson,
  startRawProvider,
  type ClientGateway,
} from '../support/client-gateway.ts';
import { groqKey } from '../support/gateway.ts';
import { wires } from '../support/tool-round-trip.ts';

const text = 'The river never stops — žluť 🦜.';
const model = 'openai/gpt-5-mini';
const spec = {
  id: 'openai',
  keys: ['sk-test-000000000000000000001'],
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
  answer: text,
} as const;
const yaml = 'providers: { openai: { limits: {}, models: [gpt-5-mini] } }';
const messages = [{ role: 'user', content: 'Hello' }] as const;
const picture = 'data:image/png;base64,iVBORw0KGgo=';

function sdk(gateway: ClientGateway, apiKey = clientKey): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

describe('the official library on /v1/chat/completions', () => {
  test('a whole answer, with who served', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { data, response } = await sdk(gateway)
      .chat.completions.create({ model, messages: [...messages] })
      .withResponse();
    expect(data.choices[0]).toMatchObject({
      message: { role: 'assistant', content: text },
      finish_reason: 'stop',
    });
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect(response.headers.get('x-noria-model')).toBe('gpt-5-mini');
  });

  test('a stream, with its usage where it was asked for', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    for (const include of [true, false]) {
      const stream = await sdk(gateway).chat.completions.create({
        model,
        messages: [...messages],
        stream: true,
        stream_options: { include_usage: include },
      });
      let told = '';
      const usages: unknown[] = [];
      for await (const chunk of stream) {
        told += chunk.choices[0]?.delta.content ?? '';
        if (chunk.usage) usages.push(chunk.usage.total_tokens);
      }
      expect(told).toBe(text);
      expect(usages).toHaveLength(include ? 1 : 0);
    }
  });

  test('n gives several choices, whole and streamed', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { completions } = sdk(gateway).chat;
    const whole = await completions.create({ model, messages: [...messages], n: 3 });
    expect(whole.choices.map(({ index, message }) => [index, message.content])).toEqual(
      [0, 1, 2].map((index) => [index, text]),
    );
    const told = ['', ''];
    for await (const { choices } of await completions.create({
      model,
      messages: [...messages],
      n: 2,
      stream: true,
    }))
      for (const { index, delta } of choices) told[index] += delta.content ?? '';
    expect(told).toEqual([text, text]);
  });

  test('every parameter goes up as it came, known to Noria or not, byte for byte', async () => {
    await using provider = await startRawProvider((res) =>
      sendJson(res, 200, {
        id: 'x',
        object: 'chat.completion',
        created: 1,
        model: 'raw-model',
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      }),
    );
    await using gateway = await openClientGateway({ yaml: rawYaml(provider) });
    const body = {
      model: 'raw-model',
      messages: [{ role: 'user', content: 'é\u2028 🦜 \\ "quoted"' }],
      seed: 12_345_678,
      stop: ['END', '\n\n'],
      logprobs: true,
      top_logprobs: 3,
      temperature: 0.1,
      foo_bar: { deep: [1, { x: null }], big: 1e21 },
    };
    await sdk(gateway).chat.completions.create(body as unknown as ChatCompletionCreateParamsNonStreaming);
    expect(provider.bodies).toEqual([JSON.stringify(body)]);
  });

  test('logprobs come back as the provider gave them', async () => {
    const logprobs = {
      content: [{ token: 'Y', logprob: -0.5, bytes: [89], top_logprobs: [] }],
      refusal: null,
    };
    await using provider = await startRawProvider((res) =>
      sendJson(res, 200, {
        id: 'x',
        object: 'chat.completion',
        created: 1,
        model: 'raw-model',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'Y' }, logprobs, finish_reason: 'stop' },
        ],
      }),
    );
    await using gateway = await openClientGateway({ yaml: rawYaml(provider) });
    const answer = await sdk(gateway).chat.completions.create({
      model: 'auto',
      messages: [...messages],
      logprobs: true,
    });
    expect(answer.choices[0]?.logprobs).toEqual(logprobs);
  });

  test('models are listed and found by their id', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const ids = (await sdk(gateway).models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['auto', model]));
    expect(await sdk(gateway).models.retrieve(model)).toMatchObject({
      id: model,
      object: 'model',
      owned_by: 'openai',
    });
    await expect(sdk(gateway).models.retrieve('nothing')).rejects.toBeInstanceOf(NotFoundError);
  });

  test('leaving a stream ends the upstream call', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...spec, answer: text.repeat(30), chunks: 200, chunkMs: 20 }],
      yaml,
    });
    const stream = await sdk(gateway).chat.completions.create({
      model,
      messages: [...messages],
      stream: true,
    });
    for await (const { choices } of stream) if (choices[0]?.delta.content) break;
    await until(() => gateway.fleet.get('openai').calls[0]?.aborted === true);
    await until(() => gateway.context.relay.running === 0);
  });
});

describe.each(wires)('over the wire $id', ({ spec: over, yaml: config, model: its }) => {
  test('response_format: any JSON, and JSON by a schema (the library parses it)', async () => {
    const { answer: _, ...plain } = over;
    await using gateway = await openClientGateway({ specs: [plain], yaml: config });
    const { completions } = sdk(gateway).chat;
    const loose = await completions.create({
      model: its,
      messages: [...messages],
      response_format: { type: 'json_object' },
    });
    expect(typeof JSON.parse(loose.choices[0]?.message.content ?? '')).toBe('object');
    const place = z.object({ city: z.literal('Brno'), days: z.number() });
    const parsed = await completions.parse({
      model: its,
      messages: [...messages],
      response_format: zodResponseFormat(place, 'place'),
    });
    expect(parsed.choices[0]?.message.parsed).toEqual({ city: 'Brno', days: 1 });
  });

  test('vision parts reach the provider', async () => {
    await using gateway = await openClientGateway({ specs: [over], yaml: config });
    const content = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: picture } },
    ] as const;
    await sdk(gateway).chat.completions.create({
      model: its,
      messages: [{ role: 'user', content: [...content] }],
    });
    const asked = gateway.fleet.get(over.id).calls[0]?.body as { messages: { content: unknown[] }[] };
    const image = {
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
    };
    expect(asked.messages[0]?.content).toEqual([content[0], over.id === 'anthropic' ? image : content[1]]);
  });

  test('stop and the system’s words reach the provider in its own terms', async () => {
    await using gateway = await openClientGateway({ specs: [over], yaml: config });
    await sdk(gateway).chat.completions.create({
      model: its,
      messages: [{ role: 'system', content: 'Be brief.' }, ...messages],
      stop: ['END'],
    });
    const said =
      over.id === 'anthropic'
        ? { system: 'Be brief.', stop_sequences: ['END'] }
        : { messages: [{ role: 'system', content: 'Be brief.' }, ...messages], stop: ['END'] };
    expect(gateway.fleet.get(over.id).calls[0]?.body).toMatchObject(said);
  });
});

describe('errors come as the library’s own classes', () => {
  const ask = (gateway: ClientGateway, change: object = {}, key = clientKey): Promise<unknown> =>
    sdk(gateway, key)
      .chat.completions.create({ model, messages: [...messages], ...change })
      .catch((reason: unknown) => reason);

  test('AuthenticationError, NotFoundError, BadRequestError', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    expect(await ask(gateway, {}, 'sk-noria-unknown')).toBeInstanceOf(AuthenticationError);
    const missing = await ask(gateway, { model: 'gpt-5-minx' });
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).toMatchObject({ code: 'model_not_found', param: 'model' });
    const bad = await ask(gateway, { messages: [] });
    expect(bad).toBeInstanceOf(BadRequestError);
    expect(bad).toMatchObject({ code: 'invalid_request', param: 'messages' });
    gateway.fleet.get('openai').always({ kind: 'bad_param', field: 'messages[0].content' });
    const refused = await ask(gateway);
    expect(refused).toBeInstanceOf(BadRequestError);
    expect(refused).toMatchObject({ code: 'invalid_request' });
  });

  test('RateLimitError with retry-after, and what blocks', async () => {
    const groq = { id: 'groq', keys: [groqKey(1)], latencyMs: 0, limits: [] } as const;
    await using gateway = await openClientGateway({
      specs: [groq],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 7_400 });
    const error = await ask(gateway, { model: 'auto' });
    expect(error).toBeInstanceOf(RateLimitError);
    const { headers, code, type } = error as RateLimitError;
    expect([code, type]).toEqual(['pool_exhausted', 'rate_limit_error']);
    const told = (error as RateLimitError).error as { retry_after_ms: number; blocked_by: unknown };
    expect(told.blocked_by).toMatchObject([{ provider: 'groq' }]);
    expect(Number(headers?.get('retry-after'))).toBe(Math.ceil(told.retry_after_ms / 1_000));
  });

  test('an upstream’s 401 is never the client’s', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    gateway.fleet.get('openai').revoke(spec.keys[0]);
    const error = await ask(gateway);
    expect(error).not.toBeInstanceOf(AuthenticationError);
    expect((error as { status: number }).status).toBeGreaterThanOrEqual(429);
  });
});
