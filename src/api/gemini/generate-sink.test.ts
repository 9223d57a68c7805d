import { expect, test } from 'vitest';
import type { AnswerSink } from '../../relay/request.ts';
import { generateSink } from './generate-sink.ts';

const frame = { modelVersion: 'm', responseId: 'r' };

function written(events: readonly (object | string)[], { wantsThoughts = false, sse = true } = {}): string {
  let out = '';
  const client: AnswerSink = {
    write: (bytes) => {
      out += bytes.toString();
      return true;
    },
    onDrain: () => undefined,
    end: () => undefined,
  };
  const sink = generateSink({ client, scrub: (text) => text, frame, wantsThoughts, sse });
  for (const event of events)
    sink.write(typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`);
  return out;
}

function responses(events: readonly (object | string)[], wantsThoughts = false): Record<string, unknown>[] {
  return written(events, { wantsThoughts })
    .trimEnd()
    .split('\r\n\r\n')
    .map((event) => JSON.parse(event.replace(/^data: /, '')) as Record<string, unknown>);
}

const delta = (fields: object, finish: string | null = null, index = 0): object => ({
  id: 'chat-1',
  choices: [{ index, delta: fields, finish_reason: finish }],
});
const done = 'data: [DONE]\n\n';

test('thoughts are told only to who asked for them', () => {
  const events = [delta({ reasoning_content: 'Hm.' }), delta({ content: 'Yes' }), delta({}, 'stop'), done];
  expect(responses(events, true)[0]).toMatchObject({
    candidates: [{ content: { parts: [{ text: 'Hm.', thought: true }] } }],
  });
  expect(JSON.stringify(responses(events))).not.toContain('Hm.');
  expect(responses(events).at(-1)).toMatchObject({
    candidates: [{ finishReason: 'STOP', content: { role: 'model', parts: [{ text: '' }] } }],
    modelVersion: 'm',
    responseId: 'chat-1',
  });
});

test.each([
  ['length', 'MAX_TOKENS'],
  ['content_filter', 'SAFETY'],
  ['tool_calls', 'STOP'],
  ['something new', 'OTHER'],
])('%s is %s', (theirs, ours) => {
  expect(responses([delta({ content: 'x' }), delta({}, theirs), done]).at(-1)).toMatchObject({
    candidates: [{ finishReason: ours }],
  });
});

test('a call whose arguments are no object ends the candidate as malformed, and is not told', () => {
  const call = (id: string, text: string) => ({
    index: Number(id),
    id,
    function: { name: `f${id}`, arguments: text },
  });
  const told = responses([
    delta({ tool_calls: [call('0', '{"x":'), call('1', '{}')] }),
    delta({}, 'tool_calls'),
    done,
  ]);
  expect(told.at(-1)).toMatchObject({
    candidates: [
      {
        finishReason: 'MALFORMED_FUNCTION_CALL',
        finishMessage: expect.stringContaining('f0'),
        content: { parts: [{ functionCall: { id: '1', name: 'f1', args: {} } }] },
      },
    ],
  });
});

test('several candidates keep their index, thoughts are counted apart, and a signature goes with its call', () => {
  const extra_content = { google: { thought_signature: 'c2ln' } };
  const usage = {
    prompt_tokens: 5,
    completion_tokens: 9,
    completion_tokens_details: { reasoning_tokens: 4 },
    prompt_tokens_details: { cached_tokens: 2 },
  };
  const told = responses([
    delta({ content: 'a' }),
    delta({ content: 'b' }, null, 1),
    delta(
      { tool_calls: [{ index: 0, id: 'x', extra_content, function: { name: 'f', arguments: '{}' } }] },
      'tool_calls',
      1,
    ),
    delta({}, 'stop'),
    { choices: [], usage },
    done,
  ]);
  expect(told.at(-1)).toEqual({
    candidates: [
      { content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP', index: 0 },
      {
        content: {
          role: 'model',
          parts: [{ functionCall: { id: 'x', name: 'f', args: {} }, thoughtSignature: 'c2ln' }],
        },
        finishReason: 'STOP',
        index: 1,
      },
    ],
    usageMetadata: {
      promptTokenCount: 5,
      candidatesTokenCount: 5,
      totalTokenCount: 14,
      thoughtsTokenCount: 4,
      cachedContentTokenCount: 2,
    },
    modelVersion: 'm',
    responseId: 'chat-1',
  });
});

test('an array is JSON whatever happens: with heartbeats, an error, or nothing but an end', () => {
  const error = { error: { code: 'stream_interrupted', message: 'gone' } };
  const parse = (events: readonly (object | string)[]) =>
    JSON.parse(written(events, { sse: false })) as unknown[];
  expect(parse([delta({ content: 'a' }), ': heartbeat\n\n', delta({ content: 'b' }), done])).toHaveLength(3);
  expect(parse([delta({ content: 'a' }), error]).at(-1)).toMatchObject({
    error: { code: 502, message: 'gone' },
  });
  expect(parse([error])).toHaveLength(1);
  expect(parse([done])).toHaveLength(1);
});
