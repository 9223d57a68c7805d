import { describe, expect, test } from 'vitest';
import { createSseReader } from './sse-events.ts';

function read(chunks: readonly (string | Buffer)[], ends = true): [string, string][] {
  const events: [string, string][] = [];
  const reader = createSseReader((event, data) => events.push([event, data]));
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  if (ends) reader.end();
  return events;
}

describe('server-sent events', () => {
  test('names, data of several lines, comments and fields of no use', () => {
    const text = ': hello\nid: 7\nretry: 10\nevent: complete\ndata: ["a",\ndata:  "b"]\n\ndata:bare\n\n';
    expect(read([text])).toEqual([
      ['complete', '["a",\n "b"]'],
      ['message', 'bare'],
    ]);
  });

  test('an event without data is none, and lends its name to no other', () => {
    expect(read(['event: ping\n\ndata: x\n\n'])).toEqual([['message', 'x']]);
  });

  test('the same events, wherever the bytes are cut', () => {
    const bytes = Buffer.from(
      'event: a\r\ndata: žluť 🦜\r\n\r\ndata: one\n\n: beat\n\nevent: b\ndata: two\n\n',
    );
    const whole = read([bytes]);
    expect(whole).toHaveLength(3);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    }
    expect(read([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
  });

  test('the last event needs no blank line once the connection has ended', () => {
    expect(read(['data: x'], false)).toEqual([]);
    expect(read(['data: x'])).toEqual([['message', 'x']]);
  });

  test.each([['x'.repeat(2_000)], [`data: ${'x'.repeat(2_000)}\n`]])(
    'an event without end fills no memory',
    (piece) => {
      expect(() => read(Array.from({ length: 600 }, () => piece))).toThrow(RangeError);
    },
  );
});
