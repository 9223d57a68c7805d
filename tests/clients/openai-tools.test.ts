import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ResponseInputItem, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';
import { clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { answered, place, question, schema, toldOf, wires, written } from '../support/tool-round-trip.ts';

const names = ['weather', 'clock'];
const argumentsOfAll = names.map(() => written);
const chatTools = names.map(
  (name) => ({ type: 'function', function: { name, parameters: schema } }) as const,
);
const responseTools = names.map(
  (name) => ({ type: 'function', name, parameters: schema, strict: false }) as const,
);
const parsed = JSON.parse(written) as object;

function sdk(gateway: ClientGateway): OpenAI {
  return new OpenAI({ apiKey: clientKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

describe.each(wires)('tools over the wire $id', ({ spec, yaml, model }) => {
  test.each([true, false])(
    'chat completions: two calls at once and back (streamed: %s)',
    async (streamed) => {
      await using gateway = await openClientGateway({ specs: [spec], yaml });
      const chat = sdk(gateway).chat.completions;
      const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: question }];
      const asked = { model, messages, tools: [...chatTools] };
      const first = streamed ? await chat.stream(asked).finalChatCompletion() : await chat.create(asked);
      const message = first.choices[0]!.message;
      const calls = (message.tool_calls ?? []).flatMap((call) => (call.type === 'function' ? [call] : []));
      expect(first.choices[0]?.finish_reason).toBe('tool_calls');
      expect(calls.map(({ function: called }) => called.name)).toEqual(names);
      expect(calls.map(({ function: called }) => called.arguments)).toEqual(argumentsOfAll);
      const results = calls.map(
        ({ id }) => ({ role: 'tool', tool_call_id: id, content: `result ${id} ${place}` }) as const,
      );
      const last = await chat.create({
        ...asked,
        messages: [...messages, { role: 'assistant', tool_calls: calls }, ...results],
      });
      expect(last.choices[0]?.message.content).toBe(answered);
      expect(toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body)).toEqual({
        calls: calls.map(({ id }) => [id, parsed]),
        results: calls.map(({ id }) => [id, `result ${id} ${place}`]),
      });
    },
  );

  test('responses, streamed: two calls at once, byte for byte, and back over previous_response_id', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { responses } = sdk(gateway);
    const asked = { model, tools: [...responseTools], parallel_tool_calls: true };
    const events: ResponseStreamEvent[] = [];
    const stream = await responses.create({ ...asked, input: question, stream: true });
    for await (const event of stream) events.push(event);
    const last = events.at(-1);
    if (last?.type !== 'response.completed') throw new Error(`the stream ended with ${last?.type}`);
    const calls = last.response.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(calls.map((call) => call.name)).toEqual(names);
    expect(calls.map((call) => call.arguments)).toEqual(argumentsOfAll);
    for (const { id, arguments: whole } of calls) {
      const pieces = events.flatMap((event) =>
        event.type === 'response.function_call_arguments.delta' && event.item_id === id ? [event.delta] : [],
      );
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(whole);
      expect(events).toContainEqual(
        expect.objectContaining({
          type: 'response.function_call_arguments.done',
          item_id: id,
          arguments: whole,
        }),
      );
    }
    const results = calls.map(
      ({ call_id: id }) =>
        ({ type: 'function_call_output', call_id: id, output: `result ${id} ${place}` }) as const,
    );
    const next = await responses.create({ ...asked, input: results, previous_response_id: last.response.id });
    expect(next.output_text).toBe(answered);
    expect(toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body)).toEqual({
      calls: calls.map(({ call_id: id }) => [id, parsed]),
      results: calls.map(({ call_id: id }) => [id, `result ${id} ${place}`]),
    });
  });

  test('responses without a stored conversation: the items themselves go back', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { responses } = sdk(gateway);
    const asked = { model, tools: [...responseTools], store: false };
    const first = await responses.create({ ...asked, input: question });
    const calls = first.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(calls.map((call) => call.arguments)).toEqual(argumentsOfAll);
    const results = calls.map(
      ({ call_id: id }) => ({ type: 'function_call_output', call_id: id, output: 'done' }) as const,
    );
    const input: ResponseInputItem[] = [{ role: 'user', content: question }, ...calls, ...results];
    const next = await responses.create({ ...asked, input });
    expect(next.output_text).toBe(answered);
    expect(toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body).calls).toEqual(
      calls.map(({ call_id: id }) => [id, parsed]),
    );
  });

  test('tool_choice and parallel_tool_calls reach the provider in its own words', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { responses } = sdk(gateway);
    await responses.create({
      model,
      input: 'Hello',
      tools: [...responseTools],
      tool_choice: { type: 'function', name: 'clock' },
      parallel_tool_calls: false,
    });
    const chosen =
      spec.id === 'anthropic'
        ? { tool_choice: { type: 'tool', name: 'clock', disable_parallel_tool_use: true } }
        : { tool_choice: { type: 'function', function: { name: 'clock' } }, parallel_tool_calls: false };
    expect(gateway.fleet.get(spec.id).calls.at(-1)?.body).toMatchObject(chosen);
  });
});
