import { beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../engine/classify.ts';
import type { ProviderSpec } from '../engine/nodes.ts';
import {
  createProviderTruth,
  type Admitted,
  type Arrival,
  type ProviderTruth,
  type Refused,
} from './provider-truth.ts';
import { shippedHouse } from './shipped-house.fixture.ts';

const t0 = Date.UTC(2026, 10, 21);
let specs: ReadonlyMap<string, ProviderSpec>;
beforeAll(async () => ({ specs } = await shippedHouse()));

function truthOf(id: string): { truth: ProviderTruth; spec: ProviderSpec } {
  const spec = specs.get(id)!;
  return { truth: createProviderTruth(spec), spec };
}

function call(model: string, change: Partial<Arrival> = {}): Arrival {
  return { key: 'key-1', account: 'account-1', model, inputTokens: 100, maxTokens: null, ...change };
}

/** Asks until it is refused. */
function drained(truth: ProviderTruth, asked: Arrival): { served: number; refused: Refused } {
  for (let served = 0; served < 10_000; served += 1) {
    const answer = truth.arrive(asked, t0);
    if (answer.kind === 'refused') return { served, refused: answer };
    answer.end(10, t0);
  }
  throw new Error('never refused');
}

describe('the provider’s own side', () => {
  test('counts by account and model, and refuses in the provider’s own words', () => {
    const { truth, spec } = truthOf('groq');
    const { served, refused } = drained(truth, call('openai/gpt-oss-120b'));
    expect(served).toBe(30);
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({ 'retry-after': '2', 'x-ratelimit-limit-requests': '1000' });
    expect(classify(spec.def, refused, t0)).toMatchObject({
      class: 'rate_limited',
      limit: 30,
      untilAt: t0 + 2_000,
    });
    expect(truth.arrive(call('openai/gpt-oss-120b', { key: 'key-2' }), t0).kind).toBe('refused');
    expect(truth.arrive(call('openai/gpt-oss-20b'), t0).kind).toBe('admitted');
    expect(truth.arrive(call('openai/gpt-oss-120b', { account: 'account-2' }), t0).kind).toBe('admitted');
    expect(truth.arrive(call('openai/gpt-oss-120b'), t0 + 2_000).kind).toBe('admitted');
  });

  test('books what was really used, and says what is left in its headers', () => {
    const { truth } = truthOf('groq');
    const asked = call('openai/gpt-oss-120b', { inputTokens: 6_000 });
    const admitted = truth.arrive(asked, t0) as Admitted;
    expect(admitted.end(1_500, t0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '500' });
    expect(truth.arrive(asked, t0)).toMatchObject({ kind: 'refused', status: 429 });
  });

  test('says that a plan grants nothing of a model', () => {
    const { truth, spec } = truthOf('gemini');
    const refused = truth.arrive(call('gemini-2.5-pro'), t0) as Refused;
    expect(classify(spec.def, refused, t0)).toMatchObject({ class: 'model_forbidden' });
  });

  test('has header names in small letters, whatever the provider writes', () => {
    const { refused } = drained(truthOf('openrouter').truth, call('openrouter/free'));
    expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '20' });
  });

  test('prices a call where money is what is counted', () => {
    const { truth } = truthOf('huggingface');
    const [limit] = truth.limits;
    expect(limit?.unit).toBe('usd');
    const [model] = specs.get('huggingface')!.models;
    expect(truth.amountOf(limit!, { model: model!.id, inputTokens: 1_000_000 }, 0)).toBeGreaterThan(0);
  });

  test('is made of the catalog for a provider that the fleet does not know', () => {
    const { truth } = truthOf('ollama_cloud');
    expect(truth.limits).toMatchObject([{ unit: 'concurrent', amount: 1, per: 'account' }]);
    const [model] = specs.get('ollama_cloud')!.models;
    const first = truth.arrive(call(model!.id), t0) as Admitted;
    expect(truth.arrive(call(model!.id), t0).kind).toBe('refused');
    first.end(10, t0 + 500);
    expect(truth.arrive(call(model!.id), t0 + 500).kind).toBe('admitted');
  });
});
