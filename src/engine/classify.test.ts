import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { provider as anthropic } from '../catalog/providers/anthropic.ts';
import { provider as cerebras } from '../catalog/providers/cerebras.ts';
import { provider as cloudflare } from '../catalog/providers/cloudflare.ts';
import { provider as cohere } from '../catalog/providers/cohere.ts';
import { provider as gemini } from '../catalog/providers/gemini.ts';
import { provider as groq } from '../catalog/providers/groq.ts';
import { provider as space } from '../catalog/providers/hf_space.ts';
import { provider as huggingface } from '../catalog/providers/huggingface.ts';
import { provider as mistral } from '../catalog/providers/mistral.ts';
import { provider as openai } from '../catalog/providers/openai.ts';
import { provider as openrouter } from '../catalog/providers/openrouter.ts';
import { provider as replicate } from '../catalog/providers/replicate.ts';
import { provider as sambanova } from '../catalog/providers/sambanova.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import type { Provider } from '../catalog/types.ts';
import type { Answer, Classification } from './classification.ts';
import { classify } from './classify.ts';
import fixture from './fixtures/error-samples.json' with { type: 'json' };

const now = Date.parse('2026-11-21T10:00:20.500Z');
const { providers } = await loadCatalog();
const samples: readonly Sample[] = fixture.samples;

const read = (
  provider: Provider,
  status: number,
  body: unknown,
  more: Partial<Answer> = {},
): Classification => classify(provider, { status, headers: {}, body, ...more }, now);

const groqLimit = (sentence: string): unknown => ({
  error: { message: sentence, type: 'tokens', code: 'rate_limit_exceeded' },
});

const geminiLimit = (period: 'Day' | 'Minute', limit: string, message = 'Quota exceeded'): unknown => ({
  error: {
    code: 429,
    message,
    status: 'RESOURCE_EXHAUSTED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          { quotaId: `GenerateRequestsPer${period}PerProjectPerModel-FreeTier`, quotaValue: limit },
        ],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '37s' },
    ],
  },
});

interface Sample {
  readonly provider: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly sse?: string;
  readonly class: string;
  readonly folds_to: string;
}

const answerOf = ({ status, headers, body, sse }: Sample): Answer => ({
  status,
  headers,
  body,
  ...(sse === undefined ? {} : { sse: sse.replace('event: ', '') }),
});

