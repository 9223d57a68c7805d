import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStreamReader } from './stream-reader.ts';

interface Piece {
  readonly delta: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
  readonly finish?: string;
  readonly id?: string;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '"',
    '\\',
    '\\"',
    '","finish_reason":"stop","x":"',
    '"usage":{}',
    '"error":{"message":"x"}',
    '\n\n',
  ),
);

/** Mostly plain pieces, so that their common shape is learned, and every other kind between them. */
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 12, arbitrary: text.map((content) => ({ delta: { content } })) },
  { weight: 1, arbitrary: text.map((content) => ({ delta: { role: 'assistant', content } })) },
  { weight: 1, arbitrary: text.map((reasoning) => ({ delta: { reasoning } })) },
  {
    weight: 1,
    arbitrary: fc.constant({ delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f' } }] } }),
  },
  { weight: 1, arbitrary: text.map((content) => ({ delta: { content }, id: 'other' })) },
  { weight: 1, arbitrary: text.map((content) => ({ delta: { content }, finish: 'stop' })) },
  {
    weight: 1,
    arbitrary: text.map((content) => ({
      delta: { content },
      more: { usage: { prompt_tokens: 3, completion_tokens: 4 } },
    })),
  },
  {
    weight: 1,
    arbitrary: text.map((content) => ({ delta: { content }, more: { error: { message: 'no' } } })),
  },
);

function eventOf({ delta, more, finish, id = 'chatcmpl' }: Piece): string {
  const choice = { index: 0, delta, finish_reason: finish ?? null };
  return `data: ${JSON.stringify({ id, choices: [choice], ...more })}\n\n`;
}

describe('what a stream shows', () => {
  test('is the same whether each event is read or known by its shape, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 8, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }),
        (pieces, cuts) => {
          const events = pieces.map(eventOf);
          const bytes = Buffer.from(events.join(''));
          const reader = createStreamReader(true);
          const passed: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const to = Math.min(bytes.length, at + (cuts[turn % cuts.length] ?? 1));
            passed.push(reader.read(bytes.subarray(at, to)) ?? Buffer.alloc(0));
            at = to;
          }
          const broken = pieces.findIndex(({ more }) => more !== undefined && 'error' in more);
          const whole = broken < 0 ? pieces : pieces.slice(0, broken);
          expect(Buffer.concat(passed).toString()).toBe(events.slice(0, whole.length).join(''));
          expect(reader.state).toMatchObject({
            content: whole.some(({ delta }) => saysSomething(delta)),
            finished: whole.some(({ finish }) => finish !== undefined),
            done: false,
            usage: whole.some(({ more }) => more !== undefined) ? { input: 3, output: 4 } : null,
          });
          expect(reader.state.error !== null).toBe(broken >= 0);
          expect(reader.state.pieces).toBeGreaterThanOrEqual(
            whole.filter(({ delta }) => saysSomething(delta)).length,
          );
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('an event that is cut in its middle by the provider is not passed on, also when its beginning is known', () => {
    const plain = eventOf({ delta: { content: 'word' } });
    const reader = createStreamReader(false);
    expect(reader.read(Buffer.from(plain.repeat(9)))?.toString()).toBe(plain.repeat(9));
    expect(reader.read(Buffer.from(`${plain.slice(0, -8)}\n\n`))).toBeNull();
    expect(reader.state.error).not.toBeNull();
  });
});

function saysSomething(delta: Record<string, unknown>): boolean {
  return Object.entries(delta).some(
    ([name, value]) =>
      name !== 'role' && ((typeof value === 'string' && value !== '') || Array.isArray(value)),
  );
}
