import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFleet, type Fleet } from '../fleet.ts';
import type { SimProfileName, SimSpec } from '../sim-spec.ts';
import { chat, chunksOf, eventsOf, json, textOfStream } from '../testing.ts';
import { profileTable } from './profile-table.ts';

const openAiStyle: readonly SimProfileName[] = [
  'groq',
  'mistral',
  'gemini',
  'openrouter',
  'together',
  'huggingface',
  'cerebras',
  'cohere',
  'nvidia',
  'cloudflare',
  'sambanova',
  'deepseek',
  'openai',
];
const now = Date.parse('2026-11-21T10:00:20.000Z');
const keyOf = (id: string): string => (id === 'cloudflare' ? 'acc:k1' : 'k1');
const modelOf = (id: SimProfileName): string => profileTable[id].models[0] ?? '';

let fleet: Fleet;
beforeAll(async () => {
  const specs: SimSpec[] = [...openAiStyle, 'anthropic' as const].map((id) => ({ id, keys: [keyOf(id)] }));
  fleet = await startFleet([...specs, { id: 'ollama', keys: [] }], { clock: () => now });
});
afterAll(() => fleet.close());

const tools = ['weather', 'clock'].map((name) => ({
  type: 'function',
  function: {
    name,
    parameters: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } },
  },
}));
const askTool = { tools, messages: [{ role: 'user', content: 'Use a tool, please' }] };

