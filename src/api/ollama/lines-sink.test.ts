import { expect, test } from 'vitest';
import type { AnswerMeta, AnswerSink } from '../../relay/request.ts';
import { linesSink } from './lines-sink.ts';
import { showMessage, showResponse, type ShowSaid } from './present.ts';

const meta: AnswerMeta = {
  traceId: 'trc_1',
  provider: 'groq',
  model: 'm',
  maskedKey: '',
  attempts: 1,
  overheadMs: 0,
  local: false,
};
const done = 'data: [DONE]\n\n';

/** Each event takes 10 ms. */
function lines(
  events: readonly (object | string)[],
  { show = showMessage, showsThinking = true }: { show?: ShowSaid; showsThinking?: boolean } = {},
): Record<string, unknown>[] {
  let out = '';
  let tick = 100;
  const client: AnswerSink = {
    write: (bytes) => {
      out += bytes.toString();
      return true;
    },
    onDrain: () => undefined,
    end: () => undefined,
  };
  const clock = { now: () => 1_760_000_000_000, ticks: () => tick };
  const parts = {
    client,
    scrub: (text: string) => text,
    meta,
    name: 'auto',
    show,
    showsThinking,
    asked: 100,
    clock,
  };
  const sink = linesSink(parts);
  for (const event of events) {
    tick += 10;
    sink.write(typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`);
  }
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const delta = (fields: object, finish: string | null = null): object => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});

test('the last line has the true durations in ns, and the counts', () => {
  const usage = { prompt_tokens: 5, completion_tokens: 9 };
  const told = lines(
    [
      delta({ role: 'assistant' }),
      delta({ content: 'a' }),
      delta({}, 'length'),
      { choices: [], usage },
      done,
    ],
    {
      show: showResponse,
    },
  );
  expect(told).toEqual([
    { model: 'auto', created_at: '2025-10-09T08:53:20.000Z', response: 'a', done: false },
    {
      model: 'auto',
      created_at: '2025-10-09T08:53:20.000Z',
      response: '',
      done: true,
      done_reason: 'length',
      total_duration: 50e6,
      load_duration: 0,
      prompt_eval_count: 5,
      prompt_eval_duration: 20e6,
      eval_count: 9,
      eval_duration: 30e6,
    },
  ]);
});

test('what was thought is told, unless nobody wants it', () => {
  const events = [delta({ reasoning: 'Hm.' }), delta({ content: 'Yes' }), delta({}, 'stop'), done];
  expect(lines(events)[0]).toMatchObject({ message: { role: 'assistant', content: '', thinking: 'Hm.' } });
  expect(JSON.stringify(lines(events, { showsThinking: false }))).not.toContain('Hm.');
});

test('a heartbeat is a line that says nothing', () => {
  const told = lines([delta({ content: 'a' }), ': heartbeat\n\n', done]);
  expect(told[1]).toMatchObject({ message: { role: 'assistant', content: '' }, done: false });
});

test.each(['{"x":', '[1]'])('a call with the arguments %s ends the stream with an error', (text) => {
  const call = { index: 0, id: 'x', function: { name: 'f', arguments: text } };
  const told = lines([delta({ tool_calls: [call] }), delta({}, 'tool_calls'), done]);
  expect(told).toEqual([
    expect.objectContaining({ error: expect.stringContaining('f'), code: 'upstream_failed' }),
  ]);
});
