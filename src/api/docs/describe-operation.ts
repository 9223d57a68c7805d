import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { json, type AnswerDoc, type ContentDoc, type GroupDoc, type RouteDoc } from './route-doc.ts';
import { relayAnswerHeaders, relayRequestHeaders } from './relay-header-docs.ts';
import type { SeenRoute } from './seen-routes.ts';

type JsonSchema = Record<string, unknown>;

/** What is said of a route, as @fastify/swagger takes it. */
export function describeOperation(route: SeenRoute, group: GroupDoc, doc: RouteDoc): FastifySchema {
  const { params, query, body } = doc;
  const asks = group.relays && route.method === 'POST';
  const answers = Object.entries(doc.answers).map(([status, answer]) => [
    status,
    presentAnswer(answer, asks),
  ]);
  const fault: AnswerDoc = {
    says: 'An error, in the dialect of the route',
    content: { [json]: group.error },
  };
  return {
    tags: [group.tag],
    summary: doc.summary,
    ...(doc.description === undefined ? {} : { description: doc.description }),
    operationId: operationId(route, doc),
    security: securityOf(route),
    ...(params === undefined ? {} : { params: textsOf(params) }),
    ...(query === undefined ? {} : { querystring: schemaOf(query) }),
    ...(asks ? { headers: relayRequestHeaders } : {}),
    ...(body === undefined
      ? {}
      : { consumes: [body.type ?? json], body: { ...schemaOf(body.schema), examples: [body.example] } }),
    response: { ...Object.fromEntries(answers), default: presentAnswer(fault, asks) },
  };
}

function presentAnswer({ says, content }: AnswerDoc, asks: boolean): JsonSchema {
  const headers = asks ? { headers: relayAnswerHeaders } : {};
  if (content === undefined) return { description: says, type: 'null', ...headers };
  const entries = Object.entries(content).map(([type, doc]) => [type, presentContent(doc)]);
  return { description: says, ...headers, content: Object.fromEntries(entries) };
}

function presentContent({ schema, example }: ContentDoc): JsonSchema {
  return { schema: schemaOf(schema), ...(example === undefined ? {} : { example }) };
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => withoutBounds(jsonSchema),
  });
  return described;
}

/** The bounds of every whole number in JavaScript say nothing of this one. */
function withoutBounds(schema: JsonSchema): void {
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
}

function textsOf(params: Readonly<Record<string, string>>): JsonSchema {
  const properties = Object.entries(params).map(([name, description]) => [
    name,
    { type: 'string', description },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(params) };
}

function securityOf({ audience }: SeenRoute): readonly Record<string, readonly string[]>[] {
  if (audience === 'admin') return [{ adminToken: [] }];
  return audience === 'client' ? [{ clientKey: [] }, { clientKeyHeader: [] }] : [];
}

/** `postV1ChatCompletions`: one of a kind, and the same in every version. */
function operationId({ method, url }: SeenRoute, { as = url }: RouteDoc): string {
  const words = as.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
