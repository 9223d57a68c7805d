import Groq from 'groq-sdk';
import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { answered, place, question, schema, toldOf, wires, written } from '../support/tool-round-trip.ts';

/** The library itself asks below `/openai/v1`. */
function sdk(gateway: ClientGateway, apiKey = clientKey): Groq {
  const fetchBelow = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetch(String(url instanceof Request ? url.url : url).replace('/openai/v1/', '/v1/'), init);
  return new Groq({ apiKey, baseURL: gateway.url, maxRetries: 0, fetch: fetchBelow });
}

const messages = [{ role: 'user', content: 'Hello' }] as const;

describe.each(wires)('groq-sdk over the wire $id', ({ spec, yaml, model }) => {
  test('a whole answer and a stream', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { completions } = sdk(gateway).chat;
    const whole = await completions.create({ model, messages: [...messages] });
    expect(whole.choices[0]?.message.content).toBe(answered);
    expect(whole.usage?.total_tokens).toBeGreaterThan(0);
    let text = '';
    let finish: unknown = null;
    for await (const { choices } of await completions.create({
      model,
      messages: [...messages],
      stream: true,
    })) {
      text += choices[0]?.delta.content ?? '';
      finish = choices[0]?.finish_reason ?? finish;
    }
    expect([text, finish]).toEqual([answered, 'stop']);
  });

  test('JSON by a schema', async () => {
    const { answer: _, ...plain } = spec;
    await using gateway = await openClientGateway({ specs: [plain], yaml });
    const answer = await sdk(gateway).chat.completions.create({
      model,
      messages: [...messages],
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema } },
    });
    expect(answer.choices[0]?.message.content).toBe(written);
  });

  test('two calls at once, streamed, byte for byte, and back', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { completions } = sdk(gateway).chat;
    const tools = ['weather', 'clock'].map(
      (name) => ({ type: 'function', function: { name, parameters: { ...schema } } }) as const,
    );
    const asked = [{ role: 'user', content: question }] as const;
    const calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] = [];
    for await (const { choices } of await completions.create({
      model,
      messages: [...asked],
      tools,
      stream: true,
    })) {
      for (const { index, id, function: called } of choices[0]?.delta.tool_calls ?? []) {
        calls[index] ??= {
          id: id ?? '',
          type: 'function',
          function: { name: called?.name ?? '', arguments: '' },
        };
        calls[index].function.arguments += called?.arguments ?? '';
      }
    }
    expect(calls.map(({ function: called }) => called)).toEqual([
      { name: 'weather', arguments: written },
      { name: 'clock', arguments: written },
    ]);
    const results = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: place }) as const);
    const last = await completions.create({
      model,
      tools,
      messages: [...asked, { role: 'assistant', tool_calls: calls }, ...results],
    });
    expect(last.choices[0]?.message.content).toBe(answered);
    expect(toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body)).toEqual({
      calls: calls.map(({ id }) => [id, JSON.parse(written)]),
      results: calls.map(({ id }) => [id, place]),
    });
  });

  test('errors are the library’s own classes; leaving ends the upstream call', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...spec, answer: answered.repeat(40), chunks: 200, chunkMs: 20 }],
      yaml,
    });
    const ask = (client: Groq, change: object = {}): Promise<unknown> =>
      client.chat.completions
        .create({ model, messages: [...messages], ...change })
        .catch((reason: unknown) => reason);
    expect(await ask(sdk(gateway, 'sk-noria-unknown'))).toBeInstanceOf(Groq.AuthenticationError);
    expect(await ask(sdk(gateway), { model: 'nothing-like-it' })).toBeInstanceOf(Groq.NotFoundError);
    expect(await ask(sdk(gateway), { messages: [] })).toBeInstanceOf(Groq.BadRequestError);
    const stream = await sdk(gateway).chat.completions.create({
      model,
      messages: [...messages],
      stream: true,
    });
    for await (const { choices } of stream) if (choices[0]?.delta.content) break;
    await until(() => gateway.fleet.get(spec.id).calls.at(-1)?.aborted === true);
    expect((await sdk(gateway).models.list()).data.map(({ id }) => id)).toContain(model);
  });
});
