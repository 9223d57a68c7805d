import type { ChatBody } from '../wire.ts';

/** What the client asks of the answer; undefined = nothing. */
export interface Wishes {
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
}

export function wishesOf(body: ChatBody): Wishes {
  return {
    maxTokens: numberOf(body.max_tokens) ?? numberOf(body.max_completion_tokens),
    temperature: numberOf(body.temperature),
    topP: numberOf(body.top_p),
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