describe.each(openAiStyle)('%s', (id) => {
  it('answers with text and usage', async () => {
    const seen = await chat(fleet.get(id), modelOf(id), { key: keyOf(id) });
    expect(seen.status).toBe(200);
    const body = json(seen) as {
      choices: { message: { content: string }; finish_reason: string }[];
      usage: { prompt_tokens: number; completion_tokens: number };
    };
    expect(body.choices[0]?.message.content).toContain(modelOf(id));
    expect(body.choices[0]?.finish_reason).toBe('stop');
    expect(body.usage.prompt_tokens).toBe(2);
    expect(body.usage.completion_tokens).toBeGreaterThan(10);
  });

  it('streams the same text in several chunks, with usage and an end marker', async () => {
    const whole = await chat(fleet.get(id), modelOf(id), { key: keyOf(id) });
    const asked = id === 'mistral' || id === 'groq' ? {} : { stream_options: { include_usage: true } };
    const seen = await chat(fleet.get(id), modelOf(id), { key: keyOf(id), stream: true, body: asked });
    expect(seen.headers.get('content-type')).toContain('text/event-stream');
    const body = json(whole) as { choices: { message: { content: string } }[] };
    expect(textOfStream(seen.raw)).toBe(body.choices[0]?.message.content);
    expect(seen.raw.endsWith('data: [DONE]\n\n')).toBe(true);
    const chunks = chunksOf(seen.raw);
    expect(chunks.filter((chunk) => (chunk.choices?.[0]?.delta.content ?? '') !== '')).toHaveLength(8);
    const usage = chunks
      .map((chunk) => chunk.usage ?? chunk.x_groq?.usage)
      .filter((value) => value !== undefined);
    expect(usage).toHaveLength(1);
    expect(usage[0]?.total_tokens).toBeGreaterThan(10);
  });

  it('calls two tools in parallel, streamed as argument deltas', async () => {
    const provider = fleet.get(id);
    provider.resetCounters();
    const seen = await chat(provider, modelOf(id), { key: keyOf(id), stream: true, body: askTool });
    const deltas = chunksOf(seen.raw).flatMap((chunk) => chunk.choices?.[0]?.delta.tool_calls ?? []);
    const argumentsOf = (index: number): string =>
      deltas
        .filter((delta) => delta.index === index)
        .map((delta) => delta.function.arguments)
        .join('');
    expect(deltas.filter((delta) => delta.id !== undefined).map((delta) => delta.function.name)).toEqual([
      'weather',
      'clock',
    ]);
    expect(JSON.parse(argumentsOf(0))).toEqual({ city: 'sample city', days: 1 });
    expect(JSON.parse(argumentsOf(1))).toEqual({ city: 'sample city', days: 1 });
    expect(deltas.length).toBeGreaterThan(4);
    const streamed = provider.calls.at(-1)?.completionTokens;
    const whole = await chat(provider, modelOf(id), { key: keyOf(id), body: askTool });
    expect(provider.calls.at(-1)?.completionTokens).toBe(streamed);
    const body = json(whole) as { choices: { finish_reason: string; message: { tool_calls: unknown[] } }[] };
    expect(body.choices[0]?.finish_reason).toBe('tool_calls');
    expect(body.choices[0]?.message.tool_calls).toHaveLength(2);
  });

  it('honours max_tokens', async () => {
    const seen = await chat(fleet.get(id), modelOf(id), { key: keyOf(id), body: { max_tokens: 3 } });
    const body = json(seen) as { choices: { finish_reason: string; message: { content: string } }[] };
    expect(body.choices[0]?.message.content).toHaveLength(12);
    expect(body.choices[0]?.finish_reason).toBe('length');
  });

  it('refuses a key it does not know and a body that is no JSON', async () => {
    const provider = fleet.get(id);
    const bad = await chat(provider, modelOf(id), { key: id === 'cloudflare' ? 'acc:no' : 'no' });
    expect([400, 401, 403]).toContain(bad.status);
    const malformed = await chat(provider, modelOf(id), { key: keyOf(id), body: { messages: 'x' } });
    expect([400, 422]).toContain(malformed.status);
    const unknown = await chat(provider, 'no-such-model', { key: keyOf(id) });
    expect([400, 404, 410]).toContain(unknown.status);
  });

  it('lists its models to a good key', async () => {
    const provider = fleet.get(id);
    const url = `${provider.baseUrl.replace('{account_id}', 'acc')}/models`;
    const response = await fetch(url, { headers: { authorization: 'Bearer k1' } });
    const body = (await response.json()) as { data: { id: string }[] } | { id: string }[];
    const ids = (Array.isArray(body) ? body : body.data).map((model) => model.id.replace(/^models\//, ''));
    expect(ids).toEqual(profileTable[id].models);
    expect(Array.isArray(body)).toBe(id === 'together');
    const open = (await fetch(url)).status;
    expect(open === 200).toBe(['openrouter', 'huggingface', 'nvidia'].includes(id));
  });
});

describe('what only one of them does', () => {
  it('openrouter and deepseek send comments while a stream waits, deepseek pads JSON with blank lines', async () => {
    const router = await chat(fleet.get('openrouter'), modelOf('openrouter'), { stream: true });
    expect(router.raw.startsWith(': OPENROUTER PROCESSING\n\n')).toBe(true);
    const deepseek = await chat(fleet.get('deepseek'), modelOf('deepseek'), { stream: true });
    expect(deepseek.raw.startsWith(': keep-alive\n\n')).toBe(true);
    const whole = await chat(fleet.get('deepseek'), modelOf('deepseek'));
    expect(whole.raw.startsWith('\n\n{')).toBe(true);
  });

  it('openrouter tells what is left of the day at GET /key', async () => {
    const provider = fleet.get('openrouter');
    provider.resetCounters();
    await chat(provider, modelOf('openrouter'));
    const response = await fetch(`${provider.baseUrl}/key`, { headers: { authorization: 'Bearer k1' } });
    const body = (await response.json()) as { data: { free_model_daily_requests: unknown } };
    expect(body.data.free_model_daily_requests).toEqual({ limit: 50, used: 1, remaining: 49 });
    expect((await fetch(`${provider.baseUrl}/key`)).status).toBe(401);
  });

  it('several choices come where they are allowed and are a 400 at groq', async () => {
    const seen = await chat(fleet.get('openai'), modelOf('openai'), { stream: true, body: { n: 2 } });
    expect(textOfStream(seen.raw, 1)).toBe(textOfStream(seen.raw, 0));
    expect((await chat(fleet.get('groq'), modelOf('groq'), { body: { n: 2 } })).status).toBe(400);
  });

  it('mistral wants prefix:true on a trailing assistant turn and then repeats it', async () => {
    const messages = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Here is' },
    ];
    const provider = fleet.get('mistral');
    expect((await chat(provider, modelOf('mistral'), { body: { messages } })).status).toBe(400);
    const marked = [messages[0], { ...messages[1], prefix: true }];
    const seen = await chat(provider, modelOf('mistral'), { body: { messages: marked } });
    const body = json(seen) as { choices: { message: { content: string } }[] };
    expect(body.choices[0]?.message.content.startsWith('Here is')).toBe(true);
  });

  it('others go on where a trailing assistant turn ends', async () => {
    const first = await chat(fleet.get('openai'), modelOf('openai'));
    const text =
      (json(first) as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? '';
    const messages = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: text.slice(0, 21) },
    ];
    const rest = await chat(fleet.get('openai'), modelOf('openai'), { stream: true, body: { messages } });
    expect(textOfStream(rest.raw)).toBe(text.slice(21));
  });

  it('a JSON format is answered with JSON', async () => {
    const schema = { type: 'object', properties: { title: { type: 'string' } } };
    const seen = await chat(fleet.get('openai'), modelOf('openai'), {
      body: { response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } },
    });
    const body = json(seen) as { choices: { message: { content: string } }[] };
    expect(JSON.parse(body.choices[0]?.message.content ?? '')).toEqual({ title: 'sample title' });
  });

  it('cloudflare knows an account by its path and verifies tokens', async () => {
    const provider = fleet.get('cloudflare');
    const other = await chat(provider, modelOf('cloudflare'), { key: 'other:k1' });
    expect(other.status).toBe(401);
    const root = new URL(provider.baseUrl).origin;
    const verified = await fetch(`${root}/client/v4/user/tokens/verify`, {
      headers: { authorization: 'Bearer k1' },
    });
    expect(await verified.json()).toMatchObject({ success: true, result: { status: 'active' } });
    expect(fleet.env()['CLOUDFLARE_API_KEYS']).toBe('acc:k1');
  });
});

