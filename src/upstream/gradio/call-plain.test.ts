import { afterEach, describe, expect, test } from 'vitest';
import { contentOf, type Arrival } from '../anthropic/record-chat.ts';
import { json } from './gradio-app.fixture.ts';
import { createSpaceBench, wholeText } from './space-bench.fixture.ts';

const bench = createSpaceBench();
const { serve, ask, posted } = bench;
afterEach(() => bench[Symbol.asyncDispose]());

describe('a generator of the owner', () => {
  function plain(answer: (res: Arrival['res']) => void): (arrival: Arrival) => void {
    return ({ res, path }) => (path === 'POST /' ? answer(res) : json(res, 404, { detail: 'Not Found' }));
  }

  test.each([
    [{ generated_text: 'Hi' }],
    [[{ generated_text: 'Hi' }]],
    [{ content: 'Hi' }],
    [{ text: ['Hi'] }],
    [{ response: 'Hi' }],
    [{ output: 'Hi' }],
    [{ choices: [{ message: { role: 'assistant', content: 'Hi' } }] }],
    [{ choices: [{ text: 'Hi', index: 0 }] }],
    ['Hi'],
  ])('answers %j', async (answer) => {
    await serve(plain((res) => json(res, 200, answer)));
    expect(wholeText(await ask({ stream: false }))).toBe('Hi');
    expect(posted()).toEqual({
      inputs: 'Hello',
      prompt: 'Hello',
      parameters: { max_new_tokens: 50, temperature: 0.2 },
    });
  });

  test('answers as plain text, and as a stream to who wants one', async () => {
    await serve(plain((res) => res.end('Plain\nwords')));
    const told = await ask();
    expect(told.order).toEqual(['sent', 'head', 'chunk', 'chunk', 'ended']);
    expect(contentOf(told.text)).toBe('Plain\nwords');
    expect(told.state).toMatchObject({ done: true, finishReason: 'stop' });
  });

  test('that repeats a long prompt before its answer', async () => {
    const content = 'Tell me a long story about the river and the wheel.';
    await serve(plain((res) => json(res, 200, [{ generated_text: `${content} Once` }])));
    expect(contentOf((await ask({ body: { messages: [{ role: 'user', content }] } })).text)).toBe(' Once');
  });

  test.each([
    [200, { error: 'The model is busy' }],
    [200, { unknown: 1 }],
    [200, '<!DOCTYPE html><p>Welcome'],
    [422, { detail: [] }],
  ])('refuses with %i and %j', async (status, answer) => {
    await serve(
      plain((res) =>
        typeof answer === 'string' ? res.writeHead(status).end(answer) : json(res, status, answer),
      ),
    );
    expect((await ask()).refused).toMatchObject({ status, body: answer });
  });

  test('sends a token only when there is one', async () => {
    await serve(plain((res) => json(res, 200, 'Hi')));
    await ask();
    expect(bench.server().arrivals.at(-1)?.req.headers).not.toHaveProperty('authorization');
    await ask({ secret: 'hf_x' });
    expect(bench.server().arrivals.at(-1)?.req.headers.authorization).toBe('Bearer hf_x');
  });

  test('that is there under a path of its own', async () => {
    await serve(({ res, path }) =>
      path === 'POST /generate' ? json(res, 200, { text: 'Hi' }) : json(res, 404, {}),
    );
    expect(contentOf((await ask({ baseUrl: `${bench.server().url}/generate/` })).text)).toBe('Hi');
  });
});
