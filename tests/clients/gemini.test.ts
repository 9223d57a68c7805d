import {
  ApiError,
  FunctionCallingConfigMode,
  GoogleGenAI,
  Type,
  type Content,
  type Part,
} from '@google/genai';
import { describe, expect, it } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import {
  all,
  anthropicSpec,
  awkward,
  awkwardSchema,
  groqSpec,
  listening,
  mistralSpec,
  type DialectGateway,
} from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜: the river never stops, and no bucket is dry for long.';
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function clientOf({ url }: Pick<DialectGateway, 'url'>, headers: Record<string, string> = {}): GoogleGenAI {
  return new GoogleGenAI({ apiKey: clientKey, httpOptions: { baseUrl: url, headers } });
}

async function failureOf(
  asked: Promise<unknown>,
): Promise<{ status: number; error: Record<string, unknown> }> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  const { status, message } = error as ApiError;
  return {
    status,
    error: (JSON.parse(message.slice(message.indexOf('{'))) as { error: Record<string, unknown> }).error,
  };
}

const tools = [
  {
    functionDeclarations: [
      { name: 'awkward', description: 'Takes everything', parametersJsonSchema: awkwardSchema },
      {
        name: 'weather',
        parameters: {
          type: Type.OBJECT,
          properties: {
            city: { type: Type.STRING, enum: ['Žďár nad Sázavou'], nullable: false },
            days: { type: Type.INTEGER, minimum: 1 },
          },
          required: ['city'],
        },
      },
    ],
  },
];
const wires = [
  ['openai', groqSpec],
  ['anthropic', anthropicSpec],
] as const;

