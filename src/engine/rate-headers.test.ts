import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { provider as anthropic } from '../catalog/providers/anthropic.ts';
import { provider as cerebras } from '../catalog/providers/cerebras.ts';
import { provider as cohere } from '../catalog/providers/cohere.ts';
import { provider as groq } from '../catalog/providers/groq.ts';
import { provider as huggingface } from '../catalog/providers/huggingface.ts';
import { provider as mistral } from '../catalog/providers/mistral.ts';
import { provider as openai } from '../catalog/providers/openai.ts';
import { provider as openrouter } from '../catalog/providers/openrouter.ts';
import { provider as replicate } from '../catalog/providers/replicate.ts';
import { provider as sambanova } from '../catalog/providers/sambanova.ts';
import { provider as together } from '../catalog/providers/together.ts';
import type { HeaderRule, Provider } from '../catalog/types.ts';
import type { RateFacts } from './rate-fact.ts';
import { bodyHeaders, readRateHeaders } from './rate-headers.ts';

const now = Date.parse('2026-09-18T09:59:00Z');
const { providers } = await loadCatalog();
const all = { side: 'all' } as const;

const read = (provider: Provider, headers: Readonly<Record<string, string>>, status = 200): RateFacts =>
  readRateHeaders(provider, headers, status, now);

describe('the dialects', () => {
  test('Groq: requests describe the day, tokens the minute, and a reset is when the bucket is full', () => {
    const headers = {
      'x-ratelimit-limit-requests': '1000',
      'x-ratelimit-remaining-requests': '998',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-limit-tokens': '8000',
      'x-ratelimit-remaining-tokens': '7000',
      'x-ratelimit-reset-tokens': '7.66s',
    };
    expect(read(groq, headers)).toEqual({
      facts: [
        { ...all, unit: 'requests', window: 'day', limit: 1_000, remaining: 998, fullAt: now + 179_560 },
        { ...all, unit: 'tokens', window: 'minute', limit: 8_000, remaining: 7_000, fullAt: now + 7_660 },
      ],
      retryAt: null,
    });
  });

  test('Groq sends retry-after with a 413, too, where waiting is useless', () => {
    expect(read(groq, { 'retry-after': '12' }, 429).retryAt).toBe(now + 12_000);
    expect(read(groq, { 'retry-after': '12' }, 413).retryAt).toBeNull();
  });

  test('OpenAI: 6m0s and 20ms; retry-after-ms beats retry-after', () => {
    const { facts } = read(openai, {
      'x-ratelimit-reset-requests': '20ms',
      'x-ratelimit-reset-tokens': '6m0s',
    });
    expect(facts.map((fact) => fact.fullAt)).toEqual([now + 20, now + 360_000]);
    expect(read(openai, { 'retry-after': '2', 'retry-after-ms': '1500' }, 429).retryAt).toBe(now + 1_500);
  });

  test('Mistral: a limit of 0 is a fact, not a wait', () => {
    expect(read(mistral, { 'x-ratelimit-limit-req-minute': '0' }, 429)).toEqual({
      facts: [{ ...all, unit: 'requests', window: 'minute', limit: 0 }],
      retryAt: null,
    });
  });

  test('Mistral: the newest of three generations of names is believed', () => {
    const headers = {
      'ratelimitbysize-limit': '1',
      'ratelimitbysize-reset': '30',
      'x-ratelimitbysize-limit-minute': '2',
      'x-ratelimit-limit-tokens-minute': '356250',
      'x-ratelimitbysize-remaining-month': '999',
    };
    expect(read(mistral, headers).facts).toEqual([
      { ...all, unit: 'tokens', window: 'minute', limit: 356_250, resetAt: now + 30_000 },
      { ...all, unit: 'tokens', window: 'month', remaining: 999 },
    ]);
  });

  test('OpenRouter: epoch ms on a 429, and the window is for the reset to say', () => {
    const headers = {
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1784937600000',
    };
    expect(read(openrouter, headers, 429).facts).toEqual([
      { ...all, unit: 'requests', window: 'stated', limit: 50, remaining: 0, resetAt: 1_784_937_600_000 },
    ]);
    expect(read(openrouter, headers, 200).facts).toEqual([]);
  });

  test('OpenRouter copies its headers into the error body', () => {
    const body = {
      error: {
        code: 429,
        metadata: { headers: { 'X-RateLimit-Limit': '50', 'X-RateLimit-Reset': '1784937600000' } },
      },
    };
    expect(bodyHeaders(body)).toEqual({ 'x-ratelimit-limit': '50', 'x-ratelimit-reset': '1784937600000' });
    expect(bodyHeaders([body])).toEqual(bodyHeaders(body));
    for (const other of [null, 'text', [], { error: 'text' }, { error: { metadata: null } }])
      expect(bodyHeaders(other)).toEqual({});
  });

  test('Together: the same names mean a second', () => {
    const headers = { 'x-ratelimit-limit': '10', 'x-ratelimit-reset': '1', 'x-tokenlimit-remaining': '3000' };
    expect(read(together, headers).facts).toEqual([
      { ...all, unit: 'requests', window: 'second', limit: 10, resetAt: now + 1_000 },
      { ...all, unit: 'tokens', window: 'second', remaining: 3_000 },
    ]);
  });

  test('Cerebras: resets are seconds with a fraction', () => {
    expect(read(cerebras, { 'x-ratelimit-reset-requests-day': '33011.382867' }).facts).toEqual([
      { ...all, unit: 'requests', window: 'day', resetAt: now + 33_011_383 },
    ]);
  });

  test('Cohere: the month states its limit only', () => {
    const headers = { 'x-trial-endpoint-call-remaining': '19', 'x-endpoint-monthly-call-limit': '1000' };
    expect(read(cohere, headers).facts).toEqual([
      { ...all, unit: 'requests', window: 'minute', remaining: 19 },
      { ...all, unit: 'requests', window: 'month', limit: 1_000 },
    ]);
  });

  test('SambaNova: a reset in seconds, as a duration or as an epoch', () => {
    for (const text of ['60', '1m0s', String((now + 60_000) / 1_000), String(now + 60_000)]) {
      expect(read(sambanova, { 'x-ratelimit-reset-requests': text }).facts).toEqual([
        { ...all, unit: 'requests', window: 'minute', resetAt: now + 60_000 },
      ]);
    }
  });

  test('Anthropic: RFC 3339, and input tokens apart from output tokens', () => {
    const headers = {
      'anthropic-ratelimit-input-tokens-remaining': '900',
      'anthropic-ratelimit-input-tokens-reset': '2026-09-18T10:00:00Z',
      'anthropic-ratelimit-output-tokens-limit': '8000',
    };
    expect(read(anthropic, headers).facts).toEqual([
      { unit: 'tokens', side: 'input', window: 'minute', remaining: 900, fullAt: now + 60_000 },
      { unit: 'tokens', side: 'output', window: 'minute', limit: 8_000 },
    ]);
  });

  test('Hugging Face hub: a structured field', () => {
    expect(read(huggingface, { ratelimit: '"api";r=42;t=113' }).facts).toEqual([
      { ...all, unit: 'requests', window: 'stated', remaining: 42, resetAt: now + 113_000 },
    ]);
  });

  test('Retry-After: seconds, a fraction, a date', () => {
    const at = (text: string): number | null => read(replicate, { 'retry-after': text }, 429).retryAt;
    expect([at('17'), at('0.5'), at('Fri, 18 Sep 2026 10:00:00 GMT')]).toEqual([
      now + 17_000,
      now + 500,
      now + 60_000,
    ]);
  });
});