describe('anthropic', () => {
  it('answers with content blocks and input and output usage', async () => {
    const seen = await chat(fleet.get('anthropic'), modelOf('anthropic'));
    expect(json(seen)).toMatchObject({
      type: 'message',
      stop_reason: 'end_turn',
      usage: { input_tokens: 2 },
    });
    expect(seen.headers.get('anthropic-ratelimit-requests-remaining')).toBe('49');
    expect(seen.headers.get('anthropic-ratelimit-output-tokens-reset')).toMatch(/^2026-11-21T10:00:\d\dZ$/);
  });

  it('streams named events in their order', async () => {
    const seen = await chat(fleet.get('anthropic'), modelOf('anthropic'), { stream: true });
    const names = eventsOf(seen.raw).map(({ name }) => name);
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('calls tools with partial JSON', async () => {
    const seen = await chat(fleet.get('anthropic'), modelOf('anthropic'), {
      stream: true,
      body: {
        tools: [
          { name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } },
        ],
        messages: askTool.messages,
      },
    });
    const partial = eventsOf(seen.raw)
      .map(
        ({ data }) => (JSON.parse(data) as { delta?: { partial_json?: string } }).delta?.partial_json ?? '',
      )
      .join('');
    expect(JSON.parse(partial)).toEqual({ city: 'sample city' });
    expect(seen.raw).toContain('"stop_reason":"tool_use"');
  });

  it('wants max_tokens and refuses fields it does not know', async () => {
    const provider = fleet.get('anthropic');
    expect((await chat(provider, modelOf('anthropic'), { body: { max_tokens: undefined } })).status).toBe(
      400,
    );
    expect((await chat(provider, modelOf('anthropic'), { body: { n: 1 } })).status).toBe(400);
  });
});

describe('ollama', () => {
  it('speaks its own lines and the OpenAI dialect, without a key', async () => {
    const provider = fleet.get('ollama');
    const native = await chat(provider, 'qwen3:4b', { key: '', path: '/api/chat' });
    const lines = native.raw
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { done: boolean; eval_count?: number });
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toMatchObject({ done: true, done_reason: 'stop', prompt_eval_count: 2 });
    const compat = await chat(provider, 'qwen3:4b', { key: '', path: '/v1/chat/completions', stream: true });
    expect(chunksOf(compat.raw).every((chunk) => chunk.usage === undefined)).toBe(true);
    const tags = (await (await fetch(`${provider.baseUrl}/api/tags`)).json()) as {
      models: { name: string }[];
    };
    expect(tags.models.map(({ name }) => name)).toEqual(['llama3.1:8b', 'qwen3:4b']);
    expect((await fetch(`${provider.baseUrl}/api/version`)).status).toBe(200);
    expect((await chat(provider, 'none', { key: '', path: '/api/chat' })).raw).toBe(
      '{"error":"model \'none\' not found"}',
    );
  });
});
