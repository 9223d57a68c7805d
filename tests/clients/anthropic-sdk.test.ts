import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import { clientAt, openAnthropic } from './anthropic-gateway.ts';

const groq = {
  id: 'groq',
  keys: ['gsk_plantedsecret0000000000000000000000000000000000001'],
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
} as const;
const answer = 'Où va l’eau ? 🌊 “Down”, said\nthe wheel.';
const messages = [{ role: 'user' as const, content: 'Hello' }];
const asked = { model: 'auto', max_tokens: 100, messages };
const weather = {
  name: 'weather',
  description: 'Tells the weather',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
  },
};
/** Its types have them no longer, its users have. */
const sampling = { temperature: 0.5, top_p: 0.9, top_k: 40 };
const clock = { name: 'clock', input_schema: { type: 'object' as const, properties: {} } };

describe('the official library', () => {
  test('chats, with a system and its own error-free types', async () => {
    await using at = await openAnthropic({ providers: [{ ...groq, answer }] });
    const { data, response } = await at.client.messages
      .create({
        ...asked,
        system: [
          { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
          { type: 'text', text: 'Be kind.' },
        ],
        ...sampling,
        stop_sequences: ['END'],
        metadata: { user_id: 'u1' },
      })
      .withResponse();
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'openai/gpt-oss-120b',
      content: [{ type: 'text', text: answer }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    });
    expect(data.id).toMatch(/^msg_\w+$/);
    expect(data.usage.input_tokens).toBeGreaterThan(0);
    expect(data.usage.output_tokens).toBe(Math.ceil(answer.length / 4));
    expect(response.headers.get('request-id')).toBe(response.headers.get('x-noria-trace'));
    expect(response.headers.get('x-noria-provider')).toBe('groq');
    const body = at.gateway.fleet.get('groq').calls[0]?.body as Record<string, unknown>;
    expect(body).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.\n\nBe kind.' },
        { role: 'user', content: 'Hello' },
      ],
      max_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      stop: ['END'],
      user: 'u1',
    });
    expect(JSON.stringify(body)).not.toMatch(/cache_control|metadata|stop_sequences/);
  });

  test('streams, and its accumulated message is the whole one', async () => {
    await using at = await openAnthropic({ providers: [{ ...groq, answer, chunks: 7 }] });
    const stream = at.client.messages.stream(asked);
    let text = '';
    stream.on('text', (piece) => void (text += piece));
    const message = await stream.finalMessage();
    expect(text).toBe(answer);
    const whole = await at.client.messages.create(asked);
    expect({ ...message, id: '', _request_id: '' }).toMatchObject({
      content: [{ type: 'text', text: answer }],
      model: whole.model,
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: whole.usage,
    });
  });

  test('counts tokens without asking anybody', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const count = (text: string, more: object = {}): Promise<number> =>
      at.client.messages
        .countTokens({ model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: text }], ...more })
        .then(({ input_tokens: tokens }) => tokens);
    const short = await count('Hello');
    const long = await count('Hello '.repeat(600));
    expect(long - short).toBe(Math.ceil((600 * 6 + 16) / 3.6) - Math.ceil((5 + 16) / 3.6));
    expect(await count('Hello', { tools: [weather] })).toBeGreaterThan(short + 20);
    expect(await count('Hello', { system: 'Be brief. '.repeat(20) })).toBeGreaterThan(short + 40);
    expect(at.gateway.fleet.get('groq').count()).toBe(0);
    await expect(at.client.messages.countTokens({ model: 'no-such', messages })).rejects.toMatchObject({
      status: 404,
      type: 'not_found_error',
    });
  });

  test('counts as the model that would serve was seen to count', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const text = 'word '.repeat(400);
    const body = { ...asked, messages: [{ role: 'user' as const, content: text }] };
    const guess = await at.client.messages.countTokens({ model: 'auto', messages: body.messages });
    for (let turn = 0; turn < 30; turn += 1) await at.client.messages.create(body);
    const learned = await at.client.messages.countTokens({ model: 'auto', messages: body.messages });
    // The simulated provider counts four characters a token, what is unknown is taken for 3.6.
    expect(guess.input_tokens).toBe(Math.ceil((2_000 + 16) / 3.6) + 8);
    expect(learned.input_tokens).toBeLessThan(guess.input_tokens - 30);
    expect(learned.input_tokens).toBeGreaterThan(500);
  });

  test('calls tools, two at once, and hands in their results', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const question = { role: 'user' as const, content: 'Use a tool' };
    const first = await at.client.messages.create({
      ...asked,
      messages: [question],
      tools: [weather, clock],
      tool_choice: { type: 'auto', disable_parallel_tool_use: false },
    });
    expect(first.stop_reason).toBe('tool_use');
    expect(first.content.map((block) => block.type)).toEqual(['tool_use', 'tool_use']);
    const streamed = await at.client.messages
      .stream({ ...asked, messages: [question], tools: [weather, clock] })
      .finalMessage();
    const bare = (content: Anthropic.ContentBlock[]): unknown =>
      content.map((block) => (block.type === 'tool_use' ? { name: block.name, input: block.input } : block));
    expect(bare(streamed.content)).toEqual(bare(first.content));
    expect(streamed.stop_reason).toBe('tool_use');
    const calls = first.content.filter((block) => block.type === 'tool_use');
    const last = await at.client.messages.create({
      ...asked,
      tools: [weather, clock],
      messages: [
        question,
        { role: 'assistant', content: first.content },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: calls[0]!.id,
              content: [
                { type: 'text', text: 'Sunny' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
              ],
            },
            { type: 'tool_result', tool_use_id: calls[1]!.id, content: 'no clock', is_error: true },
            { type: 'text', text: 'And now?' },
          ],
        },
      ],
    });
    expect(last.stop_reason).toBe('end_turn');
    const body = at.gateway.fleet.get('groq').calls.at(-1)?.body as { messages: unknown };
    expect(body.messages).toEqual([
      question,
      {
        role: 'assistant',
        content: expect.toSatisfy((content) => content === null || content === ''),
        tool_calls: calls.map(({ id, name, input }) => ({
          id,
          type: 'function',
          function: { name, arguments: JSON.stringify(input) },
        })),
      },
      { role: 'tool', tool_call_id: calls[0]!.id, content: 'Sunny' },
      { role: 'tool', tool_call_id: calls[1]!.id, content: 'Error: no clock' },
      {
        role: 'user',
        content: [
          { type: 'text', text: `From the result of ${calls[0]!.id}:` },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'And now?' },
        ],
      },
    ]);
  });

  test.each([
    [{ type: 'any' }, 'required', undefined],
    [{ type: 'none' }, 'none', undefined],
    [
      { type: 'tool', name: 'clock', disable_parallel_tool_use: true },
      { type: 'function', function: { name: 'clock' } },
      false,
    ],
  ] as const)('chooses tools: %j', async (choice, expected, parallel) => {
    await using at = await openAnthropic({ providers: [groq] });
    await at.client.messages.create({ ...asked, tools: [weather, clock], tool_choice: choice });
    const body = at.gateway.fleet.get('groq').calls[0]?.body as Record<string, unknown>;
    expect(body.tool_choice).toEqual(expected);
    expect(body.parallel_tool_calls).toBe(parallel);
  });

  test('shows pictures to a model that sees', async () => {
    await using at = await openAnthropic({
      providers: [
        { id: 'gemini', keys: ['AIzaSyTEST0000000000000000000000000000001'], latencyMs: 0, limits: [] },
      ],
    });
    const image = (source: Anthropic.ImageBlockParam['source']): Anthropic.ImageBlockParam => ({
      type: 'image',
      source,
    });
    await at.client.messages.create({
      ...asked,
      messages: [
        {
          role: 'user',
          content: [
            image({ type: 'base64', media_type: 'image/png', data: 'AAAA' }),
            image({ type: 'url', url: 'https://a.example/b.jpg' }),
            { type: 'text', text: 'What is it?' },
          ],
        },
      ],
    });
    const body = at.gateway.fleet.get('gemini').calls[0]?.body as { messages: unknown };
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'image_url', image_url: { url: 'https://a.example/b.jpg' } },
          { type: 'text', text: 'What is it?' },
        ],
      },
    ]);
  });

  test('asks for JSON by a schema and parses it', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: 'integer' } },
      required: ['name', 'age'],
      additionalProperties: false,
    };
    const message = await at.client.messages.create({
      ...asked,
      output_config: { format: { type: 'json_schema', schema } },
    });
    const [block] = message.content;
    const value = JSON.parse(block?.type === 'text' ? block.text : '') as object;
    expect(Object.keys(value)).toEqual(['name', 'age']);
    expect(at.gateway.fleet.get('groq').calls[0]?.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { schema } },
    });
  });

  test('stops at max_tokens and says so', async () => {
    await using at = await openAnthropic({ providers: [{ ...groq, answer: 'water '.repeat(100) }] });
    const whole = await at.client.messages.create({ ...asked, max_tokens: 5 });
    const streamed = await at.client.messages.stream({ ...asked, max_tokens: 5 }).finalMessage();
    expect([whole.stop_reason, streamed.stop_reason]).toEqual(['max_tokens', 'max_tokens']);
    expect(streamed.content).toEqual(whole.content);
  });

  test('is told its errors by its own classes', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const failure = (client: Anthropic, body: object): Promise<unknown> =>
      client.messages.create(body as typeof asked).catch((error: unknown) => error);
    const unknown = await failure(clientAt(at.url, 'sk-noria-nobody'), asked);
    expect(unknown).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(unknown).toMatchObject({
      status: 401,
      type: 'authentication_error',
      error: { type: 'error', error: { code: 'unauthorized' }, request_id: expect.stringMatching(/^trc_/) },
      requestID: expect.stringMatching(/^trc_/),
    });
    const missing = await failure(at.client, { ...asked, model: 'gpt-oss-12b' });
    expect(missing).toBeInstanceOf(Anthropic.NotFoundError);
    expect(missing).toMatchObject({
      type: 'not_found_error',
      error: { error: { code: 'model_not_found', nearest: expect.arrayContaining(['gpt-oss-120b']) } },
    });
    const wrong = await failure(at.client, { model: 'auto', messages });
    expect(wrong).toBeInstanceOf(Anthropic.BadRequestError);
    expect(wrong).toMatchObject({
      type: 'invalid_request_error',
      error: { error: { param: 'max_tokens', message: expect.stringContaining('whole number') } },
    });
    at.gateway.fleet.get('groq').always({ kind: 'server_error' });
    const failed = await failure(at.client, asked);
    expect(failed).toBeInstanceOf(Anthropic.InternalServerError);
    expect(failed).toMatchObject({ type: 'api_error', error: { error: { attempts: expect.any(Array) } } });
  });

  test('is told when a spent pool is free again', async () => {
    await using at = await openAnthropic({ providers: [groq], env: { NORIA_MAX_WAIT_MS: '0' } });
    at.gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 12_300 });
    const error: unknown = await at.client.messages
      .create({ ...asked, model: 'groq/openai/gpt-oss-120b' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    const { headers, error: given } = error as InstanceType<typeof Anthropic.RateLimitError>;
    const body = given as { readonly error: { retry_after_ms: number; blocked_by: unknown[] } };
    expect(body.error).toMatchObject({ type: 'rate_limit_error', code: 'pool_exhausted' });
    expect(body.error.blocked_by.length).toBeGreaterThan(0);
    expect(Number(headers?.get('retry-after'))).toBe(Math.ceil(body.error.retry_after_ms / 1_000));
    expect(headers?.get('x-should-retry')).toBe('true');
  });

  test('says nothing is configured, and that asking again does not help', async () => {
    await using at = await openAnthropic();
    await expect(at.client.messages.create({ ...asked, model: 'claude-sonnet-4-5' })).rejects.toMatchObject({
      status: 503,
      type: 'api_error',
      error: { error: { code: 'no_provider' } },
    });
  });

  test('ends the upstream call when it leaves, streamed or not', async () => {
    await using at = await openAnthropic({ providers: [{ ...groq, chunkMs: 20, chunks: 500 }] });
    const provider = at.gateway.fleet.get('groq');
    const stream = at.client.messages.stream(asked);
    stream.on('abort', () => undefined);
    const aborted = stream.done().catch((error: unknown) => error);
    await new Promise<void>((resolve) => stream.once('text', () => resolve()));
    stream.abort();
    expect(await aborted).toBeInstanceOf(Anthropic.APIUserAbortError);
    await until(() => provider.calls.at(-1)?.aborted === true);
    provider.always('hang');
    const leave = new AbortController();
    const whole = at.client.messages.create(asked, { signal: leave.signal }).catch((error: unknown) => error);
    await until(() => provider.calls.length === 2);
    leave.abort();
    expect(await whole).toBeInstanceOf(Anthropic.APIUserAbortError);
    await until(() => provider.calls.at(-1)?.aborted === true);
    await until(() => at.gateway.context.relay.running === 0);
    expect(provider.openStreams()).toBe(0);
  });

  test('may send its key as a bearer token', async () => {
    await using at = await openAnthropic({ providers: [groq] });
    const client = new Anthropic({ apiKey: null, authToken: clientKey, baseURL: at.url, maxRetries: 0 });
    expect((await client.messages.create(asked)).role).toBe('assistant');
  });
});
