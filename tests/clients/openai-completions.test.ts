import OpenAI, { APIError, BadRequestError } from 'openai';
import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import { asClient, clientKey } from '../gateway.ts';
import {
  openClientGateway,
  rawYaml,
  sendJson,
  sendStream,
  sseOf,
  startRawProvider,
  type ClientGateway,
} from '../support/client-gateway.ts';

const text = 'and the wheel turns — žluť 🦜.';
const prompt = 'The river never stops, ';
const spec = {
  id: 'openai',
  keys: ['sk-test-000000000000000000001'],
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
  answer: text,
} as const;
const yaml = 'providers: { openai: { limits: {}, models: [gpt-5-mini] } }';
const model = 'openai/gpt-5-mini';

function sdk(gateway: ClientGateway): OpenAI {
  return new OpenAI({ apiKey: clientKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

describe('the official library on /v1/completions', () => {
  test('gets a text completion, made of a chat', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const { data, response } = await sdk(gateway)
      .completions.create({
        model,
        prompt,
        max_tokens: 50,
        temperature: 0.2,
        stop: ['\n'],
        seed: 7,
        user: 'u',
      })
      .withResponse();
    expect(data).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
      object: 'text_completion',
      choices: [{ text, index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
    });
    expect(response.headers.get('x-noria-provider')).toBe('openai');
    const body = gateway.fleet.get('openai').calls[0]?.body;
    expect(body).toEqual({
      model: 'gpt-5-mini',
      messages: [{ role: 'user', content: prompt }],
      max_tokens: 50,
      temperature: 0.2,
      stop: ['\n'],
      seed: 7,
      user: 'u',
    });
  });

  test('a list of one prompt is that prompt; n gives several choices; echo puts the prompt before each', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const answer = await sdk(gateway).completions.create({
      model,
      prompt: [prompt],
      n: 3,
      best_of: 3,
      echo: true,
    });
    expect(answer.choices.map(({ text: told, index }) => [index, told])).toEqual(
      [0, 1, 2].map((index) => [index, prompt + text]),
    );
  });

  test('is streamed, with echo, several choices and the usage at the end', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const stream = await sdk(gateway).completions.create({
      model,
      prompt,
      n: 2,
      echo: true,
      stream: true,
      stream_options: { include_usage: true },
    });
    const told = ['', ''];
    const ends: unknown[] = [];
    let usage: unknown = null;
    for await (const chunk of stream) {
      expect(chunk.object).toBe('text_completion');
      for (const choice of chunk.choices) {
        told[choice.index] += choice.text;
        if (choice.finish_reason !== null) ends.push(choice.finish_reason);
      }
      usage = chunk.usage ?? usage;
    }
    expect(told).toEqual([prompt + text, prompt + text]);
    expect(ends).toEqual(['stop', 'stop']);
    expect(usage).toMatchObject({ total_tokens: expect.any(Number) });
  });

  test('a stream ends with the mark, and one that breaks off with an error instead', async () => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const ask = async (): Promise<string> =>
      (
        await fetch(`${gateway.url}/v1/completions`, {
          method: 'POST',
          headers: asClient,
          body: JSON.stringify({ model, prompt, stream: true }),
        })
      ).text();
    expect((await ask()).endsWith('data: [DONE]\n\n')).toBe(true);
    gateway.fleet.get('openai').always({ kind: 'cut', afterChars: 9 });
    const broken = await ask();
    expect(broken).toContain('"code":"stream_interrupted"');
    expect(broken).not.toContain('[DONE]');
  });

  test('log probabilities come in the columns of this API, whole and streamed', async () => {
    const content = [
      { token: 'Y', logprob: -0.5, top_logprobs: [{ token: 'Y', logprob: -0.5 }] },
      { token: 'es', logprob: -0.25, top_logprobs: [] },
    ];
    await using provider = await startRawProvider((res, body) => {
      const { stream } = JSON.parse(body) as { stream?: boolean };
      if (stream === true)
        return sendStream(
          res,
          sseOf(
            content.map((one) => ({ content: one.token, logprobs: { content: [one] } })),
            'stop',
          ),
        );
      const choice = {
        index: 0,
        message: { role: 'assistant', content: 'Yes' },
        logprobs: { content },
        finish_reason: 'stop',
      };
      sendJson(res, 200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: 'raw-model',
        choices: [choice],
      });
    });
    await using gateway = await openClientGateway({ yaml: rawYaml(provider) });
    const { completions } = sdk(gateway);
    const whole = await completions.create({ model: 'raw-model', prompt, logprobs: 1 });
    expect(whole.choices[0]?.logprobs).toEqual({
      tokens: ['Y', 'es'],
      token_logprobs: [-0.5, -0.25],
      top_logprobs: [{ Y: -0.5 }, null],
      text_offset: [0, 1],
    });
    expect(JSON.parse(provider.bodies[0] ?? '')).toMatchObject({ logprobs: true, top_logprobs: 1 });
    const offsets: unknown[] = [];
    for await (const { choices } of await completions.create({
      model: 'raw-model',
      prompt,
      logprobs: 1,
      echo: true,
      stream: true,
    }))
      offsets.push(...(choices[0]?.logprobs?.text_offset ?? []));
    expect(offsets).toEqual([prompt.length, prompt.length + 1]);
  });

  test.each([
    [{ prompt: [1, 2, 3] }, 'prompt', /tokens/],
    [{ prompt: [[1, 2], [3]] }, 'prompt', /tokens/],
    [{ prompt: ['a', 'b'] }, 'prompt', /several requests/],
    [{ prompt: '' }, 'prompt', /not empty/],
    [{ prompt: [] }, 'prompt', /not empty/],
    [{}, 'prompt', /not empty/],
    [{ prompt, suffix: 'x' }, 'suffix', /gap/],
    [{ prompt, best_of: 4 }, 'best_of', /n/],
    [{ prompt, logprobs: true }, 'logprobs', /from 0 to 20/],
    [{ prompt, echo: 'yes' }, 'echo', /true, false/],
    [{ prompt, n: 0 }, 'n', /1 or more/],
    [{ prompt, stream: 'yes' }, 'stream', /true, false/],
  ])('%j is refused, and says what is allowed', async (body, param, words) => {
    await using gateway = await openClientGateway({ specs: [spec], yaml });
    const error: unknown = await sdk(gateway)
      .post('/completions', { body: { model, ...body } })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', param, message: expect.stringMatching(words) });
    expect(gateway.fleet.get('openai').count()).toBe(0);
  });

  test('a client that leaves a stream ends the upstream call; a failure keeps OpenAI’s shape', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...spec, chunks: 200, chunkMs: 20, answer: text.repeat(30) }],
      yaml,
    });
    const provider = gateway.fleet.get('openai');
    for await (const chunk of await sdk(gateway).completions.create({ model, prompt, stream: true }))
      if (chunk.choices[0]?.text) break;
    await until(() => provider.calls[0]?.aborted === true);
    provider.always('server_error');
    const error: unknown = await sdk(gateway)
      .completions.create({ model, prompt })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status: 502, code: 'upstream_failed' });
  });
});
