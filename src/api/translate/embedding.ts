import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { ChatAnswer } from '../../relay/request.ts';
import { plainFacts } from '../../upstream/chat-facts.ts';
import type { Asked } from '../http/ask-relay.ts';

export interface Embeddings {
  readonly vectors: readonly (readonly number[])[];
  /** Tokens; null = not told. */
  readonly inputTokens: number | null;
}

/** Texts to embed, in the relay's terms. */
export function embeddingRequest(
  model: string | undefined,
  input: readonly string[],
  dimensions: number | null,
): Asked {
  const chars = input.reduce((sum, text) => sum + text.length, 0);
  return {
    task: 'embedding',
    model,
    stream: false,
    wantsUsage: false,
    body: { input, encoding_format: 'float', ...(dimensions === null ? {} : { dimensions }) },
    facts: plainFacts(chars),
  };
}

/** The vectors in the order of the texts. @throws NoriaError upstream_failed, when there are not as many as texts */
export function readEmbeddings(answer: ChatAnswer, count: number): Embeddings {
  const body = answer.kind === 'whole' ? parseBody(answer.body) : null;
  const data = isRecord(body) && Array.isArray(body.data) ? body.data.filter(isRecord) : [];
  const vectors = data
    .map((entry, place) => ({ at: typeof entry.index === 'number' ? entry.index : place, entry }))
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ entry: { embedding } }) => (isVector(embedding) ? [embedding] : []));
  if (vectors.length !== count)
    throw Object.assign(
      new NoriaError('upstream_failed', `The answer holds ${vectors.length} vectors for ${count} texts.`),
      { meta: answer.meta },
    );
  const usage = isRecord(body) && isRecord(body.usage) ? body.usage.prompt_tokens : null;
  return { vectors, inputTokens: typeof usage === 'number' ? usage : null };
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}
