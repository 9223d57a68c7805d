import { describe, expect, test } from 'vitest';
import { argumentsOf, ToolCallCollector, type ToolCall } from './tool-calls.ts';

function collected(...deltas: unknown[][]): readonly ToolCall[] {
  const collector = new ToolCallCollector();
  for (const some of deltas) collector.add(some);
  return collector.calls;
}

describe('tool calls of a stream', () => {
  test('are put together by their index, in whatever order their pieces come', () => {
    const calls = collected(
      [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }],
      [{ index: 1, id: 'b', function: { name: 'g', arguments: '{"x"' } }],
      [
        { index: 0, function: { arguments: '{"y":' } },
        { index: 1, function: { arguments: ':1}' } },
      ],
      [{ index: 0, id: 'a', function: { name: 'f', arguments: '2}' } }],
    );
    expect(calls.map(({ id, name, arguments: text }) => [id, name, text])).toEqual([
      ['a', 'f', '{"y":2}'],
      ['b', 'g', '{"x":1}'],
    ]);
  });

  test('that are all numbered 0 are told apart by their ids', () => {
    const call = (id: string) => [{ index: 0, id, function: { name: id, arguments: '{}' } }];
    expect(collected(call('a'), call('b')).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('without ids, without indexes, or with an object as arguments are taken all the same', () => {
    expect(
      collected([{ function: { name: 'f', arguments: { x: 1 } } }, { function: { name: 'g' } }, 'nonsense']),
    ).toEqual([
      { id: 'call00001', name: 'f', arguments: '{"x":1}', thoughtSignature: null },
      { id: 'call00002', name: 'g', arguments: '', thoughtSignature: null },
    ]);
  });

  test('keep Gemini’s signature', () => {
    const extra_content = { google: { thought_signature: 'c2ln' } };
    expect(collected([{ index: 0, id: 'a', extra_content, function: {} }])[0]?.thoughtSignature).toBe('c2ln');
  });
});

test.each([
  ['', '{}'],
  [' ', '{}'],
  [
    '{"x":12345678901234567890,"y":1.0,"__proto__":{"z":1}}',
    '{"x":12345678901234567890,"y":1.0,"__proto__":{"z":1}}',
  ],
  ['{"x":', 'null'],
  ['[1]', 'null'],
  ['null', 'null'],
  ['"x"', 'null'],
])('the arguments %j are %s', (text, json) => {
  const call = { id: '', name: '', arguments: text, thoughtSignature: null };
  expect(JSON.stringify(argumentsOf(call))).toBe(json);
});
