import { z } from 'zod';

// The parts of https://spec.openapis.org/oas/v3.1.0 that the document has, and no others: a field that is not of the
// specification is an error. Schemas are JSON Schema 2020-12.

const jsonSchema: z.ZodType = z.lazy(() =>
  z.union([
    z.boolean(),
    z.looseObject({
      type: z.union([type, z.array(type)]).optional(),
      properties: z.record(z.string(), jsonSchema).optional(),
      additionalProperties: jsonSchema.optional(),
      propertyNames: jsonSchema.optional(),
      items: jsonSchema.optional(),
      anyOf: z.array(jsonSchema).min(1).optional(),
      required: z.array(z.string()).optional(),
      enum: z.array(z.unknown()).min(1).optional(),
      description: z.string().optional(),
      nullable: z.never().optional(),
      $ref: z.never().optional(),
    }),
  ]),
);
const type = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

const media = z.strictObject({ schema: jsonSchema, example: z.unknown().optional() });
const content = z.record(z.string().regex(/^[\w*]+\/[\w*.+-]+$/), media);

const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: jsonSchema,
});

const operation = z.strictObject({
  operationId: z.string().regex(/^[A-Za-z]\w+$/),
  summary: z.string().min(5),
  description: z.string().optional(),
  tags: z.array(z.string()).min(1),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.strictObject({
      description: z.string().min(2),
      headers: z
        .record(z.string(), z.strictObject({ schema: jsonSchema, description: z.string().optional() }))
        .optional(),
      content: content.optional(),
    }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});

export const openapiSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string(), description: z.string() })),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  components: z.strictObject({
    schemas: z.strictObject({}),
    securitySchemes: z.record(
      z.string().regex(/^[\w.-]+$/),
      z.union([
        z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), description: z.string() }),
        z.strictObject({
          type: z.literal('apiKey'),
          in: z.literal('header'),
          name: z.string(),
          description: z.string(),
        }),
      ]),
    ),
  }),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({
      get: operation.optional(),
      post: operation.optional(),
      put: operation.optional(),
      patch: operation.optional(),
      delete: operation.optional(),
    }),
  ),
});
