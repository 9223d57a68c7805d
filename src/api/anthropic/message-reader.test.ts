import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoriaError } from '../../shared/errors.ts';
import type { JsonObject } from '../http/json-body.ts';
import { messageReader, type StreamFacts } from './message-reader.ts';
import { messageText } from './message.ts';

const facts: StreamFacts = {
  id: 'msg_1',
  model: 'm',
  guess: { input: 40, charsPerToken: 4 },
  stops: ['END'],
  showsThinking: false,
  requestId: 'trc_1',
  ticks: () => 0,
};

interface Heard {
  readonly events: readonly (JsonObject & { readonly type: string })[];
  readonly order: readonly string[];
  readonly blocks: readonly { readonly start: JsonObject; text: string }[];
}

function heard(chunks: readonly JsonObject[], change: Partial<StreamFacts> = {}): Heard {
  let raw = '';
  const reader = messageReader((text) => void (raw += text), { ...facts, ...change });
  for (const chunk of chunks) reader.chunk(chunk);
  reader.done();
  const events = raw
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.slice(event.indexOf('\ndata: ') + 7)) as Heard['events'][number]);
  const blocks: { start: JsonObject; text: string }[] = [];
  const order: string[] = [];
  for (const { type, index, content_block: start, delta } of events) {
    if (type === 'content_block_start') {
      expect(index).toBe(blocks.length);
      blocks.push({ start: start as JsonObject, text: '' });
      order.push(`start ${String(index)}`);
    } else if (type === 'content_block_delta') {
      const { text, thinking, partial_json: json } = delta as Record<string, string>;
      blocks[index as number]!.text += text ?? thinking ?? json ?? '';
    } else if (type === 'content_block_stop') order.push(`stop ${String(index)}`);
  }
  return { events, order, blocks };
}

const delta = (fields: JsonObject, finish: string | null = null): JsonObject => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});
const call = (fields: JsonObject): JsonObject => delta({ tool_calls: [fields] });
const deltaOf = ({ events }: Heard): unknown => events.find(({ type }) => type === 'message_delta')?.delta;