describe('the official @google/genai library', () => {
  it.each(wires)('chats and streams over the %s wire', async (_wire, spec) => {
    await using gateway = await listening({ specs: [{ ...spec, answer }] });
    const ai = clientOf(gateway);
    const whole = await ai.models.generateContent({
      model: 'gemini-2.5-flash',
      contents: 'Hello',
      config: {
        systemInstruction: 'Be brief',
        temperature: 0.5,
        maxOutputTokens: 100,
        stopSequences: ['END'],
      },
    });
    expect(whole.text).toBe(answer);
    expect(whole.candidates?.[0]).toMatchObject({
      finishReason: 'STOP',
      index: 0,
      content: { role: 'model' },
    });
    const usage = whole.usageMetadata;
    expect(usage?.promptTokenCount).toBeGreaterThan(0);
    expect(usage?.totalTokenCount).toBe((usage?.promptTokenCount ?? 0) + (usage?.candidatesTokenCount ?? 0));
    expect(whole.sdkHttpResponse?.headers).toMatchObject({
      'x-noria-provider': spec.id,
      'x-noria-attempts': '1',
    });
    expect(whole.modelVersion).toBe(whole.sdkHttpResponse?.headers?.['x-noria-model']);
    expect(whole.responseId).toBeTruthy();

    const stream = await ai.models.generateContentStream({ model: 'auto', contents: 'Hello' });
    const chunks = await all(stream);
    expect(chunks.map(({ text = '' }) => text).join('')).toBe(answer);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
    expect(chunks.at(-1)?.usageMetadata?.candidatesTokenCount).toBeGreaterThan(0);
    expect(chunks.slice(0, -1).every(({ candidates }) => candidates?.[0]?.finishReason === undefined)).toBe(
      true,
    );
    expect(chunks[0]?.sdkHttpResponse?.headers?.['x-noria-provider']).toBe(spec.id);
  });

  it('sends its whole configuration on, in OpenAI’s names', async () => {
    await using gateway = await listening({ specs: [{ ...mistralSpec, answer }] });
    await clientOf(gateway).models.generateContent({
      model: 'auto',
      contents: [
        { role: 'user', parts: [{ text: 'One' }, { text: ' two' }] },
        { role: 'model', parts: [{ text: 'thinking', thought: true }, { text: 'Three' }] },
        { role: 'user', parts: [{ text: 'Four' }] },
      ],
      config: {
        systemInstruction: { parts: [{ text: 'Be brief' }, { text: 'Be kind' }] },
        temperature: 0.5,
        topP: 0.9,
        seed: 7,
        maxOutputTokens: 100,
        stopSequences: ['END'],
        presencePenalty: 0.1,
        frequencyPenalty: 0.2,
        thinkingConfig: { thinkingBudget: 4_000 },
        safetySettings: [],
      },
    });
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief\n\nBe kind' },
        { role: 'user', content: 'One two' },
        { role: 'assistant', content: 'Three' },
        { role: 'user', content: 'Four' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      stop: ['END'],
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      reasoning_effort: 'medium',
    });
  });

  describe.each(wires)('tools over the %s wire', (wire, spec) => {
    it.each(['whole', 'streamed'])(
      'two parallel calls, %s, with exact arguments, and their results',
      async (how) => {
        await using gateway = await listening({ specs: [spec] });
        const ai = clientOf(gateway);
        const question: Content = { role: 'user', parts: [{ text: 'Use the tools' }] };
        const asked = { model: 'auto', contents: [question], config: { tools } };
        const parts: Part[] = [];
        if (how === 'whole') {
          const said = await ai.models.generateContent(asked);
          expect(said.candidates?.[0]?.finishReason).toBe('STOP');
          parts.push(...(said.candidates?.[0]?.content?.parts ?? []));
        } else {
          for await (const { candidates } of await ai.models.generateContentStream(asked))
            parts.push(...(candidates?.[0]?.content?.parts ?? []));
        }
        const calls = parts.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [functionCall]));
        expect(calls.map(({ name, args }) => ({ name, args }))).toEqual([
          { name: 'awkward', args: awkward },
          { name: 'weather', args: { city: 'Žďár nad Sázavou', days: 1 } },
        ]);
        expect(new Set(calls.map(({ id }) => id)).size).toBe(2);

        const results = calls
          .toReversed()
          .map(({ id = '', name = '' }) => ({ functionResponse: { id, name, response: { result: name } } }));
        const contents = [question, { role: 'model', parts }, { role: 'user', parts: results }];
        await ai.models.generateContent({ ...asked, contents });
        const sent = JSON.stringify(gateway.fleet.get(spec.id).calls.at(-1)?.body);
        const { messages } = JSON.parse(sent) as { messages: Record<string, unknown>[] };
        if (wire === 'openai') {
          const [, turn, ...answers] = messages as [
            unknown,
            { tool_calls: { id: string; function: { arguments: string } }[] },
          ];
          expect(turn.tool_calls.map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
          expect(turn.tool_calls[0]?.function.arguments).toBe(JSON.stringify(awkward));
          expect(answers).toEqual(
            calls.toReversed().map(({ id, name }) => ({
              role: 'tool',
              tool_call_id: id,
              content: JSON.stringify({ result: name }),
            })),
          );
        } else {
          expect(messages[1]).toMatchObject({
            role: 'assistant',
            content: calls.map(({ id, name, args }) => ({ type: 'tool_use', id, name, input: args })),
          });
          expect(messages[2]).toMatchObject({
            role: 'user',
            content: calls.toReversed().map(({ id }) => ({ type: 'tool_result', tool_use_id: id })),
          });
        }
      },
    );
  });

  it('finds the call of a result without an id by its name, and hands schemas over in JSON Schema’s words', async () => {
    await using gateway = await listening({ specs: [groqSpec] });
    const call = (city: string): Part => ({ functionCall: { name: 'weather', args: { city } } });
    const result = (name: string, sun: number): Part => ({ functionResponse: { name, response: { sun } } });
    await clientOf(gateway).models.generateContent({
      model: 'auto',
      contents: [
        { role: 'user', parts: [{ text: 'Hello' }] },
        {
          role: 'model',
          parts: [call('Brno'), { functionCall: { name: 'awkward', args: {} } }, call('Praha')],
        },
        {
          role: 'user',
          parts: [result('awkward', 0), result('weather', 1), result('weather', 2), { text: 'So?' }],
        },
      ],
      config: {
        tools,
        toolConfig: {
          functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['weather'] },
        },
      },
    });
    const body = gateway.fleet.get('groq').calls[0]?.body as {
      messages: { tool_call_id?: string; content: string }[];
    };
    expect(body.messages.slice(2).map(({ tool_call_id: id, content }) => [id, content])).toEqual([
      ['call00002', '{"sun":0}'],
      ['call00001', '{"sun":1}'],
      ['call00003', '{"sun":2}'],
      [undefined, 'So?'],
    ]);
    expect(body).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'weather' } },
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            parameters: {
              type: 'object',
              properties: {
                city: { type: 'string', enum: ['Žďár nad Sázavou'] },
                days: { type: 'integer', minimum: 1 },
              },
              required: ['city'],
            },
          },
        },
      ],
    });
  });

  it('answers in JSON, of any kind and by a schema', async () => {
    await using gateway = await listening({ specs: [groqSpec] });
    const ai = clientOf(gateway);
    const any = await ai.models.generateContent({
      model: 'auto',
      contents: 'Hello',
      config: { responseMimeType: 'application/json' },
    });
    expect(JSON.parse(any.text ?? '')).toEqual({ answer: 'a simulated answer' });
    const fitting = await ai.models.generateContent({
      model: 'auto',
      contents: 'Hello',
      config: {
        responseMimeType: 'application/json',
        responseSchema: {
          type: Type.OBJECT,
          properties: {
            mood: { type: Type.STRING, format: 'enum', enum: ['calm'] },
            tags: { type: Type.ARRAY, items: { type: Type.BOOLEAN }, minItems: '1' },
          },
        },
      },
    });
    expect(JSON.parse(fitting.text ?? '')).toEqual({ mood: 'calm', tags: [true] });
    const [first, second] = gateway.fleet
      .get('groq')
      .calls.map(({ body }) => body as Record<string, unknown>);
    expect(first?.['response_format']).toEqual({ type: 'json_object' });
    expect(JSON.stringify(first?.['messages'])).toContain('JSON');
    expect(second?.['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: {
        schema: { properties: { tags: { type: 'array', items: { type: 'boolean' }, minItems: 1 } } },
      },
    });
  });

  it('shows pictures, inline and by address', async () => {
    await using gateway = await listening({ specs: [{ ...mistralSpec, answer }] });
    await clientOf(gateway).models.generateContent({
      model: 'auto',
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'What is it?' },
            { inlineData: { mimeType: 'image/png', data: picture } },
            { fileData: { fileUri: 'https://example.com/river.jpg', mimeType: 'image/jpeg' } },
            { inlineData: { mimeType: 'text/plain', data: Buffer.from('a note').toString('base64') } },
          ],
        },
      ],
    });
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      messages: [
        {
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
            { type: 'image_url', image_url: { url: 'https://example.com/river.jpg' } },
            { type: 'text', text: 'a note' },
          ],
        },
      ],
    });
  });

  it('counts tokens, lists models and finds them', async () => {
    await using gateway = await listening({ specs: [groqSpec] });
    const ai = clientOf(gateway);
    const short = await ai.models.countTokens({ model: 'auto', contents: 'Hello' });
    const long = await ai.models.countTokens({ model: 'auto', contents: 'Hello '.repeat(600) });
    expect(short.totalTokens).toBeLessThan(30);
    expect(long.totalTokens).toBeGreaterThan(700);
    const names = (await all(await ai.models.list({ config: { pageSize: 2 } }))).map(({ name }) => name);
    expect(names).toContain('models/auto');
    expect(names).toContain('models/groq/openai/gpt-oss-20b');
    expect(new Set(names).size).toBe(names.length);
    const found = await ai.models.get({ model: 'groq/openai/gpt-oss-20b' });
    expect(found).toMatchObject({ name: 'models/groq/openai/gpt-oss-20b', inputTokenLimit: 131_072 });
    expect((await ai.models.get({ model: 'gemini-2.5-pro' })).name).toBe('models/gemini-2.5-pro');
    expect((await failureOf(ai.models.get({ model: 'nobody' }))).status).toBe(404);
    expect(gateway.fleet.get('groq').calls).toEqual([]);
  });

  it('is told of errors as Google tells them', async () => {
    await using gateway = await listening({ specs: [groqSpec], env: { NORIA_MAX_WAIT_MS: '0' } });
    const ai = clientOf(gateway);
    const ask = (model: string, contents: unknown = 'Hello') =>
      failureOf(ai.models.generateContent({ model, contents: contents as string }));
    expect(await ask('gpt-oss-20c')).toMatchObject({
      status: 404,
      error: {
        code: 404,
        status: 'NOT_FOUND',
        noria: { code: 'model_not_found', nearest: expect.anything() },
      },
    });
    expect(await ask('auto', [{ role: 'nobody', parts: [{ text: 'x' }] }])).toMatchObject({
      status: 400,
      error: {
        status: 'INVALID_ARGUMENT',
        message: expect.stringContaining('contents[0].role'),
        noria: { param: 'contents[0].role' },
      },
    });
    const stranger = new GoogleGenAI({ apiKey: 'sk-noria-nobody', httpOptions: { baseUrl: gateway.url } });
    expect(await failureOf(stranger.models.generateContent({ model: 'auto', contents: 'x' }))).toMatchObject({
      status: 401,
      error: { code: 401, status: 'UNAUTHENTICATED' },
    });
    gateway.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 12_300 });
    const { status, error } = await ask('auto');
    expect(status).toBe(429);
    expect(error).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      noria: { code: 'pool_exhausted' },
    });
    const { retry_after_ms: waitMs } = error['noria'] as { retry_after_ms: number };
    expect(error['details']).toContainEqual({
      '@type': 'type.googleapis.com/google.rpc.RetryInfo',
      retryDelay: `${Math.ceil(waitMs / 1_000)}s`,
    });
  });

  it('a stream that breaks off with tools is an error, not an end', async () => {
    await using gateway = await listening({ specs: [groqSpec] });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 8 });
    const stream = await clientOf(gateway).models.generateContentStream({
      model: 'auto',
      contents: 'Say nothing of them',
      config: { tools },
    });
    expect(await failureOf(all(stream))).toMatchObject({
      status: 502,
      error: { status: 'UNAVAILABLE', noria: { code: 'stream_interrupted' } },
    });
  });

  it('ends the upstream call when it leaves', async () => {
    await using gateway = await listening({ specs: [{ ...groqSpec, chunkMs: 20, chunks: 500 }] });
    const leave = new AbortController();
    const stream = await clientOf(gateway).models.generateContentStream({
      model: 'auto',
      contents: 'Hello',
      config: { abortSignal: leave.signal },
    });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    leave.abort();
    await reader.next().catch(() => undefined);
    const provider = gateway.fleet.get('groq');
    await until(() => provider.calls[0]?.aborted === true && gateway.context.relay.running === 0);
    expect(provider.openStreams()).toBe(0);
  });
});
