import { describe, expect, it, vi } from 'vitest';
import { ContinuationStream } from './continuation-stream.ts';
import type { AnswerSink } from '../request.ts';
import { createSeam, type SeamOptions } from './seam.ts';
import { Transcript } from './transcript.ts';

const sent = 'The river never stops, and the wheel turns with it. The wat';
const first = { id: 'chatcmpl-first', created: 1_790_000_000, model: 'first-model' };
const second = { id: 'gen-second', created: 1_790_000_099, model: 'second-model' };

function event(delta: object, more: object = {}, facts = second): string {
  const choices = [{ index: 0, delta, finish_reason: null, ...more }];
  return `data: ${JSON.stringify({ ...facts, object: 'chat.completion.chunk', choices })}\n\n`;
}

interface Client extends AnswerSink {
  readonly written: string[];
  drain(): void;
}

function clientOf(room = true): Client {
  const written: string[] = [];
  let drain = (): void => {};
  return {
    written,
    write: (bytes) => {
      written.push(bytes.toString());
      return room;
    },
    onDrain: (listener) => (drain = listener),
    drain: () => drain(),
    end: () => written.push('ended'),
  };
}

function resume(options: Partial<SeamOptions> = {}, client = clientOf()) {
  const transcript = new Transcript();
  transcript.push(event({ role: 'assistant', content: sent }, {}, first));
  const onRejected = vi.fn<() => void>();
  const seam = createSeam({ sent, how: 'assistant', anchor: '', ...options });
  const stream = new ContinuationStream({ sink: client, seam, transcript, onRejected });
  return { client, transcript, stream, onRejected };
}

function chunksOf(client: Client): readonly Record<string, unknown>[] {
  return client.written
    .join('')
    .split('\n\n')
    .filter((block) => block.startsWith('data: '))
    .map((block) => JSON.parse(block.slice(6)) as Record<string, unknown>);
}

const byInstruction = { how: 'instruction', anchor: 'turns with it. The wat' } as const;

describe('a stream that continues another', () => {
  it('has the first one’s id and time, its own model, and no second role', () => {
    const { client, stream } = resume();
    stream.write(event({ role: 'assistant', content: '' }));
    stream.write(
      Buffer.from(event({ role: 'assistant', content: 'er keeps' }) + event({ content: ' its level' })),
    );
    stream.write(event({}, { finish_reason: 'stop' }));
    const more = { object: 'chat.completion.chunk', ...first, model: 'second-model' };
    expect(chunksOf(client)).toEqual([
      { ...more, choices: [{ index: 0, delta: { content: 'er keeps' }, finish_reason: null }] },
      { ...more, choices: [{ index: 0, delta: { content: ' its level' }, finish_reason: null }] },
      { ...more, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ]);
  });

  it('leaves out what the client has, its own reasoning and its usage, and passes comments', () => {
    const { client, stream } = resume(byInstruction);
    stream.write(': heartbeat\n\n');
    stream.write(event({ reasoning_content: 'I must begin with the anchor.' }));
    stream.write(event({ content: 'turns with' }));
    expect(stream.overlap).toBeNull();
    stream.write(event({ content: ' it. The water' }));
    stream.write(event({ content: '.' }, { finish_reason: 'length', logprobs: null }));
    stream.write(`data: ${JSON.stringify({ ...second, choices: [], usage: { total_tokens: 9 } })}\n\n`);
    expect(client.written[0]).toBe(': heartbeat\n\n');
    expect(chunksOf(client).map(({ choices }) => choices)).toEqual([
      [{ index: 0, delta: { content: 'er' }, finish_reason: null }],
      [{ index: 0, delta: { content: '.' }, finish_reason: null }],
      [{ index: 0, delta: {}, finish_reason: 'length' }],
    ]);
    expect(stream.overlap).toBe(byInstruction.anchor.length);
    expect(stream.rejected).toBe(false);
  });

  it('can be continued itself', () => {
    const { transcript, stream } = resume();
    stream.write(event({ content: 'er keeps' }) + ': heartbeat\n\n');
    expect(transcript.text()).toBe(`${sent}er keeps`);
    expect(transcript.facts()).toEqual(first);
  });

  it('ends well without anything, and leaves the end to the relay', () => {
    const { client, stream } = resume();
    stream.write(event({}, { finish_reason: 'stop' }));
    stream.end();
    expect(chunksOf(client)).toHaveLength(1);
    expect(client.written).not.toContain('ended');
    expect(stream.rejected).toBe(false);
  });

  it('gives what was held back at its end, with a finish reason or without one', () => {
    const tail = 'the wheel turns with it. The';
    for (const isFinished of [true, false]) {
      const { client, stream } = resume({ sent: `Well, ${tail} wat` });
      stream.write(event({ content: tail }));
      expect(client.written).toEqual([]);
      if (isFinished) stream.write(event({}, { finish_reason: 'stop' }));
      stream.end();
      expect(chunksOf(client)[0]).toMatchObject({ choices: [{ delta: { content: tail } }] });
      expect(chunksOf(client)).toHaveLength(isFinished ? 2 : 1);
    }
  });

  it('passes the client’s back-pressure on', () => {
    const { client, stream } = resume({}, clientOf(false));
    const resumed = vi.fn<() => void>();
    stream.onDrain(resumed);
    expect(stream.write(event({ reasoning: 'Hm.' }))).toBe(true);
    client.drain();
    expect(resumed).toHaveBeenCalledOnce();
    const { stream: plain } = resume({}, clientOf(false));
    expect(plain.write(event({ content: 'er' }))).toBe(false);
  });
});

describe('a stream that does not continue the text', () => {
  it('is rejected with nothing passed, and told once', () => {
    const { client, stream, onRejected } = resume(byInstruction);
    stream.write(event({ content: 'I cannot.' }));
    expect(onRejected).not.toHaveBeenCalled();
    stream.write(event({}, { finish_reason: 'stop' }));
    stream.write(event({ content: 'turns with it. The water' }));
    stream.end();
    expect(stream.rejected).toBe(true);
    expect(client.written).toEqual([]);
    expect(onRejected).toHaveBeenCalledOnce();
  });

  it('is rejected when it ends undecided', () => {
    const { stream, onRejected } = resume(byInstruction);
    stream.write(event({ content: 'turns with' }));
    stream.end();
    expect(stream.rejected).toBe(true);
    expect(onRejected).toHaveBeenCalledOnce();
  });

  it('is not believed behind a trailing turn when the model reasons first', () => {
    const { client, stream } = resume();
    stream.write(event({ reasoning_content: 'They ask about a river.' }));
    stream.write(event({ content: 'Rivers are great.' }));
    expect(stream.rejected).toBe(true);
    expect(client.written).toEqual([]);
  });

  it('is rejected at anything that is no text, even behind the joint', () => {
    for (const bytes of [event({ tool_calls: [{ index: 0, id: 'a' }] }), 'data: {"broken\n\n']) {
      const { client, stream, onRejected } = resume();
      stream.write(event({ content: 'er' }) + bytes + event({ content: ' more' }));
      stream.end();
      expect(stream.rejected).toBe(true);
      expect(onRejected).toHaveBeenCalledOnce();
      expect(chunksOf(client)).toHaveLength(1);
    }
  });
});
