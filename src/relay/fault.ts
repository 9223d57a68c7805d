import { classify } from '../engine/classify.ts';
import type { Classification } from '../engine/classification.ts';
import { quantile } from '../engine/latency.ts';
import type { Lane } from '../engine/nodes.ts';
import type { AttemptFailure } from './attempt.ts';

/** A failure of an attempt as the engine reads it; null for one that says nothing about anybody. */
export function faultOf(lane: Lane, failure: AttemptFailure, now: number): Classification | null {
  switch (failure.kind) {
    case 'answer':
      return classify(lane.node.provider.spec.def, failure.answer, now);
    case 'network':
      return {
        ...said(`connection failed: ${codeOf(failure.error)}`),
        class: 'network',
        scope: 'provider',
        errorCode: codeOf(failure.error),
      };
    case 'timeout':
      return {
        ...said(timeoutWords[failure.phase]),
        class: 'timeout',
        scope: isHaste(lane, failure) ? 'none' : 'lane',
        phase: failure.phase,
      };
    case 'empty':
      return { ...said('the answer was empty'), class: 'empty_answer', scope: 'lane' };
    case 'aborted':
      return null;
    default:
      return failure satisfies never;
  }
}

/** A client in more haste than a lane can be expected to keep up with says nothing against the lane; one that waited thrice its usual time does. */
function isHaste(lane: Lane, { isOwn, afterMs }: AttemptFailure & { kind: 'timeout' }): boolean {
  if (isOwn) return false;
  const usual = quantile(lane.node.pace.firstToken, 0.99);
  return usual === null || afterMs < Math.max(3_000, 3 * usual);
}

const timeoutWords = {
  connect: 'no connection within the time limit',
  first_token: 'no content within the time limit',
  silence: 'the stream fell silent',
} as const;

function said(message: string): { rule: 'generic'; confidence: 'high'; status: 0; message: string } {
  return { rule: 'generic', confidence: 'high', status: 0, message };
}

/** The error's code where it has one: never its text, which may hold an address. */
function codeOf(error: Error): string {
  const { code, cause } = error as Error & { code?: unknown };
  if (typeof code === 'string') return code;
  return cause instanceof Error ? codeOf(cause) : error.message;
}
