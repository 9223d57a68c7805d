import type { ModelNode } from '../engine/nodes.ts';
import type { ChatBody } from '../upstream/wire.ts';

/** Smaller numbers in a refusal are other things. */
const leastCap = 16;

/**
 * A provider refuses how much may be written: "`max_tokens` must be less than or equal to `8192`" (Groq). What it names is
 * remembered for the model, and later calls ask for no more. False = it names nothing below what was asked.
 */
export function learnOutputCap(node: ModelNode, body: ChatBody, message: string): boolean {
  const given = Number(body.max_completion_tokens ?? body.max_tokens);
  const asked = Math.min(given, node.mostOutput ?? Infinity);
  const named = [...message.matchAll(/\d[\d,_]*/g)]
    .map(([text]) => Number(text.replaceAll(/[,_]/g, '')))
    .filter((number) => number >= leastCap && number < asked);
  if (named.length === 0) return false;
  node.mostOutput = Math.max(...named);
  return true;
}

/** The lower of two bounds; null = none. */
export function lowerBound(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
