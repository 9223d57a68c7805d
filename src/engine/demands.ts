import type { Model } from '../catalog/types.ts';
import { limitOf, spareOf, type Bucket } from './bucket.ts';
import type { Need, Pick } from './choose.ts';
import { estimateTokens } from './estimate.ts';
import type { Lane, ModelNode } from './nodes.ts';
import { amountOf, type Demand, type Spending } from './reserve.ts';

/** What a call over this model is expected to use. */
export function expectedSpending(node: ModelNode, need: Need): Spending {
  return { tokens: estimateTokens(node.tokens, need.chars, need.maxTokens), seconds: need.seconds };
}

/** True when the prompt cannot fit the model's window, whatever the quota. */
export function exceedsContext(node: ModelNode, need: Need): boolean {
  const context = windowOf(node.model);
  return context !== null && expectedSpending(node, need).tokens.input > context;
}

/** Tokens that a whole request may have; null = unknown. A window of what makes vectors is that of each text of a list. */
export function windowOf({ context, purpose }: Model): number | null {
  return purpose === 'embedding' ? null : context;
}

/** What a call takes from each bucket of the lane. */
export function demandsOf(lane: Lane, spending: Spending, now: number): Demand[] {
  return lane.buckets.map((bucket) => ({ bucket, amount: demandOf(lane, bucket, spending, now) }));
}

export function demandOf(lane: Lane, bucket: Bucket, spending: Spending, now: number): number {
  return bounded(bucket, amountOf(bucket.spec, lane.node.model, spending), spending, now);
}

/** The answer's length is a guess: a guess never makes a request larger than a bucket that its prompt fits. */
function bounded(bucket: Bucket, amount: number, { tokens }: Spending, now: number): number {
  if (!countsOutput(bucket)) return amount;
  const limit = limitOf(bucket, now);
  const prompt = bucket.spec.side === 'output' ? 0 : tokens.input;
  return amount > limit && prompt < limit ? limit : amount;
}

/**
 * For a provider that takes `max_tokens` from its buckets beforehand: reserves as much of it as there is beyond what is
 * expected, and bounds what is sent by that. Asking for more would be refused; reserving all would wait for a full bucket.
 */
export function withMaxTokens(pick: Pick, maxTokens: number, now: number): Pick {
  const wanted = maxTokens - pick.spending.tokens.output;
  if (wanted <= 0) return pick;
  let granted = wanted;
  for (const { bucket, amount } of pick.demands) {
    if (countsOutput(bucket)) granted = Math.min(granted, Math.floor(spareOf(bucket, now) - amount));
  }
  const demands = pick.demands.map(({ bucket, amount }) => ({
    bucket,
    amount: countsOutput(bucket) ? amount + granted : amount,
  }));
  return { ...pick, demands, maxTokens: granted < wanted ? pick.spending.tokens.output + granted : null };
}

function countsOutput({ spec }: Bucket): boolean {
  return spec.unit === 'tokens' && spec.side !== 'input';
}

/** Smallest share that any limited bucket of the lane has left, 0 to 1. */
export function remainingShare(lane: Lane, now: number): number {
  let least = 1;
  for (const bucket of lane.buckets) {
    const limit = limitOf(bucket, now);
    if (limit !== Infinity && limit > 0) least = Math.min(least, spareOf(bucket, now) / limit);
  }
  return least;
}
