import type { FastifyInstance } from 'fastify';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { locateJsonFault } from './locate-json-fault.ts';

export type JsonObject = Record<string, unknown>;

/** Bodies are JSON objects, or nothing; a form is kept as it came. The limit is watched while the bytes come. */
export function parseBodies(app: FastifyInstance, { clock, config }: ApiContext): void {
  const options = { parseAs: 'buffer', bodyLimit: config.server.bodyLimitBytes } as const;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('*', options, (request, bytes, done) => {
    // Sending a body is the client's time, not ours.
    request.arrivedAt = clock.now();
    request.arrivedTick = clock.ticks();
    request.bodyBytes = bytes;
    // It is read by its route, which alone has another way to say what is wrong with it.
    if (request.routeOptions.config.body === 'form') return done(null, undefined);
    try {
      done(null, bytes.length === 0 ? undefined : parseObject(bytes, request.headers['content-encoding']));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The body of a route that needs one. @throws NoriaError invalid_request */
export function bodyOf(body: unknown): JsonObject {
  if (body === undefined || body === null)
    throw new NoriaError('invalid_request', 'The body is missing: a JSON object is expected.');
  return body as JsonObject;
}

/** @throws NoriaError invalid_request that says where the JSON is wrong */
export function parseObject(bytes: Buffer, encoding: string | undefined): JsonObject {
  if (encoding !== undefined && encoding !== 'identity') {
    throw new NoriaError(
      'invalid_request',
      `A body with content-encoding ${encoding.slice(0, 40)} is not taken: send it as it is.`,
    );
  }
  const value = parseJson(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  throw new NoriaError('invalid_request', `The body is ${kind}: a JSON object is expected.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoriaError('invalid_request', `The body is not JSON: ${locateJsonFault(text)}.`);
  }
}
