import { Mistral } from '@mistralai/mistralai';
import { MistralError } from '@mistralai/mistralai/models/errors';
import { describe, expect, test } from 'vitest';
import { clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { answered, place, question, schema, toldOf, wires, written } from '../support/tool-round-trip.ts';

function sdk(gateway: ClientGateway, apiKey = clientKey): Mistral {
  return new Mistral({ apiKey, serverURL: gateway.url });
}

const messages = [{ role: 'user', content: 'Hello' }] as const;
const tools = ['weather', 'clock'].map(
  (name) => ({ type: 'function', function: { name, parameters: { ...schema } } }) as const,
);

describe.each(wires)('@mistralai/mistralai over the wire $id', ({ spec, yaml, model }) => {
  test('chat.complete and chat.stream', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { chat } = sdk(gateway);
    const whole = await chat.complete({ model, messages: [...messages], maxTokens: 100 });
    expect(whole.choices[0]).toMatchObject({ message: { content: answered }, finishReason: 'stop' });
    expect(whole.usage.totalTokens).toBeGreaterThan(0);
    let text = '';
    for await (const { data } of await chat.stream({ model, messages: [...messages] })) {
      const { content } = data.choices[0]?.delta ?? {};
      text += typeof content === 'string' ? content : '';
    }
    expect(text).toBe(answered);
  });

  test('two calls at once, and back', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { chat } = sdk(gateway);
    const asked = [{ role: 'user', content: question }] as const;
    const first = await chat.complete({ model, messages: [...asked], tools });
    const calls = (first.choices[0]?.message?.toolCalls ?? []).map(({ id = '', function: called }) => ({
      id,
      function: called,
    }));
    expect(calls.map(({ function: called }) => called)).toEqual([
      { name: 'weather', arguments: written },
      { name: 'clock', arguments: written },
    ]);
    const results = calls.map(({ id }) => ({ role: 'tool', toolCallId: id, content: place }) as const);
    const last = await chat.complete({
      model,
      tools,
      messages: [...asked, { role: 'assistant', toolCalls: calls }, ...results],
    });
    expect(last.choices[0]?.message?.content).toBe(answered);
    expect(toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body)).toEqual({
      calls: calls.map(({ id }) => [id, JSON.parse(written)]),
      results: calls.map(({ id }) => [id, place]),
    });
  });

  // Mistral's servers send a call in one piece with its name, and its library takes nothing else: docs/clients/openai-sdk.md.
  test('not compatible: a streamed call in pieces, as all others send it', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const read = async (): Promise<void> => {
      const stream = await sdk(gateway).chat.stream({
        model,
        messages: [{ role: 'user', content: question }],
        tools,
      });
      for await (const event of stream) expect(event.data.model).not.toBe('');
    };
    await expect(read()).rejects.toThrow(/"name"/);
  });

  test('an error has its status and Noria’s own words', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const ask = (client: Mistral, name: string): Promise<unknown> =>
      client.chat.complete({ model: name, messages: [...messages] }).catch((reason: unknown) => reason);
    const nobody = await ask(sdk(gateway, 'sk-noria-unknown'), model);
    expect(nobody).toBeInstanceOf(MistralError);
    expect(nobody).toMatchObject({ statusCode: 401 });
    expect(await ask(sdk(gateway), 'nothing-like-it')).toMatchObject({
      statusCode: 404,
      body: expect.stringContaining('model_not_found'),
    });
  });
});
