import { describe, expect, test, vi } from 'vitest';
import { createScrubber } from '../../shared/scrub.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { AnswerSink } from '../request.ts';
import { KeptBodies } from './kept-bodies.ts';

const key = `gsk_${'q'.repeat(48)}`;
const scrubber = createScrubber([key]);
const scrub = (text: string): string => scrubber.scrub(text);
const same = (text: string): string => text;

function requestOf(body: ChatBody): string {
  return new KeptBodies({ body }).shown(same).request;
}

function answerOf(completion: object): string {
  const bodies = new KeptBodies({ body: { messages: [] } });
  bodies.whole({ body: Buffer.from(JSON.stringify(completion)) });
  return bodies.shown(same).answer;
}

function sink() {
  const written: string[] = [];
  const end = vi.fn<() => void>();
  const plain: AnswerSink = {
    write: (bytes) => written.push(bytes.toString()) > 0,
    onDrain: () => undefined,
    end,
  };
  return { plain, written, end };
}

const delta = (change: object): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: change }] })}\n\n`;

/** What a stream that comes in these pieces leaves. */
function streamed(pieces: readonly (string | Buffer)[], clean: (text: string) => string = same): string {
  const bodies = new KeptBodies({ body: { messages: [] } });
  const recording = bodies.recording(sink().plain);
  for (const piece of pieces) recording.write(piece);
  return bodies.shown(clean).answer;
}

describe('a request as text', () => {
  test('is a block for each message, and names what is no text', () => {
    const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{"at":1}' } };
    const text = requestOf({
      messages: [
        { role: 'system', content: 'Be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is ' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          ],
        },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c', content: 'a wheel' },
      ],
    });
    expect(text).toBe(
      'system: Be brief\n\nuser: What is [image_url]\n\nassistant: \n[call look] {"at":1}\n\ntool: a wheel',
    );
  });

  test.each([
    [{ input: 'Hello' }, 'Hello'],
    [{ input: ['One', 'Two'] }, 'OneTwo'],
    [{ prompt: 'A wheel', n: 2 }, 'A wheel'],
    [{ file: Buffer.from('sound') }, ''],
  ])('of another task is what that is about: %j', (body, text) => {
    expect(requestOf(body)).toBe(text);
  });

  test('is cut at 20,000 characters, and never in the middle of one', () => {
    expect(requestOf({ messages: [{ role: 'user', content: 'x'.repeat(1_000_000) }] })).toHaveLength(20_000);
    const faces = requestOf({ messages: [{ role: 'u', content: '😀'.repeat(20_000) }] });
    expect([faces.isWellFormed(), faces.length]).toEqual([true, 20_000]);
    expect(requestOf({ messages: [{ role: 'user', content: 'x'.repeat(21_000) }] })).toHaveLength(20_000);
    const many = Array.from({ length: 1_000 }, () => ({ role: 'user', content: 'x'.repeat(100) }));
    expect(requestOf({ messages: many })).toHaveLength(20_000);
  });
});

describe('an answer as text', () => {
  test('is what all choices say and call', () => {
    const call = { function: { name: 'look', arguments: '{}' } };
    expect(answerOf({ choices: [{ message: { role: 'assistant', content: 'Hello' } }] })).toBe('Hello');
    expect(answerOf({ choices: [{ message: { content: null, tool_calls: [call] } }] })).toBe(
      '[call look] {}',
    );
    expect(answerOf({ text: 'a transcript' })).toBe('a transcript');
    expect(answerOf({ data: [{ embedding: [1, 2] }] })).toBe('');
  });

  test('of bytes that are no JSON there is none', () => {
    const bodies = new KeptBodies({ body: { input: 'Say it' } });
    bodies.whole({ body: Buffer.from('{"text":"ID3"}'), contentType: 'audio/mpeg' });
    bodies.whole({ body: Buffer.from('<html>') });
    expect(bodies.shown(same)).toEqual({ request: 'Say it', answer: '' });
  });

  test('of a stream is put together, however its bytes are cut', () => {
    const whole = Buffer.from(
      [
        delta({ role: 'assistant', content: '' }),
        delta({ content: 'Grüße, ' }),
        ': heartbeat\n\n',
        delta({ content: '😀' }),
      ].join('') + 'data: [DONE]\n\n',
    );
    const bytes = Array.from({ length: whole.length }, (_, at) => whole.subarray(at, at + 1));
    expect(streamed([whole])).toBe('Grüße, 😀');
    expect(streamed(bytes)).toBe('Grüße, 😀');
    const calls = [{ name: 'look', arguments: '' }, { arguments: '{"at"' }, { arguments: ':1}' }];
    const pieces = calls.map((call) => delta({ tool_calls: [{ index: 0, function: call }] }));
    expect(streamed(pieces)).toBe('[call look] {"at":1}');
  });

  test('reaches its client first, and with the client’s own pace', () => {
    const { plain, written, end } = sink();
    const bodies = new KeptBodies({ body: { messages: [] } });
    const seen: string[] = [];
    const slow = {
      ...plain,
      write: (bytes: Buffer | string): boolean => {
        seen.push(bodies.shown(same).answer);
        plain.write(bytes);
        return false;
      },
    };
    const recording = bodies.recording(slow);
    expect([recording.write(delta({ content: 'a' })), recording.write(delta({ content: 'b' }))]).toEqual([
      false,
      false,
    ]);
    recording.end();
    expect([seen, written.length, end.mock.calls.length]).toEqual([['', 'a'], 2, 1]);
    expect(bodies.shown(same).answer).toBe('ab');
  });

  test('an event that never ends disturbs neither the client nor what was said before', () => {
    const { plain, written } = sink();
    const bodies = new KeptBodies({ body: { messages: [] } });
    const recording = bodies.recording(plain);
    recording.write(delta({ content: 'so far' }));
    for (let piece = 0; piece < 20; piece += 1) recording.write(`data: ${'x'.repeat(100_000)}`);
    expect([written.length, bodies.shown(same).answer]).toEqual([21, 'so far']);
  });
});

describe('no key is shown', () => {
  test('wherever it stands, also in pieces and where the text is cut', () => {
    const pieces = `My key is ${key}.`.split('').map((letter) => delta({ content: letter }));
    expect(streamed(pieces, scrub)).toBe('My key is gsk_qqqq...qqqq.');
    for (const before of [19_900, 19_990, 20_000, 24_040, 24_090]) {
      const content = 'x'.repeat(before) + key + 'x'.repeat(9_000);
      const { request } = new KeptBodies({ body: { messages: [{ role: 'user', content }] } }).shown(scrub);
      expect(request).not.toMatch(/q{5}/);
      expect(request.length).toBeLessThanOrEqual(20_000);
    }
  });

  test('nor is a part of one, however many masks have made room for it', () => {
    const content = `${key} `.repeat(600);
    const { request } = new KeptBodies({ body: { messages: [{ role: 'user', content }] } }).shown(scrub);
    expect(request).not.toMatch(/q{5}/);
    expect(request.length).toBeGreaterThan(1_000);
  });
});
