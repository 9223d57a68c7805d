import { hasText } from '../../upstream/openai/whole.ts';
import { isRecord } from '../../upstream/parse-body.ts';

/** What a stream calls itself: the same in all its chunks. */
export interface ChunkFacts {
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly model: string;
}

/** One event of a stream in OpenAI's format, as far as a text is concerned. */
export type ChunkReading =
  | {
      readonly kind: 'text';
      readonly facts: ChunkFacts;
      readonly text: string;
      /** It carries a piece of the model's reasoning. */
      readonly reasons: boolean;
      readonly finishReason: string | null;
    }
  /** Nothing of the answer: usage, an end mark. */
  | { readonly kind: 'aside' }
  /** No plain text, or nothing that can be read. */
  | { readonly kind: 'other' };

const aside: ChunkReading = { kind: 'aside' };
const other: ChunkReading = { kind: 'other' };

/** Parts of a delta that a text cannot stand for. */
const beyondText = ['tool_calls', 'function_call', 'refusal', 'audio', 'images'];

export function readChunk(data: string): ChunkReading {
  if (data === '[DONE]') return aside;
  const chunk = parsed(data);
  if (!isRecord(chunk) || !Array.isArray(chunk.choices)) return other;
  if (chunk.choices.length === 0) return aside;
  const [choice] = chunk.choices as readonly unknown[];
  if (!isRecord(choice) || chunk.choices.length > 1 || (choice.index ?? 0) !== 0) return other;
  const delta = choice.delta ?? {};
  const text = isRecord(delta) ? textOf(delta.content) : null;
  if (!isRecord(delta) || text === null || isSet(choice.logprobs) || isSet(choice.text)) return other;
  if (beyondText.some((field) => isSet(delta[field]))) return other;
  return {
    kind: 'text',
    facts: factsOf(chunk),
    text,
    reasons: hasText(delta.reasoning) || hasText(delta.reasoning_content),
    finishReason: typeof choice.finish_reason === 'string' ? choice.finish_reason : null,
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** Mistral sends a list of parts where a model reasons; null = something else than text. */
function textOf(content: unknown): string | null {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part: unknown) => (isRecord(part) && part.type === 'text' ? part.text : null));
  return texts.every((text) => typeof text === 'string') ? texts.join('') : null;
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

function factsOf({ id, created, model }: Record<string, unknown>): ChunkFacts {
  return {
    id: typeof id === 'string' ? id : '',
    created: typeof created === 'number' ? created : 0,
    model: typeof model === 'string' ? model : '',
  };
}
