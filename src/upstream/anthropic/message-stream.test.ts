import { describe, expect, test } from 'vitest';
import { createMessageStream } from './message-stream.ts';
import { parallelTools, textStream } from './streams.fixture.ts';

function translate(pieces: readonly Buffer[]): { text: string; state: unknown } {
  const stream = createMessageStream({ created: 1, wantsUsage: true, headers: {} });
  let text = '';
  for (const piece of pieces) text += stream.read(piece)?.toString() ?? '';
  text += stream.end()?.toString() ?? '';
  return { text, state: stream.state };
}

describe('a recorded stream', () => {
  test.each([
    ['text', textStream],
    ['parallel tool calls', parallelTools],
    ['text with CRLF', textStream.replaceAll('\n', '\r\n')],
  ])('of %s is the same, wherever its bytes are cut', (_name, recorded) => {
    const bytes = Buffer.from(recorded);
    const whole = translate([bytes]);
    expect(whole.state).toMatchObject({ done: true, error: null });
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(translate([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    }
    expect(translate([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
  });

  test('an event beyond 1 MB is an error, not a full memory', () => {
    const { state } = translate([Buffer.from(`event: message_start\ndata: ${'x'.repeat(1024 * 1024)}`)]);
    expect(state).toMatchObject({
      error: { status: 200, body: { error: { message: 'an event of the stream is too long' } } },
    });
  });
});
