import type { UsageRow } from '../store/usage.ts';
import { usualSize } from './plan-day.ts';
import type { CallSize } from './traffic.ts';

/** What one provider has served since a moment of today. */
export interface UseToday {
  /** ms from then to now. */
  readonly elapsedMs: number;
  readonly byModel: ReadonlyMap<string, ModelUse>;
}

interface ModelUse extends CallSize {
  readonly requests: number;
}

/** A pace seen for less than this is taken for one of this length: two requests in a minute are no thousand a day. */
const shortestMs = 900_000;
/** Fewer calls than this say too little about the size of a call. */
const fewestCalls = 20;

/** `rows` are those of today; `sinceAt`: epoch ms from which on they were collected. */
export function useToday(
  rows: readonly UsageRow[],
  provider: string,
  { sinceAt, now }: { readonly sinceAt: number; readonly now: number },
): UseToday {
  const byModel = new Map<string, ModelUse>();
  for (const row of rows) {
    if (row.provider !== provider) continue;
    const { requests, inputTokens, outputTokens } = byModel.get(row.model) ?? nothing;
    byModel.set(row.model, {
      requests: requests + row.successes,
      inputTokens: inputTokens + row.promptTokens,
      outputTokens: outputTokens + row.completionTokens,
    });
  }
  return { elapsedMs: Math.max(shortestMs, now - sinceAt), byModel };
}

const nothing: ModelUse = { requests: 0, inputTokens: 0, outputTokens: 0 };

/** Over some models, or over all. */
export function sumUse({ byModel }: UseToday, models?: readonly string[]): ModelUse {
  const some =
    models === undefined ? [...byModel.values()] : models.map((model) => byModel.get(model) ?? nothing);
  return some.reduce(
    (sum, use) => ({
      requests: sum.requests + use.requests,
      inputTokens: sum.inputTokens + use.inputTokens,
      outputTokens: sum.outputTokens + use.outputTokens,
    }),
    nothing,
  );
}

/** Mean size of a call: today's once there were enough, else what is assumed everywhere. */
export function sizeOf(use: UseToday): { readonly size: CallSize; readonly source: 'today' | 'assumed' } {
  const { requests, inputTokens, outputTokens } = sumUse(use);
  if (requests < fewestCalls) return { size: usualSize, source: 'assumed' };
  return {
    size: { inputTokens: inputTokens / requests, outputTokens: outputTokens / requests },
    source: 'today',
  };
}
