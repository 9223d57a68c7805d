import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import type { ChatBody, ChatCall } from '../wire.ts';
import { requestBody, requestBytes } from './request.ts';

const providers = [...(await loadCatalog()).providers.values()].filter(({ wire }) => wire === 'openai');

const bodies = fc.record(
  {
    messages: fc.array(
      fc.record(
        {
          role: fc.constantFrom('system', 'developer', 'user', 'assistant'),
          content: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(null), fc.constant('"model":"x"')),
          name: fc.string(),
        },
        { requiredKeys: ['role', 'content'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    temperature: fc.double({ noNaN: true }),
    max_tokens: fc.integer({ min: 1, max: 9_000 }),
    max_completion_tokens: fc.integer({ min: 1, max: 9_000 }),
    n: fc.constantFrom(1, 3),
    seed: fc.integer(),
    stop: fc.array(fc.string()),
    tools: fc.constant([
      { type: 'function', function: { name: 'f', parameters: { additionalProperties: false } } },
    ]),
    response_format: fc.constant({ type: 'json_object' }),
    reasoning_effort: fc.constantFrom('none', 'low', 'high'),
    stream_options: fc.constantFrom({ include_usage: true }, { include_usage: false }, {}),
    logprobs: fc.constant(true),
    unknown_field: fc.jsonValue(),
  },
  { requiredKeys: ['messages'] },
);

test('the bytes that go on mean what the long way would have written, for every provider and any request', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...providers),
      bodies,
      fc.record({
        stream: fc.boolean(),
        first: fc.boolean(),
        refused: fc.boolean(),
        bound: fc.boolean(),
        few: fc.integer({ min: 1, max: 6 }),
      }),
      (provider, fields, { stream, first, refused, bound, few }) => {
        const told = {
          ...(Object.fromEntries(Object.entries(fields).slice(0, few)) as Partial<typeof fields>),
          ...(stream ? { stream } : {}),
        };
        const json = JSON.stringify(first ? { model: 'any', ...told } : { ...told, model: 'any' });
        const body = JSON.parse(json) as ChatBody;
        const call: ChatCall = {
          task: 'chat',
          provider,
          baseUrl: 'https://example.invalid',
          secret: 'x',
          model: 'served/by',
          body,
          bytes: Buffer.from(json),
          mayOverwrite: few % 2 === 0,
          facts: null,
          stream,
          clientWantsUsage:
            told.stream_options !== undefined &&
            'include_usage' in told.stream_options &&
            told.stream_options.include_usage,
          maxTokens: bound ? 100 : null,
          refusedParams: new Set(refused ? ['seed', 'messages[].name'] : []),
        };
        const bytes = requestBytes(call);
        if (bytes === null) return;
        passed += 1;
        expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(requestBody(call)));
      },
    ),
    { numRuns: 4_000 },
  );
  // Not a test of nothing.
  expect(passed).toBeGreaterThan(200);
});

test('what the client wrote reaches the provider digit by digit', () => {
  const json =
    '{"model":"any","messages":[{"role":"user","content":"hi"}],"temperature":1.0,"seed":12345678901234567890}';
  const provider = providers.find(({ id }) => id === 'together') ?? providers[0];
  const bytes = requestBytes({
    task: 'chat',
    provider: provider!,
    baseUrl: 'https://example.invalid',
    secret: 'x',
    model: 'm',
    body: JSON.parse(json) as ChatBody,
    bytes: Buffer.from(json),
    mayOverwrite: false,
    facts: null,
    stream: false,
    clientWantsUsage: false,
    maxTokens: null,
    refusedParams: new Set(),
  });
  expect(bytes?.toString()).toBe(json.replace('"any"', '"m"'));
});
