import type { TraceAmount, TraceRecord } from '../../src/relay/traces/trace-record.ts';
import type { TraceFacts, Traced } from '../../src/relay/traces/traced.ts';

export const tracesStartAt = Date.parse('2026-11-21T00:00:00Z');

/** The trace of the request number `number`, one a second; plain while nothing is changed in its record. */
export function tracedOf(number: number, over: Partial<TraceRecord> = {}): Traced {
  const receivedAt = tracesStartAt + number * 1_000;
  return {
    id: traceId(number),
    receivedAt,
    isPlain: Object.keys(over).length === 0,
    facts: () => ({ ...plainFacts, ...over }),
    record: () => ({ ...plainRecord(traceId(number), receivedAt), ...over }),
  };
}

export function traceId(number: number): string {
  return `trc_${String(number).padStart(16, '0')}`;
}

const plainFacts = plainRecord('', 0) satisfies TraceFacts;

/** As of a request that met three lanes that could not serve, and then one that did. */
export function plainRecord(id: string, at: number): TraceRecord {
  const lane = { provider: 'groq', model: 'openai/gpt-oss-120b', key: 'gsk_abc1...xyz9' };
  const skip = { provider: 'mistral', model: 'mistral-large-latest', key: 'abcdefgh...wxyz' };
  return {
    id,
    at: new Date(at).toISOString(),
    asked: 'auto',
    route: 'auto',
    strategy: 'cascade',
    looked: 'code → strongest first',
    stream: true,
    purpose: null,
    client: null,
    outcome: 'served',
    code: null,
    ...lane,
    local: false,
    first_content_ms: 120.4,
    took_ms: 812.9,
    overhead_ms: 0.41,
    candidates: [
      {
        provider: 'mistral',
        model: 'mistral-large-latest',
        fate: 'skipped',
        reason: '60 requests a minute are used',
      },
      { provider: 'groq', model: 'openai/gpt-oss-120b', fate: 'asked', reason: null },
    ],
    candidates_more: 0,
    tokens: { input: 312, output: 204 },
    skipped: [1, 2, 3].map(() => ({
      at_ms: 0.1,
      ...skip,
      reason: 'requests a minute',
      until: new Date(at + 30_000).toISOString(),
    })),
    skipped_more: 0,
    attempts: [
      {
        number: 1,
        role: 'first',
        ...lane,
        at_ms: 0.2,
        first_content_ms: 120.2,
        took_ms: 812.5,
        result: 'served',
        class: null,
        status: 200,
        message: null,
        reserved: amounts(1, 1, 800, 800),
        settled: amounts(1, 1, 516, 516),
      },
    ],
    waits: [],
    resumes: [],
    notes: [],
  };
}

function amounts(...values: number[]): TraceAmount[] {
  const buckets = ['requests a minute', 'requests a day', 'tokens a minute', 'tokens a day'];
  return buckets.map((bucket, index) => ({ bucket, amount: values[index] ?? 1 }));
}
