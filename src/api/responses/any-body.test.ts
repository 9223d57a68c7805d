import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIds } from '../../shared/ids.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readCompletion } from '../openai/completions-read.ts';
import { presentCompletion } from '../openai/completions-present.ts';
import { AnswerItems } from './answer-items.ts';
import { readResponseRequest } from './read-request.ts';
import { toMessages } from './to-messages.ts';

const image = { type: 'input_image', image_url: 'data:image/png;base64,AA==', detail: 'low' };
const request = {
  model: 'auto',
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'x' },
        image,
        { type: 'input_file', file_data: 'data:,', filename: 'a' },
      ],
    },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'y' },
        { type: 'refusal', refusal: 'n' },
      ],
    },
    { type: 'function_call', call_id: 'c1', name: 'f', namespace: 'n', arguments: '{}' },
    { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'text' },
    { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'z' }, image] },
    { type: 'custom_tool_call_output', call_id: 'c2', output: 'z' },
  ],
  tools: [
    { type: 'function', name: 'f', description: 'd', parameters: { type: 'object' }, strict: true },
    { type: 'custom', name: 'g', format: { type: 'grammar', syntax: 'lark', definition: 'x' } },
    { type: 'namespace', name: 'n', tools: [{ type: 'function', name: 'f' }] },
    { type: 'web_search' },
  ],
  tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
  text: { format: { type: 'json_schema', name: 's', schema: {}, strict: true }, verbosity: 'low' },
  reasoning: { effort: 'low' },
  include: ['message.output_text.logprobs'],
  metadata: { a: 'b' },
};
const completion = {
  prompt: ['x'],
  n: 2,
  best_of: 2,
  echo: true,
  logprobs: 2,
  suffix: '',
  stream: false,
  stream_options: {},
};
const logprobs = { content: [{ token: 'a', logprob: -1, top_logprobs: [{ token: 'b', logprob: -2 }] }] };
const call = { index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: '{' } };
const chunk = {
  id: 'chatcmpl-1',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      delta: { content: [{ type: 'text', text: 'x' }], reasoning: 'r', refusal: 'n', tool_calls: [call] },
      logprobs,
      finish_reason: null,
    },
  ],
  usage: { prompt_tokens: 1, prompt_tokens_details: { cached_tokens: 1 } },
};

const junk = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '\ud800',
  [],
  [[]],
  {},
  { type: 'x' },
  ['__proto__'],
  { length: 2 },
);

/** The value with one of its places, chosen by `path`, holding something else, or nothing. */
function spoilt(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  if (entries.length === 0) return by;
  const [name] = entries[step % entries.length] ?? [''];
  const inner = (value as Record<string, unknown>)[name];
  const changed = rest.length === 0 && by === undefined ? undefined : spoilt(inner, rest, by);
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? changed : one))
    : { ...value, [name]: changed };
}

function spoiltOf(shape: JsonObject): fc.Arbitrary<JsonObject> {
  const place = fc.tuple(
    fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }),
    fc.oneof(junk, fc.constant(undefined)),
  );
  return fc
    .array(place, { minLength: 1, maxLength: 3 })
    .map((places) => places.reduce<unknown>((value, [path, by]) => spoilt(value, path, by), shape))
    .filter(
      (value): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value),
    )
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
}

/** Either it is understood, or the error says which field is wrong. */
function understoodOrRefused(read: () => unknown): void {
  try {
    JSON.stringify(read());
  } catch (error) {
    expect(error).toBeInstanceOf(NoriaError);
    expect(error).toMatchObject({ code: 'invalid_request', details: { param: expect.any(String) } });
  }
}

describe('whatever comes', () => {
  const runs = { numRuns: 5_000 };

  test('a request of /v1/responses is understood, or refused by name', () => {
    fc.assert(
      fc.property(spoiltOf(request), (body) =>
        understoodOrRefused(() => {
          const { input, chat } = readResponseRequest(body, createIds());
          return [chat, toMessages(input, (index) => `input[${index}]`)];
        }),
      ),
      runs,
    );
  });

  test('a request of /v1/completions is understood, or refused by name', () => {
    fc.assert(
      fc.property(spoiltOf(completion), (body) => understoodOrRefused(() => readCompletion(body))),
      runs,
    );
  });

  test('chunks of any provider never break an answer', () => {
    fc.assert(
      fc.property(fc.array(spoiltOf(chunk), { maxLength: 6 }), (chunks) => {
        const items = new AnswerItems({
          emit: (_type, fields) => void JSON.stringify(fields),
          ids: createIds(),
          names: new Map(),
        });
        const echoed = { echo: 'x', told: new Map<number, number>() };
        for (const one of chunks) {
          items.read(one);
          JSON.stringify(presentCompletion(one, echoed));
        }
        for (const item of items.close('completed'))
          expect(item).toMatchObject({ id: expect.any(String), type: expect.any(String) });
      }),
      runs,
    );
  });
});
