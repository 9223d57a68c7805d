import type { CallSize } from './traffic.ts';

/** What one model of one account has really served. */
export interface LaneUse {
  readonly account: string;
  readonly model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** What one provider was asked and what it answered, by its own books. */
export interface ProviderUse {
  calls: number;
  /** Answered with a refusal for quota. */
  refused: number;
  /** Answered with another error. */
  failed: number;
  served: number;
  tokens: number;
  /** Only calls that it admitted before the end of the period. */
  readonly lanes: Map<string, LaneUse>;
}

export function createProviderUse(): ProviderUse {
  return { calls: 0, refused: 0, failed: 0, served: 0, tokens: 0, lanes: new Map() };
}

export function laneUseOf({ lanes }: ProviderUse, account: string, model: string): LaneUse {
  const id = `${account}|${model}`;
  const known = lanes.get(id);
  if (known !== undefined) return known;
  const use = { account, model, calls: 0, inputTokens: 0, outputTokens: 0 };
  lanes.set(id, use);
  return use;
}

export function addCall(use: LaneUse, { inputTokens, outputTokens }: CallSize): void {
  use.calls += 1;
  use.inputTokens += inputTokens;
  use.outputTokens += outputTokens;
}
