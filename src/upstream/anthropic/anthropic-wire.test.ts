import { afterEach, describe, expect, test } from 'vitest';
import { provider } from '../../catalog/providers/anthropic.ts';
import { anthropicWire } from './anthropic-wire.ts';
import {
  chunksOf,
  contentOf,
  recordChat,
  startServer,
  type Arrival,
  type ChatOptions,
  type Recording,
  type TestServer,
} from './record-chat.ts';
import { events, overloaded, parallelTools, textStream } from './streams.fixture.ts';

let server: TestServer | null = null;
afterEach(() => stop());

async function stop(): Promise<void> {
  await server?.[Symbol.asyncDispose]();
  server = null;
}

async function ask(
  answer: (arrival: Arrival) => void,
  options: Partial<ChatOptions> = {},
): Promise<Recording> {
  await stop();
  server = await startServer(answer);
  const body = { messages: [{ role: 'user', content: 'Hello' }] };
  return recordChat(anthropicWire, {
    provider,
    baseUrl: `${server.url}/v1`,
    body,
    secret: 'sk-ant-test',
    ...options,
  });
}

function json(status: number, body: unknown): (arrival: Arrival) => void {
  return ({ res }) =>
    res
      .writeHead(status, { 'content-type': 'application/json', 'request-id': 'r1' })
      .end(JSON.stringify(body));
}

function stream(text: string, ends = true): (arrival: Arrival) => void {
  return ({ res }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    res.write(text);
    if (ends) res.end();
  };
}

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-test',
  content: [
    { type: 'thinking', thinking: 'Hm.', signature: 'x' },
    { type: 'text', text: 'It is ' },
    { type: 'text', text: 'sunny.' },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Brno' } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 10, cache_read_input_tokens: 30, cache_creation_input_tokens: 5, output_tokens: 7 },
};

describe('a whole answer', () => {
  test('is asked with the key and the version in headers, and told as a chat completion', async () => {
    const told = await ask(json(200, message));
    expect(server?.arrivals[0]).toMatchObject({
      path: 'POST /v1/messages',
      body: { model: 'test-model', max_tokens: 4_096 },
    });
    expect(server?.arrivals[0]?.req.headers).toMatchObject({
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

describe('a stream', () => {
  test('of text and reasoning, with pings between', async () => {
    const told = await ask(stream(textStream), { stream: true, usage: true });
    expect(server?.arrivals[0]?.body).toMatchObject({ stream: true });
    expect(told.order).toEqual(['sent', 'head', 'chunk', 'ended']);
    const chunks = chunksOf(told.text);
    expect(
      chunks
        .map(({ choices }) => (choices as { delta: unknown; finish_reason: unknown }[])[0])
        .map((choice) => choice?.finish_reason ?? choice?.delta),
    ).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'Thinking…' },
      { content: 'Příliš ' },
      { content: 'žluťoučký 🦜 "kůň"\n' },
      'stop',
      undefined,
    ]);
    expect(chunks[0]).toMatchObject({ id: 'msg_1', object: 'chat.completion.chunk', model: 'claude-test' });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 25, completion_tokens: 15, prompt_tokens_details: { cached_tokens: 0 } },
    });
    expect(told.state).toEqual({
      content: true,
      finished: true,
      done: true,
      finishReason: 'stop',
      usage: { input: 25, output: 15 },
      pieces: 3,
      error: null,
    });
  });

  test('tells usage only to a client that wants it', async () => {
    const told = await ask(stream(textStream), { stream: true });
    expect(told.text).not.toContain('usage');
    expect(told.state?.usage).toEqual({ input: 25, output: 15 });
  });

  test('of parallel tool calls, one of them without arguments', async () => {
    const told = await ask(stream(parallelTools), { stream: true });
    const calls: { id?: string; name?: string; arguments: string }[] = [];
    for (const chunk of chunksOf(told.text)) {
      const [choice] = chunk.choices as {
        delta: {
          tool_calls?: { index: number; id?: string; function: { name?: string; arguments: string } }[];
        };
      }[];
      for (const { index, id, function: piece } of choice?.delta.tool_calls ?? []) {
        const call = (calls[index] ??= { arguments: '' });
        if (id !== undefined) Object.assign(call, { id, name: piece.name });
        call.arguments += piece.arguments;
      }
    }
    expect(calls).toEqual([
      { id: 'toolu_a', name: 'weather', arguments: '{"city": "Brno 🦜"}' },
      { id: 'toolu_b', name: 'now', arguments: '{}' },
      { id: 'toolu_c', name: 'weather', arguments: '{"city":"Ostrava"}' },
    ]);
    expect(told.state).toMatchObject({ content: true, done: true, finishReason: 'tool_calls' });
  });

  test('a ping alone is a sign of life without bytes', async () => {
    const told = await ask(stream(events({ type: 'ping' }), false), {
      stream: true,
      onTold: (what, control) => what === 'beat' && control.abort(),
    });
    expect(told.order).toEqual(['sent', 'head', 'beat']);
    expect(told.state?.content).toBe(false);
  });

  test('an error before and after content', async () => {
    const early = await ask(stream(events({ type: 'ping' }, overloaded)), { stream: true });
    expect(early.order).toEqual(['sent', 'head', 'ended']);
    expect(early.state).toMatchObject({
      content: false,
      error: { status: 200, body: overloaded, sse: 'error' },
    });
    const late = await ask(
      stream(textStream.slice(0, textStream.indexOf('event: message_delta')) + events(overloaded), false),
      { stream: true },
    );
    expect(late.order).toEqual(['sent', 'head', 'chunk', 'ended']);
    expect(contentOf(late.text)).toBe('Příliš žluťoučký 🦜 "kůň"\n');
    expect(late.state).toMatchObject({
      content: true,
      done: false,
      finished: false,
      error: { sse: 'error', body: overloaded },
    });
  });

  test('an end before the end', async () => {
    const cut = textStream.slice(0, textStream.indexOf('event: message_delta'));
    expect((await ask(stream(cut), { stream: true })).state).toMatchObject({
      content: true,
      finished: false,
      done: false,
    });
    const killed = await ask(
      ({ res }) => (stream(cut, false)({ res } as Arrival), setTimeout(() => res.destroy(), 20)),
      { stream: true },
    );
    expect(killed.order.at(-1)).toBe('broken');
    const unmarked = textStream.slice(0, textStream.indexOf('event: message_stop'));
    const closed = await ask(stream(unmarked), { stream: true, usage: true });
    expect(closed.state).toMatchObject({ finished: true, finishReason: 'stop', error: null });
    expect(closed.text).toContain('"choices":[]');
  });

  test('an event that is no JSON is an error, never a silent gap', async () => {
    const told = await ask(stream('event: content_block_delta\ndata: {"type":"content_\n\n'), {
      stream: true,
    });
    expect(told.state?.error).toMatchObject({ status: 200, body: { error: {} } });
  });

  test('a whole answer where a stream was asked for', async () => {
    expect((await ask(json(200, message), { stream: true })).order).toEqual(['sent', 'head', 'whole']);
  });

  test('abort closes the socket and silences the wire', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const told = await ask(
      (arrival) => {
        arrival.res.on('close', resolve);
        stream(textStream, false)(arrival);
      },
      { stream: true, onTold: (what, control) => what === 'chunk' && control.abort() },
    );
    await closed;
    expect(told.order).toEqual(['sent', 'head', 'chunk']);
  });
});