describe('a chat’s stream as Anthropic’s', () => {
  test('ends one block before the next begins', () => {
    const told = heard([
      delta({ role: 'assistant', content: '' }),
      delta({ content: 'One' }),
      call({ index: 0, id: 'a', function: { name: 'x', arguments: '{"a"' } }),
      call({ index: 0, function: { arguments: ':1}' } }),
      call({ index: 1, id: 'b', function: { name: 'y', arguments: '{}' } }),
      delta({ content: 'Two' }),
      delta({}, 'tool_calls'),
    ]);
    expect(told.order.join(', ')).toBe('start 0, stop 0, start 1, stop 1, start 2, stop 2, start 3, stop 3');
    expect(told.blocks.map(({ start, text }) => [start.type, text])).toEqual([
      ['text', 'One'],
      ['tool_use', '{"a":1}'],
      ['tool_use', '{}'],
      ['text', 'Two'],
    ]);
  });

  test('loses nothing of calls that come mixed', () => {
    const told = heard([
      call({ index: 0, id: 'a', function: { name: 'x', arguments: '{"a":' } }),
      call({ index: 1, id: 'b', function: { name: 'y', arguments: '{"b":' } }),
      call({ index: 0, function: { arguments: '1}' } }),
      call({ index: 1, function: { arguments: '2}' } }),
      delta({}, 'stop'),
    ]);
    expect(told.blocks).toEqual([
      { start: { type: 'tool_use', id: 'a', name: 'x', input: {} }, text: '{"a":1}' },
      { start: { type: 'tool_use', id: 'b', name: 'y', input: {} }, text: '{"b":2}' },
    ]);
    expect(deltaOf(told)).toEqual({ stop_reason: 'tool_use', stop_sequence: null });
  });

  test.each([
    [
      'one place for all',
      [
        { index: 0, id: 'a' },
        { index: 0, id: 'b' },
      ],
      ['a', 'b'],
    ],
    ['no places', [{ id: 'a' }, { id: 'b' }], ['a', 'b']],
    ['no ids', [{ index: 0 }, { index: 1 }], ['toolu_msg_1_1', 'toolu_msg_1_2']],
    [
      'empty ids',
      [
        { index: 0, id: '' },
        { index: 1, id: '' },
      ],
      ['toolu_msg_1_1', 'toolu_msg_1_2'],
    ],
  ])('tells calls apart that have %s', (_how, heads, ids) => {
    const told = heard(
      heads.map((head, at) => call({ ...head, function: { name: 'x', arguments: `{"n":${at}}` } })),
    );
    expect(told.blocks.map(({ start, text }) => [start.id, text])).toEqual([
      [ids[0], '{"n":0}'],
      [ids[1], '{"n":1}'],
    ]);
  });

  test('takes an id that is said with every piece, a name that comes late, arguments that are no text', () => {
    const told = heard([
      call({ index: 0, id: 'a', function: { arguments: '{"a' } }),
      call({ index: 0, id: 'a', function: { name: 'x', arguments: '":1}' } }),
      call({ index: 1, id: 'b', function: { name: 'y', arguments: { b: 2 } } }),
    ]);
    expect(told.blocks.map(({ start, text }) => [start.name, text])).toEqual([
      ['x', '{"a":1}'],
      ['y', '{"b":2}'],
    ]);
  });

  test('shows thinking under any of its names to those who asked for it', () => {
    const chunks = [
      delta({ reasoning: 'A' }),
      delta({ reasoning_content: 'B' }),
      delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'C' }] }] }),
      delta({ content: [{ type: 'text', text: 'So.' }] }),
    ];
    expect(heard(chunks).blocks.map(({ text }) => text)).toEqual(['So.']);
    const shown = heard(chunks, { showsThinking: true });
    expect(shown.blocks).toEqual([
      { start: { type: 'thinking', thinking: '', signature: '' }, text: 'ABC' },
      { start: { type: 'text', text: '' }, text: 'So.' },
    ]);
  });

  test('gives signs of life while something is thought that is not shown', () => {
    let now = 0;
    const chunks = Array.from({ length: 13 }, () => delta({ reasoning: 'Hm' }));
    const told = heard(chunks, { ticks: () => (now += 500) });
    const pings = told.events.filter(({ type }) => type === 'ping').length;
    expect(pings).toBeGreaterThanOrEqual(2);
    expect(pings).toBeLessThan(chunks.length);
  });

  test.each([
    [{ finish_reason: 'stop' }, 'end_turn', null],
    [{ finish_reason: 'length' }, 'max_tokens', null],
    [{ finish_reason: 'content_filter' }, 'refusal', null],
    [{ finish_reason: 'stop', stop_reason: 'END' }, 'stop_sequence', 'END'],
    [{ finish_reason: 'stop', matched_stop: 'END' }, 'stop_sequence', 'END'],
    [{ finish_reason: 'stop', stop_reason: 151_645 }, 'end_turn', null],
    [{ finish_reason: 'stop', stop_reason: 'eos' }, 'end_turn', null],
  ])('%j is %s', (choice, reason, sequence) => {
    const told = heard([delta({ content: 'x' }), { choices: [{ index: 0, delta: {}, ...choice }] }]);
    expect(deltaOf(told)).toEqual({ stop_reason: reason, stop_sequence: sequence });
    const completion = { choices: [{ index: 0, message: { content: 'x' }, ...choice }] };
    expect(JSON.parse(messageText(Buffer.from(JSON.stringify(completion)), facts))).toMatchObject({
      stop_reason: reason,
      stop_sequence: sequence,
    });
  });

  test('guesses a usage that nobody tells, and passes on one that is told', () => {
    const usageOf = ({ events }: Heard): unknown =>
      events.find(({ type }) => type === 'message_delta')?.usage;
    const said = delta({ content: 'x'.repeat(41) });
    expect(usageOf(heard([said]))).toMatchObject({ input_tokens: 40, output_tokens: 11 });
    const usage = { prompt_tokens: 90, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 60 } };
    expect(usageOf(heard([said, { choices: [], usage }, { choices: [], usage: null }]))).toEqual({
      input_tokens: 30,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 60,
      output_tokens: 7,
    });
  });

  test('a stream without anything is a message without content', () => {
    expect(heard([]).events.map(({ type }) => type)).toEqual([
      'message_start',
      'ping',
      'message_delta',
      'message_stop',
    ]);
  });

  test('an interruption is an error event, and the last', () => {
    let raw = '';
    const reader = messageReader((text) => void (raw += text), facts);
    reader.chunk(delta({ content: 'x' }));
    reader.failed(new NoriaError('stream_interrupted', 'It broke'));
    expect(raw.split('\n\n').at(-2)).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"It broke","code":"stream_interrupted"},"request_id":"trc_1"}',
    );
  });

  test('arguments survive any cut, in any interleaving', () => {
    const json = fc.object().map((value) => JSON.stringify(value, null, 1));
    const pieces = (text: string, size: number): string[] =>
      Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, at * size + size),
      );
    fc.assert(
      fc.property(
        fc.array(json, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 9 }),
        fc.boolean(),
        (texts, cut, mixed) => {
          const queues = texts.map((text, index) => [
            call({ index, id: `c${index}`, function: { name: 'x', arguments: '' } }),
            ...pieces(text, cut + 1).map((piece) => call({ index, function: { arguments: piece } })),
          ]);
          const longest = Math.max(...queues.map(({ length }) => length));
          const chunks = mixed
            ? Array.from({ length: longest }, (_, at) =>
                queues.flatMap((queue) => queue.slice(at, at + 1)),
              ).flat()
            : queues.flat();
          const told = heard(chunks);
          expect(told.blocks.map(({ text }) => text)).toEqual(texts);
          expect(told.order.filter((step) => step.startsWith('stop'))).toHaveLength(texts.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a whole answer', () => {
  test('that is no completion is the provider’s failure', () => {
    for (const body of ['{}', '[]', 'null', '{"choices":[]}', '<html>'])
      expect(() => messageText(Buffer.from(body), facts)).toThrow(
        expect.objectContaining({ code: 'upstream_failed' }),
      );
  });

  test('has thinking before text, and a refusal as text', () => {
    const message = { reasoning: 'Hm', content: 'Yes', refusal: null };
    const told = (more: object, change: object = {}): unknown =>
      (
        JSON.parse(
          messageText(
            Buffer.from(
              JSON.stringify({ choices: [{ message: { ...message, ...more }, finish_reason: 'stop' }] }),
            ),
            { ...facts, ...change },
          ),
        ) as { content: unknown }
      ).content;
    expect(told({})).toEqual([{ type: 'text', text: 'Yes' }]);
    expect(told({}, { showsThinking: true })).toEqual([
      { type: 'thinking', thinking: 'Hm', signature: '' },
      { type: 'text', text: 'Yes' },
    ]);
    expect(told({ content: null, refusal: 'No.' })).toEqual([{ type: 'text', text: 'No.' }]);
  });
});
