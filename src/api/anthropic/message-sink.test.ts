import { expect, test } from 'vitest';
import { textSink } from '../../../tests/support/chat-request.ts';
import { messageSink } from './message-sink.ts';

const facts = {
  id: 'msg_1',
  model: 'm',
  guess: { input: 1, charsPerToken: 4 },
  stops: [],
  showsThinking: false,
  requestId: 'trc_1',
  ticks: () => 0,
};
const chunk = (content: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

test('a heartbeat is a ping', () => {
  const client = textSink();
  messageSink(client, facts, (text) => text).write(': heartbeat\n\n');
  expect(client.text()).toBe('event: ping\ndata: {"type": "ping"}\n\n');
});

test('a reader that is full holds the stream back, and says when it is not', () => {
  let takes = false;
  const listeners: (() => void)[] = [];
  const full = {
    write: () => takes,
    onDrain: (listener: () => void) => void listeners.push(listener),
    end: () => undefined,
  };
  const sink = messageSink(full, facts, (text) => text);
  let drained = 0;
  sink.onDrain(() => (drained += 1));
  expect(sink.write(chunk('One'))).toBe(false);
  listeners.forEach((listen) => listen());
  expect(drained).toBe(1);
  takes = true;
  expect(sink.write(chunk('Two'))).toBe(true);
});

test('an error event’s words are scrubbed, and nothing is written behind it but the end', () => {
  const client = textSink();
  const sink = messageSink(client, facts, (text) => text.replaceAll('gsk_secret', '***'));
  sink.write(chunk('One'));
  sink.write(
    `data: ${JSON.stringify({ error: { code: 'stream_interrupted', message: 'key gsk_secret' } })}\n\n`,
  );
  sink.end();
  expect(client.text()).toContain('"message":"key ***"');
  expect(client.text()).not.toContain('message_stop');
  expect(client.ended).toBe(true);
});
