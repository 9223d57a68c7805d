import type { FastifyRequest } from 'fastify';
import { hasLongNumbers, parseExact } from '../../upstream/exact-json.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';

/**
 * The body of a route that needs one. In `field`, which holds the arguments of earlier tool calls as objects, numbers are
 * as they came: the calls go up as the model wrote them. @throws NoriaError invalid_request
 */
export function exactBody({ body, bodyBytes }: FastifyRequest, field: string): JsonObject {
  const given = bodyOf(body);
  const text = bodyBytes?.toString('utf8').replace(/^\uFEFF/, '') ?? '';
  if (given[field] === undefined || !hasLongNumbers(text)) return given;
  return { ...given, [field]: (parseExact(text) as JsonObject)[field] };
}
