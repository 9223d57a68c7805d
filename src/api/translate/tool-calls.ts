import { parseExact } from '../../upstream/exact-json.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it. */
  readonly arguments: string;
  /** Gemini's proof of its own thoughts, which it wants back with the call; null = none came. */
  readonly thoughtSignature: string | null;
}

/** Puts the tool calls of one choice together, for dialects that have each of them whole. */
export class ToolCallCollector {
  readonly #calls: { -readonly [Field in keyof ToolCall]: ToolCall[Field] }[] = [];
  /** Place in the list by the index that the provider counts with. */
  readonly #places = new Map<number, number>();

  /** A list of whole calls, or of their deltas. */
  add(toolCalls: readonly unknown[]): void {
    toolCalls.filter(isRecord).forEach((delta, position) => {
      const told = isRecord(delta.function) ? delta.function : {};
      const call = this.#callOf(typeof delta.index === 'number' ? delta.index : position, delta.id);
      if (typeof told.name === 'string' && call.name === '') call.name = told.name;
      // Some servers give an object here.
      if (typeof told.arguments === 'string') call.arguments += told.arguments;
      else if (isRecord(told.arguments)) call.arguments = JSON.stringify(told.arguments);
      call.thoughtSignature ??= signatureOf(delta);
    });
  }

  get calls(): readonly ToolCall[] {
    return this.#calls;
  }

  /** Some servers number all parallel calls 0: another id is another call. */
  #callOf(index: number, id: unknown): { -readonly [Field in keyof ToolCall]: ToolCall[Field] } {
    const known = this.#calls[this.#places.get(index) ?? -1];
    const named = typeof id === 'string' && id !== '' ? id : null;
    if (known !== undefined && (named === null || named === known.id)) return known;
    const call = {
      id: named ?? callId(this.#calls.length + 1),
      name: '',
      arguments: '',
      thoughtSignature: null,
    };
    this.#places.set(index, this.#calls.push(call) - 1);
    return call;
  }
}

/** The arguments as the object they should be, its numbers as the model wrote them, {} for none; null when they are no object. */
export function argumentsOf({ arguments: text }: ToolCall): JsonObject | null {
  if (text.trim() === '') return {};
  try {
    const value = parseExact(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** The id of a call that came without one: nine letters and digits, which is what Mistral wants. */
export function callId(count: number): string {
  return `call${String(count).padStart(5, '0')}`;
}

/** https://ai.google.dev/gemini-api/docs/thought-signatures (OpenAI compatibility) */
function signatureOf({ extra_content: extra }: JsonObject): string | null {
  const google = isRecord(extra) ? extra.google : null;
  const signature = isRecord(google) ? google.thought_signature : null;
  return typeof signature === 'string' ? signature : null;
}
