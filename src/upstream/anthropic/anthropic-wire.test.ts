import { describe, expect, test } from 'vitest';
import { ask, json, message } from './ask.fixture.ts';
import { overloaded } from './streams.fixture.ts';

describe('a whole answer', () => {
  test('is asked with the key and the version in headers, and told as a chat completion', async () => {
    const told = await ask(json(200, message));
    expect(told.arrival).toMatchObject({
      path: 'POST /v1/messages',
      body: { model: 'test-model', max_tokens: 4_096 },
    });
    expect(told.arrival?.req.headers).toMatchObject({
      'x-api-key': 'sk-ant-test',
      'anthropic-version': '2023-06-01',
    });
    expect(told.order).toEqual(['sent', 'head', 'whole']);
    expect(told.whole).toMatchObject({ usage: { input: 45, output: 7 }, empty: false });
    expect(JSON.parse(String(told.whole?.body))).toEqual({
      id: 'msg_1',
      object: 'chat.completion',
      created: Math.floor(Date.parse(told.head?.date ?? '') / 1_000),
      model: 'claude-test',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'It is sunny.',
            refusal: null,
            reasoning_content: 'Hm.',
            tool_calls: [
              {
                id: 'toolu_1',
                type: 'function',
                function: { name: 'weather', arguments: '{"city":"Brno"}' },
              },
            ],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: {
        prompt_tokens: 45,
        completion_tokens: 7,
        total_tokens: 52,
        prompt_tokens_details: { cached_tokens: 30 },
      },
    });
  });

  test.each([
    ['end_turn', 'stop', true],
    ['stop_sequence', 'stop', false],
    ['max_tokens', 'length', false],
    ['refusal', 'content_filter', false],
    ['something_new', 'stop', false],
  ])('without content and with stop reason %s', async (reason, finish, empty) => {
    const { whole } = await ask(json(200, { ...message, content: [], stop_reason: reason }));
    expect(whole?.empty).toBe(empty);
    expect(JSON.parse(String(whole?.body))).toMatchObject({
      choices: [{ message: { content: '' }, finish_reason: finish }],
    });
  });

  test('an error is told with its status, headers and parsed body', async () => {
    const told = await ask(json(529, overloaded));
    expect(told.order).toEqual(['sent', 'refused']);
    expect(told.refused).toMatchObject({ status: 529, headers: { 'request-id': 'r1' }, body: overloaded });
  });

  test.each([[overloaded], ['<html>']])('a 200 that is no message is an error as well', async (body) => {
    expect((await ask(json(200, body))).refused).toMatchObject({ status: 200, body });
  });

  test('a connection that dies is broken', async () => {
    const told = await ask(({ res }) => res.socket?.destroy());
    expect(told.order).toEqual(['sent', 'broken']);
  });
});
