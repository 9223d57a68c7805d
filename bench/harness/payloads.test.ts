import { expect, test } from 'vitest';
import { events, fastModel, requestBody } from './payloads.ts';

test.each([1, 30, 300])('a body of %i kB is as large as it says, and the user speaks last', (kilobytes) => {
  const body = requestBody({ model: fastModel, stream: false, kilobytes });
  expect(body.length / 1_024).toBeGreaterThan(kilobytes * 0.9 - 0.2);
  expect(body.length / 1_024).toBeLessThan(kilobytes * 1.1);
  const { messages } = JSON.parse(body.toString()) as { messages: { role: string }[] };
  expect(messages.at(-1)?.role).toBe('user');
});

test('a stream says a hundred words, how it ended and that it ended', () => {
  const text = events.join('');
  expect(text.split('"content":"word').length - 1).toBe(100);
  expect(text).toContain('"finish_reason":"stop"');
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
});
