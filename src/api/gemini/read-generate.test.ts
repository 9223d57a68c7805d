import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { NoriaError } from '../../shared/errors.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readGenerate } from './read-generate.ts';
import { toJsonSchema } from './to-json-schema.ts';

const keepsSignatures = false;
const contents = [{ parts: [{ text: 'Hello' }] }];
const part = (given: object): JsonObject => ({ contents: [{ parts: [given] }] });
const declared = (given: object): JsonObject => ({ contents, tools: [{ functionDeclarations: [given] }] });
const configured = (given: object): JsonObject => ({ contents, generationConfig: given });

function faultOf(given: JsonObject): string | undefined {
  try {
    readGenerate(given, { keepsSignatures });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(NoriaError);
    expect(error).toMatchObject({ code: 'invalid_request' });
    return (error as NoriaError).details.param;
  }
}

test.each<[string, JsonObject]>([
  ['contents', {}],
  ['contents', { contents: [] }],
  ['contents[0]', { contents: ['Hello'] }],
  ['contents[0].role', { contents: [{ role: 'assistant', parts: [] }] }],
  ['contents[0].parts', { contents: [{ parts: 'Hello' }] }],
  ['contents[0].parts[0]', part({})],
  ['contents[0].parts[0]', part({ executableCode: {} })],
  ['contents[0].parts[0].inlineData.data', part({ inlineData: { mimeType: 'image/png', data: '%' } })],
  ['contents[0].parts[0].inlineData.mimeType', part({ inlineData: { mimeType: 'video/mp4', data: 'AAAA' } })],
  ['contents[0].parts[0].fileData.fileUri', part({ fileData: { fileUri: 'gs://bucket/river.png' } })],
  ['contents[0].parts[0].fileData.fileUri', part({ fileData: { fileUri: 'file:///etc/passwd' } })],
  ['contents[0].parts[0].functionCall.name', part({ functionCall: {} })],
  ['contents[0].parts[0].functionCall.args', part({ functionCall: { name: 'f', args: [] } })],
  ['contents[0].parts[0].functionResponse', part({ functionResponse: { name: 'f', response: {} } })],
  ['systemInstruction.parts[0].text', { contents, systemInstruction: { parts: [{}] } }],
  ['tools[0].googleSearch', { contents, tools: [{ googleSearch: {} }] }],
  ['tools[0].functionDeclarations[0].name', declared({})],
  ['tools[0].functionDeclarations[0].parameters', declared({ name: 'f', parameters: 'none' })],
  [
    'toolConfig.functionCallingConfig.mode',
    { ...declared({ name: 'f' }), toolConfig: { functionCallingConfig: { mode: 'PERHAPS' } } },
  ],
  [
    'toolConfig.functionCallingConfig.allowedFunctionNames',
    {
      ...declared({ name: 'f' }),
      tool_config: { function_calling_config: { allowed_function_names: ['g'] } },
    },
  ],
  ['generationConfig.temperature', configured({ temperature: 'hot' })],
  ['generationConfig.maxOutputTokens', configured({ maxOutputTokens: 0 })],
  ['generationConfig.candidateCount', configured({ candidate_count: 1.5 })],
  ['generationConfig.stopSequences', configured({ stopSequences: 'END' })],
  ['generationConfig.responseMimeType', configured({ responseMimeType: 'text/x.enum' })],
  ['generationConfig.responseMimeType', configured({ responseSchema: { type: 'OBJECT' } })],
  ['generationConfig.responseModalities', configured({ responseModalities: ['IMAGE'] })],
  ['cachedContent', { contents, cachedContent: 'cachedContents/1' }],
])('names %s, which is wrong', (field, given) => expect(faultOf(given)).toBe(field));

test('whatever comes, it is read or refused with a field, and nothing else', () => {
  const key = fc.constantFrom(
    ...'contents role parts text thought inlineData inline_data mimeType data fileData fileUri functionCall name'.split(
      ' ',
    ),
    ...'args id functionResponse response systemInstruction tools functionDeclarations parameters type items'.split(
      ' ',
    ),
    ...'toolConfig functionCallingConfig mode generationConfig stopSequences thinkingConfig responseSchema'.split(
      ' ',
    ),
  );
  const word = fc.constantFrom('user', 'model', 'OBJECT', 'text', 'ANY', 'image/png', 'QUJD', '');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 7 },
      fc.oneof(word, fc.integer(), fc.constant(null), fc.boolean()),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const body = fc.record(
    {
      contents: fc.oneof(tree, fc.array(fc.record({ role: word, parts: fc.array(tree) }))),
      tools: tree,
      generationConfig: tree,
      toolConfig: tree,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(body, (given) => {
      const fault = faultOf(given);
      expect(fault === undefined || fault.length > 0).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

describe('thought signatures', () => {
  const given = {
    contents: [
      { role: 'model', parts: [{ functionCall: { name: 'f', args: {} }, thoughtSignature: 'c2ln' }] },
    ],
  };

  it.each([
    [true, { google: { thought_signature: 'c2ln' } }],
    [false, undefined],
  ])('go up when Gemini was asked for: %s', (keeps, extra) => {
    const { body } = readGenerate(given, { keepsSignatures: keeps });
    const [turn] = body.messages as unknown as readonly { tool_calls: { extra_content?: object }[] }[];
    expect(turn?.tool_calls[0]?.extra_content).toEqual(extra);
  });

  it('alone in a part are nothing to say', () => {
    const parts = [{ text: 'Hello' }, { thoughtSignature: 'c2ln' }, { text: '', thoughtSignature: 'c2ln' }];
    const { body } = readGenerate({ contents: [{ role: 'model', parts }] }, { keepsSignatures });
    expect(body.messages).toEqual([{ role: 'assistant', content: 'Hello' }]);
  });
});

describe('Gemini’s schema', () => {
  it('becomes JSON Schema', () => {
    expect(
      toJsonSchema({
        type: 'OBJECT',
        property_ordering: ['a'],
        example: {},
        properties: {
          a: { type: 'STRING', nullable: true, enum: ['x'], format: 'enum' },
          b: {
            type: 'ARRAY',
            min_items: '2',
            maxItems: '3',
            items: { any_of: [{ type: 'NUMBER' }, { type: 'TYPE_UNSPECIFIED' }] },
          },
          // Names of properties are no words of the schema.
          nullable: { type: 'BOOLEAN' },
          type: { type: 'INTEGER', format: 'int32' },
        },
        required: ['a'],
      }),
    ).toEqual({
      type: 'object',
      properties: {
        a: { type: ['string', 'null'], enum: ['x', null] },
        b: { type: 'array', minItems: 2, maxItems: 3, items: { anyOf: [{ type: 'number' }, {}] } },
        nullable: { type: 'boolean' },
        type: { type: 'integer', format: 'int32' },
      },
      required: ['a'],
    });
  });

  it('leaves JSON Schema as it is', () => {
    const schema = {
      type: ['object', 'null'],
      $defs: { x: { type: 'string', minLength: 1 } },
      properties: { a: { $ref: '#/$defs/x' } },
      additionalProperties: false,
    };
    expect(toJsonSchema(schema)).toEqual(schema);
  });
});