const providerOf = (id: string): Provider => {
  const provider = providers.get(id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  return provider;
};

describe('the 45 samples of the fact sheet', () => {
  test('are all there', () => expect(samples).toHaveLength(45));
  test.each(
    samples.map((sample, index) => ({
      sample,
      name: `${index + 1} ${sample.provider} ${sample.status} ${sample.class}`,
    })),
  )('$name', ({ sample }) => {
    const meaning = classify(providerOf(sample.provider), answerOf(sample), now);
    expect([meaning.rule, meaning.class]).toEqual([sample.class, sample.folds_to]);
    expect(meaning.status).toBe(sample.status);
  });
});

describe('waits', () => {
  test("Groq's sentence gives the wait to the ms, and the limit to learn", () => {
    const body = groqLimit(
      'on tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s.',
    );
    expect(read(groq, 429, body, { headers: { 'retry-after': '579' } })).toMatchObject({
      class: 'quota_spent',
      scope: 'account_model',
      untilAt: now + 578_016,
      unit: 'tokens',
      window: 'day',
      limit: 100_000,
      used: 97_050,
      requested: 3_619,
    });
  });

  test('without a sentence, retry-after is the wait', () => {
    const body = groqLimit(
      'Rate limit reached on requests per minute (RPM): Limit 30, Used 30, Requested 1.',
    );
    expect(read(groq, 429, body, { headers: { 'retry-after': '2' } })).toMatchObject({
      class: 'rate_limited',
      untilAt: now + 2_000,
      unit: 'requests',
      window: 'minute',
      limit: 30,
    });
  });

  test("a daily quota of Gemini's ends at midnight Pacific, whatever retryDelay says", () => {
    expect(read(gemini, 429, geminiLimit('Day', '20'))).toMatchObject({
      class: 'quota_spent',
      untilAt: Date.parse('2026-11-22T08:00:00Z'),
      unit: 'requests',
      window: 'day',
      limit: 20,
    });
  });

  test("a minute of Gemini's is waited for as retryDelay says", () => {
    expect(read(gemini, 429, geminiLimit('Minute', '5'))).toMatchObject({
      class: 'rate_limited',
      untilAt: now + 37_000,
      window: 'minute',
      limit: 5,
    });
  });

  test("Gemini's compatible endpoint wraps its error in an array of one", () => {
    expect(read(gemini, 429, [geminiLimit('Day', '20')])).toEqual(
      read(gemini, 429, geminiLimit('Day', '20')),
    );
  });

  test('Mistral waits for the next minute on the clock', () => {
    const body = { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' };
    expect(read(mistral, 429, body)).toMatchObject({
      class: 'rate_limited',
      untilAt: Date.parse('2026-11-21T10:01:00Z'),
    });
  });

  test('a free day of OpenRouter ends at midnight UTC and is the whole account’s', () => {
    const body = {
      error: { code: 429, message: 'x', metadata: { limit_source: 'openrouter_free_tier_daily' } },
    };
    expect(read(openrouter, 429, body)).toMatchObject({
      class: 'quota_spent',
      scope: 'account',
      untilAt: Date.parse('2026-11-22T00:00:00Z'),
    });
  });

  test('the credit of Hugging Face comes back on the first of the month; prepaid credit is not waited for', () => {
    const body = { error: 'You have exceeded your monthly included credits for Inference Providers.' };
    expect(read(huggingface, 402, body)).toMatchObject({
      scope: 'account',
      untilAt: Date.parse('2026-12-01T00:00:00Z'),
    });
    expect(
      read(openai, 429, { error: { code: 'insufficient_quota' } }, { headers: { 'retry-after': '5' } }),
    ).toMatchObject({
      class: 'quota_spent',
      scope: 'account',
      untilAt: null,
    });
  });

  test('a ZeroGPU quota comes back at the stated H:MM:SS', () => {
    const body = {
      error: 'You have exceeded your GPU quota (60s requested vs. 12s left). Try again in 2:05:11',
    };
    expect(read(space, 200, body, { sse: 'error' })).toMatchObject({
      class: 'quota_spent',
      untilAt: now + 7_511_000,
    });
  });

  test('Replicate says it in two generations of bodies', () => {
    const older = { detail: 'Request was throttled. Expected available in 1 second.' };
    const newer = {
      detail: 'Request was throttled. Your rate limit resets in ~5s.',
      status: 429,
      retry_after: 5,
    };
    expect(read(replicate, 429, older)).toMatchObject({ untilAt: now + 1_000, scope: 'account' });
    expect(read(replicate, 429, newer)).toMatchObject({ untilAt: now + 5_000 });
  });

  test('a spent day of SambaNova ends at the reset its header names, else after 24 h', () => {
    const spent = { 'x-ratelimit-remaining-requests-day': '0' };
    const body = { error: { message: 'Rate limit exceeded' } };
    const withReset = { ...spent, 'x-ratelimit-reset-requests-day': '3600' };
    expect(read(sambanova, 429, body, { headers: withReset })).toMatchObject({
      rule: 'quota_day',
      untilAt: now + 3_600_000,
    });
    expect(read(sambanova, 429, body, { headers: spent })).toMatchObject({
      rule: 'quota_day',
      untilAt: now + 86_400_000,
    });
    expect(read(sambanova, 429, body)).toMatchObject({ rule: 'quota', untilAt: now + 60_000 });
  });

  test('no hint is no hint: the ladder of the health rules decides', () => {
    expect(read(cohere, 429, { message: 'slow down' })).toMatchObject({
      class: 'rate_limited',
      untilAt: null,
    });
  });
});

describe('lessons from other gateways', () => {
  test('"Used 11402" is no 402', () => {
    const body = groqLimit(
      'on tokens per minute (TPM): Limit 12000, Used 11402, Requested 2000. Please try again in 7.01s.',
    );
    expect(read(groq, 429, body)).toMatchObject({ class: 'rate_limited', window: 'minute', used: 11_402 });
  });

  test('a per-minute limit is not taken for a day-long one', () => {
    const body = groqLimit(
      'on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s. Upgrade for more today.',
    );
    expect(read(groq, 429, body)).toMatchObject({
      class: 'rate_limited',
      window: 'minute',
      untilAt: now + 2_000,
    });
  });

  test.each([401, 403, 429, 503])('a bot page with %d is no evidence against a key', (status) => {
    const html = '<!DOCTYPE html><title>Just a moment...</title>';
    for (const provider of providers.values()) {
      expect(read(provider, status, html)).toMatchObject({
        class: 'transient',
        scope: 'provider',
        confidence: 'low',
      });
      expect(
        read(provider, status, '', { headers: { 'content-type': 'text/html; charset=utf-8' } }).class,
      ).toBe('transient');
    }
  });

  test('nor is the plain text of a bot check', () => {
    expect(read(mistral, 403, 'error code: 1020')).toMatchObject({ class: 'transient', scope: 'provider' });
  });

  test('what an upstream of OpenRouter refuses is not the owner’s key', () => {
    const relayed = {
      error: {
        code: 401,
        message: 'Provider returned error',
        metadata: { provider_name: 'Acme', raw: 'no' },
      },
    };
    for (const status of [401, 403, 429])
      expect(read(openrouter, status, relayed)).toMatchObject({ class: 'overloaded', scope: 'model' });
    expect(read(openrouter, 401, { error: { code: 401, message: 'No auth' } })).toMatchObject({
      class: 'credential',
    });
  });

  test('a moderated prompt blames nobody', () => {
    const body = {
      error: { code: 403, message: 'x', metadata: { reasons: ['violence'], provider_name: 'Acme' } },
    };
    expect(read(openrouter, 403, body)).toMatchObject({ class: 'content_refused', scope: 'none' });
  });

  test('a limit stated as zero means that the plan lacks the model', () => {
    expect(read(gemini, 429, geminiLimit('Day', '0'))).toMatchObject({
      rule: 'model_not_in_plan',
      class: 'model_forbidden',
      scope: 'account_model',
    });
    expect(
      read(mistral, 429, { code: '1300' }, { headers: { 'x-ratelimit-limit-req-minute': '0' } }),
    ).toMatchObject({
      rule: 'model_not_in_plan',
      scope: 'account_model',
    });
  });

  test('a prompt larger than the minute bucket is not waited for', () => {
    const body = groqLimit('Request too large on tokens per minute (TPM): Limit 8000, Requested 12000');
    const meaning = read(groq, 413, body, { headers: { 'retry-after': '30' } });
    expect(meaning).toMatchObject({ class: 'too_long', bucket: true, limit: 8_000, scope: 'none' });
    expect(meaning).not.toHaveProperty('untilAt');
  });

  test('a prompt beyond the window of the model is no bad request', () => {
    const coded = {
      error: {
        message: "This model's maximum context length is 8192 tokens.",
        code: 'context_length_exceeded',
      },
    };
    expect(read(openai, 400, coded)).toMatchObject({ class: 'too_long', bucket: false, limit: 8_192 });
    expect(read(groq, 400, coded)).toMatchObject({ class: 'too_long', bucket: false });
    const prose = {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long: 213462 tokens > 200000 maximum' },
    };
    expect(read(anthropic, 400, prose)).toMatchObject({ class: 'too_long', limit: 200_000 });
  });

  test.each([400, 405, 406, 409, 411, 415, 422])('a caller’s fault with %d changes no state', (status) => {
    expect(read(cerebras, status, { error: { message: 'temperature must be a number' } })).toMatchObject({
      class: 'caller_fault',
      scope: 'none',
    });
  });

  test('a 4xx that says nothing is unknown, not the caller’s fault', () => {
    expect(read(cerebras, 400, '')).toMatchObject({ class: 'unknown', scope: 'lane' });
    expect(read(cerebras, 418, { error: { message: 'teapot' } })).toMatchObject({ class: 'unknown' });
  });
});

describe('the field that a refusal names', () => {
  test.each([
    [['body', 'user'], 'user'],
    [['body', 'messages', 0, 'assistant', 'reasoning_content'], 'messages[].reasoning_content'],
    [['body', 'tools', 1, 'function', 'strict'], 'tools[].function.strict'],
    [['body', 'messages', 0, 'user', 'content', 'str'], 'messages[].content'],
  ])('loc %j', (loc, field) => {
    expect(read(mistral, 422, { detail: [{ type: 'extra_forbidden', loc, msg: 'x' }] })).toMatchObject({
      class: 'caller_fault',
      field,
    });
  });

  test('error.param, with positions in lists as []', () => {
    expect(read(sambanova, 400, { error: { message: 'x', param: 'top_p' } })).toMatchObject({
      field: 'top_p',
    });
    expect(read(openai, 400, { error: { message: 'x', param: 'messages.[2].name' } })).toMatchObject({
      field: 'messages[].name',
    });
  });

  test('a sentence, where that is all a provider gives', () => {
    const message = 'Invalid JSON payload received. Unknown name "web_search_options": Cannot find field.';
    expect(read(gemini, 400, [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }])).toMatchObject({
      field: 'web_search_options',
    });
  });
});

describe('an error inside a success', () => {
  test.each([
    [
      openrouter,
      { error: { code: 429, message: 'x', metadata: { limit_source: 'openrouter_free_tier_daily' } } },
      'quota_spent',
    ],
    [openrouter, { error: { code: 401, message: 'x' } }, 'credential'],
    [cerebras, { error: { message: 'x', code: 'token_quota_exceeded' }, status_code: 429 }, 'rate_limited'],
    [gemini, { error: { code: 503, message: 'x', status: 'UNAVAILABLE' } }, 'transient'],
    [groq, { error: { message: 'x', code: 'context_length_exceeded' } }, 'too_long'],
    [groq, { x_groq: { error: 'over capacity' } }, 'transient'],
    [anthropic, { type: 'error', error: { type: 'rate_limit_error', message: 'x' } }, 'rate_limited'],
  ] as const)('%# is classified by its own code', (provider, body, expected) => {
    expect(read(provider, 200, body, provider === anthropic ? { sse: 'error' } : {})).toMatchObject({
      rule: 'inband_error',
      class: expected,
      status: 200,
    });
  });

  test('a success without content is an empty answer, and any other has no error to name', () => {
    expect(read(mistral, 200, { choices: [] })).toMatchObject({ class: 'empty_answer', scope: 'lane' });
    expect(read(mistral, 200, { choices: [{ message: { content: 'The error was 401' } }] })).toMatchObject({
      class: 'unknown',
    });
  });

  test('a code that merely holds digits is no status', () => {
    expect(read(groq, 200, { error: { message: 'x', code: 'err-14021' } })).toMatchObject({
      class: 'transient',
      scope: 'lane',
    });
  });

  test('digits in the prose of an inner error are no status', () => {
    expect(
      read(groq, 200, { error: { message: '401 unauthorized 402 payment', type: 'server_error' } }),
    ).toMatchObject({
      class: 'transient',
    });
  });
});

describe('without a row', () => {
  test.each([
    [401, 'credential', 'key'],
    [402, 'quota_spent', 'account'],
    [404, 'model_gone', 'account_model'],
    [408, 'timeout', 'lane'],
    [410, 'model_gone', 'model'],
    [413, 'too_long', 'none'],
    [429, 'rate_limited', 'account_model'],
    [500, 'transient', 'key'],
    [522, 'transient', 'provider'],
    [529, 'overloaded', 'provider'],
  ])('%d', (status, expected, scope) => {
    expect(read({ ...openai, errors: [] }, status, { error: { message: 'x' } })).toMatchObject({
      rule: 'generic',
      class: expected,
      scope,
      confidence: 'low',
    });
  });

  test('a 503 that says when to come back is overloaded until then', () => {
    const meaning = read({ ...openai, errors: [] }, 503, 'busy', { headers: { 'retry-after': '3' } });
    expect(meaning).toMatchObject({ class: 'overloaded', untilAt: now + 3_000 });
  });
});

describe('law 4: what is said around an error never changes its class', () => {
  const noise = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 999_999 }).map(String),
        fc.constantFrom(
          '401',
          '402',
          '403',
          '404',
          '413',
          '429',
          '500',
          '529',
          'unauthorized',
          'invalid',
          'key',
          'quota',
        ),
        fc.constantFrom(
          'limit',
          'exceeded',
          'context',
          'too long',
          'billing',
          'daily',
          'overloaded',
          'model',
          'minute',
        ),
        fc.string({ unit: fc.constantFrom('a', 'e', 'i', 'o', 'r', 's', 't', ' '), maxLength: 8 }),
      ),
      { maxLength: 8 },
    )
    .map((words) => words.join(' '));

  const messageNames = new Set(['message', 'detail', 'msg', 'title', 'error']);
  /** Puts words before and after every text of a message field, wherever it is in the body. */
  const surround = (value: unknown, before: string, after: string, name = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => surround(one, before, after, name));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, surround(inner, before, after, key)]),
      );
    }
    return typeof value === 'string' && messageNames.has(name) ? `${before} | ${value} | ${after}` : value;
  };

  test('for every sample', () => {
    fc.assert(
      fc.property(fc.constantFrom<Sample>(...samples), noise, noise, (sample, before, after) => {
        const answer = answerOf(sample);
        // Gradio's `msg` and Cloudflare's codes are names, not prose.
        const body = sample.provider === 'hf_space' ? answer.body : surround(answer.body, before, after);
        const meaning = classify(providerOf(sample.provider), { ...answer, body }, now);
        expect([meaning.rule, meaning.class]).toEqual([sample.class, sample.folds_to]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('for every provider and status, a message alone decides nothing', () => {
    const statuses = [
      200, 400, 401, 402, 403, 404, 408, 409, 410, 413, 422, 424, 429, 498, 499, 500, 502, 503, 504, 524, 529,
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...providers.values()),
        fc.constantFrom(...statuses),
        noise,
        (provider, status, words) => {
          const plain = read(provider, status, { error: { message: 'x' } });
          const noisy = read(provider, status, { error: { message: words === '' ? 'x' : words } });
          expect([noisy.rule, noisy.class, noisy.scope]).toEqual([plain.rule, plain.class, plain.scope]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('no answer makes it throw, and no message is longer than 4,000 characters', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...providers.values()),
        fc.integer({ min: 0, max: 599 }),
        fc.oneof(fc.jsonValue(), fc.string({ maxLength: 2_000 })),
        fc.dictionary(
          fc.constantFrom('retry-after', 'content-type', 'x-ratelimit-reset', 'ratelimit'),
          fc.string(),
        ),
        (provider, status, body, headers) => {
          const meaning = classify(provider, { status, headers, body }, now);
          expect(meaning.message.length).toBeLessThanOrEqual(4_000);
          const untilAt = 'untilAt' in meaning ? (meaning.untilAt ?? 0) : 0;
          expect(Number.isFinite(untilAt)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('Cloudflare’s codes are read from its envelope', () => {
  const body = {
    success: false,
    errors: [{ code: 5007, message: 'No such model' }],
    messages: [],
    result: {},
  };
  expect(read(cloudflare, 400, body)).toMatchObject({ class: 'model_gone', message: 'No such model' });
});
