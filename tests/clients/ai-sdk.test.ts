import { createOpenAICompatible, type OpenAICompatibleProvider } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
  type ToolSet,
} from 'ai';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../fleet/testing.ts';
import { clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { answered, question, schema, toldOf, wires, written } from '../support/tool-round-trip.ts';

function noriaAt(gateway: ClientGateway, apiKey = clientKey): OpenAICompatibleProvider {
  return createOpenAICompatible({
    name: 'noria',
    baseURL: `${gateway.url}/v1`,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
}

/** Tools that say what they were called with. */
function twoTools(called: unknown[]): ToolSet {
  const one = (name: string) =>
    tool({
      description: name,
      inputSchema: jsonSchema({ ...schema }),
      execute: (input: unknown) => {
        called.push([name, input]);
        return `result of ${name}`;
      },
    });
  return { weather: one('weather'), clock: one('clock') };
}

const input = JSON.parse(written) as object;
const bothCalled = [
  ['weather', input],
  ['clock', input],
];

describe.each(wires)('the AI SDK over the wire $id', ({ spec, yaml, model }) => {
  test('generateText and streamText, with usage', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const noria = noriaAt(gateway);
    const whole = await generateText({ model: noria(model), prompt: 'Hello', maxRetries: 0 });
    expect([whole.text, whole.finishReason]).toEqual([answered, 'stop']);
    expect(whole.usage.totalTokens).toBeGreaterThan(0);
    expect(whole.response.headers?.['x-noria-provider']).toBe(spec.id);
    const stream = streamText({ model: noria(model), system: 'Be brief.', prompt: 'Hello', maxRetries: 0 });
    let text = '';
    for await (const piece of stream.textStream) text += piece;
    expect(text).toBe(answered);
    expect((await stream.usage).totalTokens).toBeGreaterThan(0);
  });

  test.each([true, false])('two tools at once, run and answered (streamed: %s)', async (streamed) => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const called: unknown[] = [];
    const asked = {
      model: noriaAt(gateway)(model),
      prompt: question,
      tools: twoTools(called),
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    };
    const text = streamed ? await streamText(asked).text : (await generateText(asked)).text;
    expect(text).toBe(answered);
    expect(called).toEqual(bothCalled);
    const told = toldOf(gateway.fleet.get(spec.id).calls.at(-1)?.body);
    expect(told.calls.map(([, made]) => made)).toEqual([input, input]);
    expect(told.results.map(([, result]) => result)).toEqual(['result of weather', 'result of clock']);
  });

  test('generateObject by a schema', async () => {
    const { answer: _, ...plain } = spec;
    await using gateway = await openClientGateway({ specs: [plain], yaml });
    const shape = z.object({ city: z.literal('Brno'), days: z.number(), tags: z.array(z.string()) });
    const { object } = await generateObject({
      model: noriaAt(gateway)(model),
      schema: shape,
      prompt: 'Where?',
      maxRetries: 0,
    });
    expect(object).toEqual({ city: 'Brno', days: 1, tags: [expect.any(String)] });
  });

  test('pictures reach the provider', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    await generateText({
      model: noriaAt(gateway)(model),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', image },
          ],
        },
      ],
      maxRetries: 0,
    });
    expect(JSON.stringify(gateway.fleet.get(spec.id).calls[0]?.body)).toContain('iVBORw0KGgo=');
  });

  test('an error has its status and says whether to try again; an abort ends the upstream call', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...spec, answer: answered.repeat(40), chunks: 200, chunkMs: 20 }],
      yaml,
    });
    const failure = (noria: OpenAICompatibleProvider, name: string): Promise<unknown> =>
      generateText({ model: noria(name), prompt: 'Hello', maxRetries: 0 }).catch((reason: unknown) => reason);
    const nobody = await failure(noriaAt(gateway, 'sk-noria-unknown'), model);
    expect(APICallError.isInstance(nobody)).toBe(true);
    expect(nobody).toMatchObject({ statusCode: 401, isRetryable: false });
    expect(await failure(noriaAt(gateway), 'nothing-like-it')).toMatchObject({ statusCode: 404 });
    const leave = new AbortController();
    const stream = streamText({
      model: noriaAt(gateway)(model),
      prompt: 'Hello',
      abortSignal: leave.signal,
      maxRetries: 0,
    });
    for await (const _ of stream.textStream) {
      leave.abort();
      break;
    }
    await until(() => gateway.fleet.get(spec.id).calls.at(-1)?.aborted === true);
  });
});
