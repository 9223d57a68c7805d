import { Ollama, type ChatResponse, type Message, type Tool, type ToolCall } from 'ollama';
import { describe, expect, it } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { asClient } from '../gateway.ts';
import {
  all,
  anthropicSpec,
  awkward,
  awkwardSchema,
  groqSpec,
  listening,
  mistralSpec,
  type DialectGateway,
  type DialectOptions,
} from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜: the river never stops, and no bucket is dry for long.';
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const hello: Message[] = [{ role: 'user', content: 'Hello' }];

function opened({ specs, strategy = 'cascade', env = {} }: DialectOptions): Promise<DialectGateway> {
  return listening({ specs, strategy, env: { NORIA_OLLAMA_API: 'on', ...env } });
}

function clientOf({ url }: Pick<DialectGateway, 'url'>, headers: Record<string, string> = {}): Ollama {
  return new Ollama({ host: `${url}/ollama`, headers: { ...asClient, ...headers } });
}

function post(
  { url }: DialectGateway,
  path: string,
  body: object,
  headers: Record<string, string> = asClient,
) {
  return fetch(`${url}/ollama/api/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}

const tools: Tool[] = [
  {
    type: 'function',
    function: {
      name: 'awkward',
      description: 'Takes everything',
      parameters: awkwardSchema as NonNullable<Tool['function']['parameters']>,
    },
  },
  {
    type: 'function',
    function: {
      name: 'weather',
      description: '',
      parameters: { type: 'object', properties: { city: { type: 'string', enum: ['Žďár'] } } },
    },
  },
];
const wires = [
  ['openai', groqSpec],
  ['anthropic', anthropicSpec],
] as const;

describe('the official ollama library', () => {
  it.each(wires)('chats and streams over the %s wire', async (_wire, spec) => {
    await using gateway = await opened({ specs: [{ ...spec, answer, latencyMs: 30, chunkMs: 5 }] });
    const client = clientOf(gateway);
    const whole = await client.chat({
      model: 'auto',
      messages: hello,
      options: { temperature: 0.5, num_predict: 90 },
    });
    expect(whole).toMatchObject({
      model: 'auto',
      message: { role: 'assistant', content: answer },
      done: true,
      done_reason: 'stop',
      eval_count: 20,
    });
    expect(whole.total_duration).toBeGreaterThan(30e6);
    expect(gateway.fleet.get(spec.id).calls[0]?.body).toMatchObject({ temperature: 0.5, max_tokens: 90 });

    const pieces = await all(await client.chat({ model: 'auto:latest', messages: hello, stream: true }));
    expect(pieces.map(({ message }) => message.content).join('')).toBe(answer);
    expect(pieces.length).toBeGreaterThan(3);
    const last = pieces.at(-1)!;
    expect(last).toMatchObject({ model: 'auto:latest', done: true, done_reason: 'stop', eval_count: 20 });
    expect(last.prompt_eval_count).toBeGreaterThan(0);
    expect(last.prompt_eval_duration).toBeGreaterThan(25e6);
    expect(last.eval_duration).toBeGreaterThan(20e6);
    expect(last.prompt_eval_duration + last.eval_duration).toBeLessThanOrEqual(last.total_duration + 1);
    expect(pieces.slice(0, -1).every(({ done }) => !done)).toBe(true);
  });

  it('generates, with a system text, pictures and the end of a bound', async () => {
    await using gateway = await opened({ specs: [{ ...mistralSpec, answer }] });
    const client = clientOf(gateway);
    const pieces = await all(
      await client.generate({
        model: 'auto',
        prompt: 'What is it?',
        system: 'Be brief',
        images: [picture],
        options: { num_predict: 5, stop: ['END'] },
        stream: true,
      }),
    );
    expect(pieces.map(({ response }) => response).join('')).toBe(answer.slice(0, 20));
    expect(pieces.at(-1)).toMatchObject({ done: true, done_reason: 'length' });
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
          ],
        },
      ],
      max_tokens: 5,
      stop: ['END'],
    });
    const whole = await client.generate({ model: 'auto', prompt: 'Hello' });
    expect(whole).toMatchObject({ response: answer, done: true });
  });

  describe.each(wires)('tools over the %s wire', (wire, spec) => {
    it.each(['whole', 'streamed'])(
      'two parallel calls, %s, with exact arguments, and their results',
      async (how) => {
        await using gateway = await opened({ specs: [spec] });
        const client = clientOf(gateway);
        const asked = { model: 'auto', messages: [{ role: 'user', content: 'Use the tools' }], tools };
        const answers: ChatResponse[] =
          how === 'whole'
            ? [await client.chat(asked)]
            : await all(await client.chat({ ...asked, stream: true }));
        const calls = answers.flatMap(({ message }) => message.tool_calls ?? []) as (ToolCall & {
          id: string;
        })[];
        expect(calls.map(({ function: { name, arguments: args } }) => ({ name, args }))).toEqual([
          { name: 'awkward', args: awkward },
          { name: 'weather', args: { city: 'Žďár' } },
        ]);
        expect(answers.at(-1)).toMatchObject({ done: true, done_reason: 'stop' });
        const results = ['weather', 'awkward'].map((name) => ({
          role: 'tool',
          tool_name: name,
          content: `of ${name}`,
        }));
        const messages = [
          ...asked.messages,
          { role: 'assistant', content: '', tool_calls: calls },
          ...results,
        ];
        await client.chat({ ...asked, messages });
        const body = JSON.stringify(gateway.fleet.get(spec.id).calls.at(-1)?.body);
        const sent = (JSON.parse(body) as { messages: Record<string, unknown>[] }).messages;
        const [awkwardId, weatherId] = calls.map(({ id }) => id);
        if (wire === 'openai')
          expect(sent.slice(1)).toMatchObject([
            {
              role: 'assistant',
              tool_calls: [
                {
                  id: awkwardId,
                  type: 'function',
                  function: { name: 'awkward', arguments: JSON.stringify(awkward) },
                },
                {
                  id: weatherId,
                  type: 'function',
                  function: { name: 'weather', arguments: '{"city":"Žďár"}' },
                },
              ],
            },
            { role: 'tool', tool_call_id: weatherId, content: 'of weather' },
            { role: 'tool', tool_call_id: awkwardId, content: 'of awkward' },
          ]);
        else
          expect(sent.slice(1)).toMatchObject([
            {
              role: 'assistant',
              content: [{ type: 'tool_use', id: awkwardId, input: awkward }, { id: weatherId }],
            },
            {
              role: 'user',
              content: [
                { type: 'tool_result', tool_use_id: weatherId },
                { type: 'tool_result', tool_use_id: awkwardId },
              ],
            },
          ]);
      },
    );
  });

  it('answers in JSON, of any kind and by a schema', async () => {
    await using gateway = await opened({ specs: [groqSpec] });
    const client = clientOf(gateway);
    const any = await client.chat({ model: 'auto', messages: hello, format: 'json' });
    expect(JSON.parse(any.message.content)).toEqual({ answer: 'a simulated answer' });
    const format = { type: 'object', properties: { mood: { enum: ['calm'] } } };
    const fitting = await client.generate({ model: 'auto', prompt: 'Hello', format });
    expect(JSON.parse(fitting.response ?? '')).toEqual({ mood: 'calm' });
    expect(JSON.stringify(gateway.fleet.get('groq').calls[0]?.body)).toContain('JSON');
    expect(gateway.fleet.get('groq').calls[1]?.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { schema: format } },
    });
  });

  it('lists models, shows them, and tells its version', async () => {
    await using gateway = await opened({ specs: [groqSpec] });
    const client = clientOf(gateway);
    const { models } = await client.list();
    expect(models.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['auto', 'groq/openai/gpt-oss-20b']),
    );
    expect(new Set(models.map(({ digest }) => digest)).size).toBe(models.length);
    const shown = await client.show({ model: 'groq/openai/gpt-oss-20b' });
    expect(shown).toMatchObject({
      capabilities: ['completion', 'tools'],
      model_info: { 'general.architecture': 'noria', 'noria.context_length': 131_072 },
    });
    await expect(client.show({ model: 'nobody' })).rejects.toMatchObject({ status_code: 404 });
    expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await client.ps()).toEqual({ models: [] });
    for (const method of ['GET', 'HEAD'])
      for (const path of ['/ollama', '/ollama/']) {
        const reply = await fetch(`${gateway.url}${path}`, { method });
        expect([reply.status, await reply.text()]).toEqual([
          200,
          method === 'GET' ? 'Ollama is running' : '',
        ]);
      }
  });

  it('loads and unloads a model without asking anybody', async () => {
    await using gateway = await opened({ specs: [groqSpec] });
    const client = clientOf(gateway);
    expect(await client.generate({ model: 'auto', prompt: '' })).toMatchObject({
      done: true,
      done_reason: 'load',
    });
    expect(await client.chat({ model: 'auto', messages: [], keep_alive: 0 })).toMatchObject({
      done_reason: 'unload',
    });
    await expect(client.generate({ model: 'nobody', prompt: '' })).rejects.toMatchObject({
      status_code: 404,
    });
    expect(gateway.fleet.get('groq').calls).toEqual([]);
  });

  it('is told of errors as Ollama tells them', async () => {
    await using gateway = await opened({ specs: [groqSpec], env: { NORIA_MAX_WAIT_MS: '0' } });
    const ask = (client: Ollama, model = 'auto') => client.chat({ model, messages: hello });
    await expect(ask(clientOf(gateway), 'gpt-oss-20c')).rejects.toMatchObject({ status_code: 404 });
    await expect(ask(new Ollama({ host: `${gateway.url}/ollama` }))).rejects.toMatchObject({
      status_code: 401,
      error: expect.stringContaining('A key is missing'),
    });
    gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 12_300 });
    const reply = await post(gateway, 'chat', { messages: hello });
    expect([reply.status, Number(reply.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(reply.headers.get('x-noria-trace')).toMatch(/^trc_/);
    expect(await reply.json()).toMatchObject({ error: expect.any(String), code: 'pool_exhausted' });
  });

  it('a stream that breaks off with tools ends with an error line', async () => {
    await using gateway = await opened({ specs: [groqSpec] });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 8 });
    const stream = await clientOf(gateway).chat({ model: 'auto', messages: hello, tools, stream: true });
    await expect(all(stream)).rejects.toThrow(/interrupted|broke|ended/);
    const raw = await (await post(gateway, 'chat', { messages: hello, tools })).text();
    const lines = raw
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { done?: boolean; error?: string; code?: string });
    expect(lines.at(-1)).toMatchObject({ error: expect.any(String), code: 'stream_interrupted' });
    expect(lines.some(({ done }) => done === true)).toBe(false);
  });

  it('ends the upstream call when it leaves', async () => {
    await using gateway = await opened({ specs: [{ ...groqSpec, chunkMs: 20, chunks: 500 }] });
    const client = clientOf(gateway);
    const stream = await client.chat({ model: 'auto', messages: hello, stream: true });
    await stream[Symbol.asyncIterator]().next();
    client.abort();
    const provider = gateway.fleet.get('groq');
    await until(() => provider.calls[0]?.aborted === true && gateway.context.relay.running === 0);
    expect(provider.openStreams()).toBe(0);
  });
});