/** One good value for each format, and what it reads as. */
const goodValue: Readonly<Record<HeaderRule['format'], string>> = {
  integer: '7',
  seconds: '7',
  milliseconds: '7',
  epoch_seconds: '1784937600',
  epoch_milliseconds: '1784937600000',
  go_duration: '7s',
  rfc3339: '2026-09-18T10:00:00Z',
  http_date: 'Fri, 18 Sep 2026 10:00:00 GMT',
  seconds_or_http_date: '7',
  any_reset: '7',
  structured: '"api";r=7;t=7',
};

const someMoment: unknown = expect.any(Number);

/** What a rule must make of its good value. A cost is no fact of a limit. */
const readingOf = (rule: HeaderRule): unknown => {
  if (rule.role === 'cost') return { facts: [], retryAt: null };
  if (rule.role === 'retry') return { facts: [], retryAt: someMoment };
  const reading = {
    limit: { limit: 7 },
    remaining: { remaining: 7 },
    reset: rule.resetMeans === 'full' ? { fullAt: someMoment } : { resetAt: someMoment },
    remaining_and_reset: { remaining: 7, resetAt: someMoment },
  }[rule.role];
  return {
    facts: [{ unit: rule.unit, side: rule.side ?? 'all', window: rule.window, ...reading }],
    retryAt: null,
  };
};

const rules = [...providers.values()].flatMap((provider) =>
  provider.rateHeaders.map((rule) => ({ name: `${provider.id} ${rule.name}`, provider, rule })),
);

describe('every header rule of the catalog', () => {
  test('there are some', () => expect(rules.length).toBeGreaterThan(70));

  test.each(rules)('$name', ({ provider, rule }) => {
    expect(rule.name).toBe(rule.name.toLowerCase());
    const answer = read(provider, { [rule.name]: goodValue[rule.format] }, rule.on?.[0] ?? 200);
    expect(answer).toEqual(readingOf(rule));
  });

  test.each(rules)('$name: nonsense is left out', ({ provider, rule }) => {
    for (const text of ['', 'soon', '-1', 'NaN', '1e400']) {
      expect(read(provider, { [rule.name]: text }, rule.on?.[0] ?? 200)).toEqual({
        facts: [],
        retryAt: null,
      });
    }
  });

  test('no text makes it throw or gives a number that is none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.string(), ({ provider, rule }, text) => {
        const { facts, retryAt } = read(provider, { [rule.name]: text }, rule.on?.[0] ?? 200);
        const numbers = [
          retryAt ?? 0,
          ...facts.flatMap((fact) => Object.values(fact).filter((value) => typeof value === 'number')),
        ];
        expect(numbers.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
