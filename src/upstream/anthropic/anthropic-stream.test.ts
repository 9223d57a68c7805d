import { describe, expect, test } from 'vitest';
import { ask, json, message, stream } from './ask.fixture.ts';
import { chunksOf, contentOf } from './record-chat.ts';
import { events, overloaded, parallelTools, textStream } from './streams.fixture.ts';

describe('a stream', () => {
  test('of text and reasoning, with pings between', async () => {
    const told = await ask(stream(textStream), { stream: true, usage: true });
    expect(told.arrival?.body).toMatchObject({ stream: true });
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
      usagePassed: true,
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
      (arrival) => {
        stream(cut, false)(arrival);
        setTimeout(() => arrival.res.destroy(), 20);
      },
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
      { stream: true, until: closed, onTold: (what, control) => what === 'chunk' && control.abort() },
    );
    expect(told.order).toEqual(['sent', 'head', 'chunk']);
  });
});
