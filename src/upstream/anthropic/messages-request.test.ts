import { describe, expect, test } from 'vitest';
import { provider } from '../../catalog/providers/anthropic.ts';
import type { ChatBody, ChatCall } from '../wire.ts';
import { messagesRequest } from './messages-request.ts';

function request(body: ChatBody, more: Partial<ChatCall> = {}): Record<string, unknown> {
  const before = structuredClone(body);
  const call = {
    provider,
    task: 'chat' as const,
    baseUrl: '',
    secret: '',
    model: 'claude',
    body,
    stream: false,
    bytes: null,
    mayOverwrite: false,
    facts: null,
    clientWantsUsage: false,
    maxTokens: null,
    refusedParams: new Set<string>(),
    ...more,
  };
  const made = messagesRequest(call);
  expect(body).toEqual(before);
  return made;
}

const hello = { role: 'user', content: 'Hello' } as const;
const helloTurn = { role: 'user', content: [{ type: 'text', text: 'Hello' }] };
const tool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Tells it',
    parameters: { properties: { city: {} } },
    strict: true,
  },
};

describe('the body for Anthropic', () => {
  test('holds nothing that the Messages API does not know', () => {
    const body = {
      model: 'auto',
      messages: [hello],
      seed: 1,
      logit_bias: {},
      n: 1,
      stream_options: {},
      response_format: { type: 'text' },
      x: 1,
    };
    expect(request(body)).toEqual({ model: 'claude', max_tokens: 4_096, messages: [helloTurn] });
  });

  test('carries sampling, stops, the user and the wish to stream', () => {
    const body = {
      messages: [hello],
      temperature: 1.7,
      top_p: 0.5,
      stop: ['END', ' ', '\n'],
      max_completion_tokens: 50,
      user: 'u1',
    };
    expect(request(body, { stream: true })).toMatchObject({
      temperature: 1,
      top_p: 0.5,
      stop_sequences: ['END'],
      max_tokens: 50,
      metadata: { user_id: 'u1' },
      stream: true,
    });
    expect(request({ messages: [hello], stop: 'END', temperature: -1 })).toMatchObject({
      stop_sequences: ['END'],
      temperature: 0,
    });
  });

  test('carries top_k, documents, and numbers with all their digits', () => {
    const file = { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' };
    const content = [
      { type: 'file', file },
      { type: 'file', file: { file_id: 'f' } },
    ];
    const calls = [
      { id: 'a', type: 'function', function: { name: 'x', arguments: '{"n":12345678901234567890}' } },
    ];
    const made = request({
      top_k: 7,
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: null, tool_calls: calls },
      ],
    });
    expect(made.top_k).toBe(7);
    expect(made.messages).toMatchObject([
      {
        content: [
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
          },
        ],
      },
      { role: 'assistant' },
    ]);
    expect(JSON.stringify(made)).toContain('"input":{"n":12345678901234567890}');
  });

  test('leaves out what this model was seen to refuse, under either name', () => {
    const refusedParams = new Set(['temperature', 'stop', 'max_tokens']);
    const made = request({ messages: [hello], temperature: 1, stop: 'x', max_tokens: 7 }, { refusedParams });
    expect(made).toEqual({ model: 'claude', max_tokens: 7, messages: [helloTurn] });
  });

  test('puts the words of system and developer apart, and asks them when they are all there is', () => {
    const system = { role: 'system', content: 'Be kind.' };
    const developer = { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] };
    expect(request({ messages: [system, hello, developer] })).toMatchObject({
      system: 'Be kind.\n\nBe brief.',
      messages: [helloTurn],
    });
    const alone = request({ messages: [system] });
    expect(alone).toMatchObject({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Be kind.' }] }],
    });
    expect(alone).not.toHaveProperty('system');
  });

  test('sends images as data and by address', () => {
    const part = (url: string): object => ({ type: 'image_url', image_url: { url, detail: 'low' } });
    const content = [
      { type: 'text', text: 'What is it?' },
      part('data:image/png;base64,AAAA'),
      part('https://a.example/b.jpg'),
      part('file:///etc/passwd'),
    ];
    expect(request({ messages: [{ role: 'user', content }] }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://a.example/b.jpg' } },
        ],
      },
    ]);
  });

  test('merges neighbours of one role: the results of parallel calls and the question behind them are one turn', () => {
    const call = (id: string, text: string): object => ({
      id,
      type: 'function',
      function: { name: 'weather', arguments: text },
    });
    const messages = [
      { role: 'user', content: 'One' },
      { role: 'user', content: 'Two' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [call('functions.weather:0', '{"city":"Brno"}'), call('b', '{broken')],
      },
      { role: 'tool', tool_call_id: 'functions.weather:0', content: 'Sunny' },
      { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'Rain' }] },
      { role: 'user', content: 'And now?' },
    ];
    expect(request({ messages }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'One' },
          { type: 'text', text: 'Two' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'functions_weather_0', name: 'weather', input: { city: 'Brno' } },
          { type: 'tool_use', id: 'b', name: 'weather', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'functions_weather_0',
            content: [{ type: 'text', text: 'Sunny' }],
          },
          { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'text', text: 'Rain' }] },
          { type: 'text', text: 'And now?' },
        ],
      },
    ]);
  });

  test('an answer to be continued ends without a blank, and empty messages are no turns', () => {
    const messages = [hello, { role: 'user', content: ' ' }, { role: 'assistant', content: 'Once upon \n' }];
    expect(request({ messages }).messages).toEqual([
      helloTurn,
      { role: 'assistant', content: [{ type: 'text', text: 'Once upon' }] },
    ]);
  });

  test.each([
    ['auto', undefined, { type: 'auto' }],
    ['none', false, { type: 'none' }],
    ['required', undefined, { type: 'any' }],
    ['required', false, { type: 'any', disable_parallel_tool_use: true }],
    [{ type: 'function', function: { name: 'weather' } }, true, { type: 'tool', name: 'weather' }],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
    [undefined, undefined, undefined],
  ])('tool choice %j, parallel %j', (toolChoice, parallel, expected) => {
    const made = request({
      messages: [hello],
      tools: [tool],
      tool_choice: toolChoice,
      parallel_tool_calls: parallel,
    });
    expect(made.tools).toEqual([
      {
        name: 'weather',
        description: 'Tells it',
        input_schema: { type: 'object', properties: { city: {} } },
      },
    ]);
    expect(made.tool_choice).toEqual(expected);
  });

  test('a choice without tools is not sent', () => {
    expect(request({ messages: [hello], tool_choice: 'auto', tools: [] })).not.toHaveProperty('tool_choice');
  });
});
