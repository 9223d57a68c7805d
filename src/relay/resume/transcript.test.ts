import { describe, expect, it, test } from 'vitest';
import { Transcript } from './transcript.ts';

const facts = { id: 'chatcmpl-1', created: 1_790_000_000, model: 'gpt-oss-120b' };

function event(delta: unknown, more: object = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }];
  return `data: ${JSON.stringify({ ...facts, object: 'chat.completion.chunk', choices })}\n\n`;
}

function textOf(...events: readonly (string | Buffer)[]): string | null {
  const transcript = new Transcript();
  for (const bytes of events) transcript.push(bytes);
  return transcript.text();
}

describe('the transcript of a stream', () => {
  it('is what a reader has seen, through comments, usage and reasoning', () => {
    const bytes = [
      ': OPENROUTER PROCESSING\n\n',
      event({ role: 'assistant', content: '' }),
      event({ reasoning_content: 'They want a river.' }),
      event({ reasoning: 'Short.', content: null }),
      event({ content: 'L’eau ' }) + event({ content: 'cou' }) + ': heartbeat\n\n',
      Buffer.from(event({ content: 'le 🌊' })),
      `data: ${JSON.stringify({ ...facts, choices: [], usage: { total_tokens: 9 } })}\r\n\r\n`,
      event({}, { finish_reason: 'stop' }),
      'data: [DONE]\n\n',
    ];
    expect(textOf(...bytes)).toBe('L’eau coule 🌊');
  });

  it('is empty when nothing but reasoning has come, and when nothing has', () => {
    expect(textOf(event({ reasoning_content: 'Hmm.' }))).toBe('');
    expect(textOf()).toBe('');
  });

  it('joins a character whose halves came in two events', () => {
    expect(textOf(event({ content: '🌊'.slice(0, 1) }), event({ content: '🌊'.slice(1) }))).toBe('🌊');
  });

  it('takes a list of text parts as text', () => {
    expect(
      textOf(
        event({
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        }),
      ),
    ).toBe('ab');
  });

  test.each([
    ['tool calls', event({ tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] })],
    ['an old function call', event({ function_call: { name: 'f' } })],
    ['a refusal', event({ refusal: 'No.' })],
    ['audio', event({ audio: { data: 'AAAA' } })],
    ['logprobs', event({ content: 'a' }, { logprobs: { content: [{ token: 'a' }] } })],
    ['a part that is no text', event({ content: [{ type: 'thinking', thinking: [] }] })],
    ['a second choice', event({ content: 'a' }, { index: 1 })],
    ['a completion of the old kind', 'data: {"choices":[{"index":0,"text":"a"}]}\n\n'],
    ['an error', 'data: {"error":{"message":"overloaded"}}\n\n'],
    ['something that is no JSON', 'data: {"choices":[\n\n'],
  ])('is none with %s, whatever comes after', (_name, bytes) => {
    expect(textOf(event({ content: 'before' }), bytes, event({ content: 'after' }))).toBeNull();
  });

  it('is none with several choices in one event', () => {
    const choices = [0, 1].map((index) => ({ index, delta: { content: 'a' } }));
    expect(textOf(`data: ${JSON.stringify({ choices })}\n\n`)).toBeNull();
  });

  it('goes on after it was read', () => {
    const transcript = new Transcript();
    transcript.push(event({ content: 'one ' }));
    expect(transcript.text()).toBe('one ');
    transcript.push(event({ content: 'two' }));
    expect(transcript.text()).toBe('one two');
  });

  it('knows the first chunk that has a choice', () => {
    const transcript = new Transcript();
    expect(transcript.facts()).toEqual({ id: '', created: 0, model: '' });
    transcript.push('data: {"id":"","created":0,"model":"","choices":[],"prompt_filter_results":[]}\n\n');
    transcript.push(event({ role: 'assistant', content: '' }));
    transcript.push('data: {"id":"other","created":1,"model":"b","choices":[{"index":0,"delta":{}}]}\n\n');
    expect(transcript.facts()).toEqual(facts);
  });

  it('is read on the way once it is long, and stays the same text', () => {
    const words = Array.from({ length: 4_000 }, (_, index) => `word ${index} `);
    expect(textOf(...words.map((content) => event({ content })))).toBe(words.join(''));
  });

  it('is given up beyond 256 kB of text, and does not come back', () => {
    const kilobyte = 'x'.repeat(1024);
    expect(textOf(...Array.from({ length: 256 }, () => event({ content: kilobyte })))).toHaveLength(262_144);
    const transcript = new Transcript();
    for (let count = 0; count < 257; count += 1) transcript.push(event({ content: kilobyte }));
    expect(transcript.text()).toBeNull();
    transcript.push(event({ content: 'a' }));
    expect(transcript.text()).toBeNull();
    expect(transcript.facts()).toEqual(facts);
  });
});
