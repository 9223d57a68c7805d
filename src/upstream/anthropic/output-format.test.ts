import { expect, test } from 'vitest';
import { outputFormat } from './output-format.ts';

test('a schema becomes output_config, its objects closed, its values as they are', () => {
  const schema = {
    type: 'object',
    properties: {
      type: { type: 'string', enum: ['object'] },
      inner: { type: 'array', items: { type: 'object', properties: { a: { const: { type: 'object' } } } } },
    },
    required: ['type'],
  };
  const before = structuredClone(schema);
  const { params, words } = outputFormat({
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
  });
  expect(params).toEqual({
    output_config: {
      format: {
        type: 'json_schema',
        schema: {
          ...schema,
          properties: {
            type: schema.properties.type,
            inner: {
              type: 'array',
              items: { ...schema.properties.inner.items, additionalProperties: false },
            },
          },
          additionalProperties: false,
        },
      },
    },
  });
  expect(words).toBe('');
  expect(schema).toEqual(before);
});

test('any JSON object is asked for in words', () => {
  const { params, words } = outputFormat({ response_format: { type: 'json_object' } });
  expect(params).toEqual({});
  expect(words).toContain('JSON object');
});

test.each([
  undefined,
  null,
  'json',
  { type: 'text' },
  { type: 'json_schema' },
  { type: 'json_schema', json_schema: { schema: 7 } },
])('%j asks for nothing', (format) => {
  expect(outputFormat({ response_format: format })).toEqual({ params: {}, words: '' });
});
