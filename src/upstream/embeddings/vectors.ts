import { isRecord } from '../parse-body.ts';
import type { ChatCall } from '../wire.ts';
import { Refusal } from '../media/exchanges.ts';

type Vector = readonly number[];

/** The vectors of an answer in the order of their inputs. @throws Error for what holds none */
export function vectorsIn({ data }: Record<string, unknown>): Vector[] {
  if (!Array.isArray(data)) throw new Error('the answer holds no list of vectors');
  const vectors: Vector[] = [];
  (data as unknown[]).forEach((entry, position) => {
    const { index = position, embedding } = isRecord(entry) ? entry : {};
    if (typeof index === 'number') vectors[index] = vectorOf(embedding);
  });
  return vectors;
}

function vectorOf(embedding: unknown): Vector {
  if (typeof embedding === 'string') return decodeBase64(embedding);
  if (Array.isArray(embedding) && embedding.every((value) => typeof value === 'number')) return embedding;
  throw new Error('a vector of the answer is none');
}

/**
 * One vector for each input, all of one length, and of the length that was asked for: a provider that passes over
 * `dimensions` would mix vectors that cannot be compared.
 * @throws Error, Refusal
 */
export function checkVectors({ body }: ChatCall, vectors: readonly Vector[]): void {
  const { input, dimensions } = body;
  const wanted = Array.isArray(input) ? input.length : 1;
  // A hole in the list is passed over by `filter`.
  if (vectors.length !== wanted || vectors.filter(({ length }) => length > 0).length !== wanted)
    throw new Error(`the answer holds ${vectors.length} vectors for ${wanted} inputs`);
  const length = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== length)) throw new Error('the vectors have several lengths');
  if (typeof dimensions === 'number' && length !== dimensions)
    throw new Refusal({ status: 400, headers: {}, body: otherLength(length, dimensions) });
}

function otherLength(length: number, dimensions: number): object {
  return {
    error: {
      message: `This model answers vectors of ${length} dimensions, not of ${dimensions}.`,
      type: 'invalid_request_error',
      param: 'dimensions',
      code: null,
    },
  };
}

/** As OpenAI encodes them: 32-bit floats, little-endian. */
export function encodeBase64(vector: Vector): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}

export function decodeBase64(text: string): Vector {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
