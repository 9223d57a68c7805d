import OpenAI, { APIError } from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { groqKey } from '../support/gateway.ts';

const text = 'The river never stops — žluť, 🦜 — and the wheel turns with it.';
const groq = { id: 'groq', keys: [groqKey(1)], latencyMs: 0, chunkMs: 0, limits: [] } as const;
const yaml =
  'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }\nroutes: { auto: { strategy: cascade, steps: [groq] } }\n';

const model = 'openai/gpt-5-mini';
/** A provider of which nobody knows that it cannot see. */
const seeing = {
  specs: [{ ...groq, id: 'openai', keys: ['sk-test-000000000000000000001'] }],
  yaml: 'providers: { openai: { limits: {}, models: [gpt-5-mini] } }',
};

function sdk(gateway: ClientGateway, apiKey = clientKey): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

async function collect(events: AsyncIterable<ResponseStreamEvent>): Promise<ResponseStreamEvent[]> {
  const all: ResponseStreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function bodyOf(gateway: ClientGateway, at = -1): Record<string, unknown> {
  return gateway.fleet.get('groq').calls.at(at)?.body as Record<string, unknown>;
}

describe('the official library on /v1/responses', () => {
  test('gets a whole answer with output_text, usage and who served', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const { data, response } = await sdk(gateway)
      .responses.create({
        model: 'auto',
        input: 'Hello',
        instructions: 'Be brief.',
        max_output_tokens: 300,
        temperature: 0.5,
        metadata: { topic: 'river' },
      })
      .withResponse();
    expect(data.output_text).toBe(text);
    expect(data).toMatchObject({
      object: 'response',
      status: 'completed',
      error: null,
      incomplete_details: null,
      instructions: 'Be brief.',
      max_output_tokens: 300,
      metadata: { topic: 'river' },
      model: 'openai/gpt-oss-120b',
      output: [
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      store: true,
    });
    const { usage } = data;
    expect(usage?.input_tokens).toBeGreaterThan(0);
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
    expect(response.headers.get('x-noria-provider')).toBe('groq');
    expect(response.headers.get('x-noria-trace')).toMatch(/^trc_/);
    expect(bodyOf(gateway)).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
      max_tokens: 300,
      temperature: 0.5,
    });
    for (const own of ['input', 'instructions', 'metadata', 'store', 'max_output_tokens'])
      expect(bodyOf(gateway)).not.toHaveProperty(own);
  });

  test('gets every event of a streamed text, numbered, in the documented order', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text, chunks: 5 }], yaml });
    const events = await collect(
      await sdk(gateway).responses.create({ model: 'auto', input: 'Hello', stream: true }),
    );
    const types = events.map(({ type }) => type);
    const deltas = types.filter((type) => type === 'response.output_text.delta');
    expect(deltas.length).toBeGreaterThan(2);
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      ...deltas,
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, index) => index));
    const told = events.flatMap((event) =>
      event.type === 'response.output_text.delta' ? [event.delta] : [],
    );
    expect(told.join('')).toBe(text);
    const last = events.at(-1);
    expect(last).toMatchObject({
      response: { status: 'completed', output: [{ content: [{ type: 'output_text', text }] }] },
    });
    const usage = last?.type === 'response.completed' ? last.response.usage : null;
    expect(usage?.output_tokens).toBeGreaterThan(0);
  });

  test('the library’s own accumulator (responses.stream) ends with the same response', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const final = await sdk(gateway).responses.stream({ model: 'auto', input: 'Hello' }).finalResponse();
    expect(final.output_text).toBe(text);
    expect(final.status).toBe('completed');
  });

  test('max_output_tokens that end the answer: incomplete, whole and streamed', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const asked = { model: 'auto', input: 'Hello', max_output_tokens: 4 } as const;
    const shape = {
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
    };
    expect(await sdk(gateway).responses.create(asked)).toMatchObject(shape);
    const events = await collect(await sdk(gateway).responses.create({ ...asked, stream: true }));
    expect(events.at(-1)).toMatchObject({ type: 'response.incomplete', response: shape });
  });

  test('text.format asks for JSON by a schema, or for any', async () => {
    await using gateway = await openClientGateway({ specs: [groq], yaml });
    const schema = {
      type: 'object',
      properties: { city: { const: 'Brno' } },
      required: ['city'],
      additionalProperties: false,
    };
    const answer = await sdk(gateway).responses.create({
      model: 'auto',
      input: 'Where?',
      text: { format: { type: 'json_schema', name: 'place', schema, strict: true } },
    });
    expect(JSON.parse(answer.output_text)).toEqual({ city: 'Brno' });
    expect(bodyOf(gateway)).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
    });
    await sdk(gateway).responses.create({
      model: 'auto',
      input: 'JSON, please',
      text: { format: { type: 'json_object' } },
    });
    expect(bodyOf(gateway)).toMatchObject({ response_format: { type: 'json_object' } });
  });

  test('pictures, earlier answers and the developer’s words reach the provider as a chat', async () => {
    await using gateway = await openClientGateway(seeing);
    const url = 'data:image/png;base64,iVBORw0KGgo=';
    await sdk(gateway).responses.create({
      model,
      reasoning: { effort: 'low' },
      input: [
        { role: 'developer', content: 'Be kind.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', image_url: url, detail: 'low' },
          ],
        },
        { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'A dot.', annotations: [] }],
        },
        { role: 'user', content: 'Sure?' },
      ],
    });
    const body = gateway.fleet.get('openai').calls.at(-1)?.body;
    expect(body).toMatchObject({
      reasoning_effort: 'low',
      messages: [
        { role: 'developer', content: 'Be kind.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url, detail: 'low' } },
          ],
        },
        { role: 'assistant', content: 'A dot.' },
        { role: 'user', content: 'Sure?' },
      ],
    });
  });

  test('a client that leaves a stream ends the upstream call', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...groq, answer: text.repeat(20), chunks: 200, chunkMs: 20 }],
      yaml,
    });
    const stream = await sdk(gateway).responses.create({ model: 'auto', input: 'Hello', stream: true });
    for await (const event of stream) if (event.type === 'response.output_text.delta') break;
    await until(() => gateway.fleet.get('groq').calls.at(-1)?.aborted === true);
    await until(() => gateway.context.relay.running === 0);
  });

  test('a stream that breaks off fails: response.failed, then an error that the library throws', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text, chunks: 10 }], yaml });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 12 });
    const seen: ResponseStreamEvent[] = [];
    const error: unknown = await (async () => {
      for await (const event of await sdk(gateway).responses.create({
        model: 'auto',
        input: 'Hello',
        stream: true,
      }))
        seen.push(event);
    })().catch((reason: unknown) => reason);
    expect(seen.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error' }, output: [{ status: 'incomplete' }] },
    });
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: 'stream_interrupted' });
  });
});
