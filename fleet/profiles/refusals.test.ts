import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFleet, type Fleet } from '../fleet.ts';
import type { SimFault, SimLimit, SimProfileName } from '../sim-spec.ts';
import { chat, type Seen } from '../testing.ts';
import { profileTable } from './profile-table.ts';
import { fixed, refill, rolling } from './limit-words.ts';

// Bodies and expectations: error_samples and sections 4 and 6 of the provider fact sheet of 2026-11-21.
const start = Date.parse('2026-11-21T10:00:20.000Z');
let now = start;
let fleet: Fleet;
const names = (Object.keys(profileTable) as SimProfileName[]).filter(
  (id) => id !== 'hf_space' && id !== 'ollama',
);

beforeAll(async () => {
  const specs = names.map((id) => ({ id, keys: [{ secret: 'k1', account: 'acc' }] }));
  fleet = await startFleet([...specs, { id: 'ollama', keys: [] }], { clock: () => now });
});
afterAll(() => fleet.close());
beforeEach(() => {
  now = start;
});

const modelOf = (id: SimProfileName): string => profileTable[id].models[0] ?? '';
async function spoilt(id: SimProfileName, fault: SimFault, stream = false): Promise<Seen> {
  fleet.get(id).script(fault);
  const key = id === 'ollama' ? '' : id === 'cloudflare' ? 'acc:k1' : 'k1';
  const path = id === 'ollama' ? { path: '/v1/chat/completions' } : {};
  return chat(fleet.get(id), modelOf(id), { key, stream, ...path });
}

const limitOf = (limit: Partial<SimLimit>): SimLimit => ({
  unit: 'requests',
  amount: 1,
  window: fixed('minute'),
  per: 'account_model',
  ...limit,
});

describe('bodies of the fact sheet', () => {
  const table: readonly [SimProfileName, SimFault, number, RegExp][] = [
    [
      'groq',
      'quota_day',
      429,
      /requests per day \(RPD\): Limit 1000, Used 1000, Requested 1\. Please try again in 1m26\.4s.*"code":"rate_limit_exceeded"/,
    ],
    [
      'groq',
      'rate_limited',
      429,
      /requests per minute \(RPM\): Limit 30, Used 30, Requested 1\. Please try again in 2s/,
    ],
    ['groq', 'model_gone', 400, /"code":"model_decommissioned"/],
    ['groq', 'revoked', 401, /"code":"invalid_api_key"/],
    [
      'mistral',
      'rate_limited',
      429,
      /^\{"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429\}$/,
    ],
    [
      'mistral',
      { kind: 'bad_param', field: 'user' },
      422,
      /"type":"extra_forbidden","loc":\["body","user"\]/,
    ],
    ['mistral', 'overloaded', 429, /"code":"3505"/],
    [
      'gemini',
      'quota_day',
      429,
      /^\[\{"error":\{"code":429.*"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier".*"quotaValue":"500".*"retryDelay":"\d+s"/s,
    ],
    ['gemini', 'rate_limited', 429, /"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"/],
    ['gemini', 'quota_zero', 429, /limit: 0, model: gemini-3\.5-flash-lite/],
    ['gemini', 'revoked', 400, /"status":"INVALID_ARGUMENT".*"reason":"API_KEY_INVALID"/],
    ['gemini', 'bad_param', 400, /Unknown name \\"user\\"/],
    ['openrouter', 'quota_day', 429, /free-models-per-day.*"limit_source":"openrouter_free_tier_daily"/],
    ['openrouter', 'rate_limited', 429, /Rate limit exceeded: free-models-per-min\. /],
    ['openrouter', 'model_gone', 404, /No endpoints found/],
    ['together', 'overloaded', 503, /overloaded/],
    ['together', 'rate_limited', 429, /rate limit/],
    [
      'huggingface',
      'no_credit',
      402,
      /^\{"error":"You have exceeded your monthly included credits for Inference Providers\./,
    ],
    ['huggingface', 'overloaded', 503, /"estimated_time":20/],
    ['huggingface', 'model_gone', 400, /"code":"model_not_supported"/],
    [
      'cerebras',
      'overloaded',
      429,
      /"type":"too_many_requests_error","param":"queue","code":"queue_exceeded"/,
    ],
    ['cerebras', 'rate_limited', 429, /"param":"quota","code":"request_quota_exceeded"/],
    ['cohere', 'rate_limited', 429, /limited to 20 API calls \/ minute/],
    ['nvidia', 'rate_limited', 429, /^\{"status":429,"title":"Too Many Requests"\}$/],
    ['nvidia', 'overloaded', 400, /DEGRADED function cannot be invoked/],
    ['nvidia', 'quota_zero', 404, /Not found for account/],
    ['nvidia', 'model_gone', 410, /end of life/],
    [
      'cloudflare',
      'quota_day',
      429,
      /"code":4006,"message":"you have used up your daily free allocation of 10,000 neurons/,
    ],
    ['cloudflare', 'overloaded', 429, /"code":3040/],
    ['cloudflare', 'revoked', 401, /"success":false,"errors":\[\{"code":10000/],
    ['sambanova', 'model_gone', 400, /"code":"model_not_found"/],
    ['sambanova', 'revoked', 401, /"code":"invalid_authentication"/],
    ['sambanova', 'overloaded', 504, /in flight/],
    ['deepseek', 'no_credit', 402, /Insufficient Balance/],
    ['openai', 'no_credit', 429, /"code":"insufficient_quota"/],
    ['openai', 'too_long', 400, /"code":"context_length_exceeded"/],
    ['anthropic', 'overloaded', 529, /^\{"type":"error","error":\{"type":"overloaded_error"/],
    ['anthropic', 'rate_limited', 429, /"type":"rate_limit_error"/],
    ['ollama', 'overloaded', 503, /maximum pending requests exceeded/],
    ['ollama', 'quota_zero', 403, /requires a subscription, upgrade for access/],
  ];
  it.each(table)('%s %j is a %i', async (id, fault, status, body) => {
    const seen = await spoilt(id, fault);
    expect(seen.status).toBe(status);
    expect(seen.raw).toMatch(body);
  });

  it('cohere says month when the month is used up', async () => {
    const cohere = fleet.get('cohere');
    cohere.setLimits([limitOf({ amount: 1, window: fixed('month'), per: 'account' })]);
    await chat(cohere, modelOf('cohere'));
    const seen = await chat(cohere, modelOf('cohere'));
    expect(seen.raw).toContain('limited to 1 API calls / month');
    cohere.setLimits(profileTable.cohere.limits);
  });
});

describe('errors inside a 200 stream', () => {
  const table: readonly [SimProfileName, RegExp][] = [
    ['groq', /data: \{"error":\{"message":"Internal server error"/],
    ['openrouter', /"error":\{"code":502,.*"finish_reason":"error"/],
    ['cerebras', /data: \{"error":\{.*"status_code":500\}/],
    ['gemini', /data: \{"error":\{"code":503/],
    ['huggingface', /data: \{"error":"The backend closed the connection"\}/],
    [
      'anthropic',
      /event: error\ndata: \{"type":"error","error":\{"type":"overloaded_error","message":"Overloaded"\}\}/,
    ],
  ];
  it.each(table)('%s', async (id, body) => {
    const seen = await spoilt(id, { kind: 'error_in_stream', afterChars: 20 }, true);
    expect(seen.status).toBe(200);
    expect(seen.raw).toMatch(body);
    expect(seen.raw).not.toContain('[DONE]');
  });
});

describe('real limits with a fake clock', () => {
  it('groq: the published wait is exactly enough, headers tell day requests and minute tokens', async () => {
    const groq = fleet.get('groq');
    const model = 'openai/gpt-oss-20b';
    const body = { messages: [{ role: 'user', content: 'x'.repeat(16_000) }], max_tokens: 1_000 };
    const first = await chat(groq, model, { body });
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('1000');
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('999');
    expect(first.headers.get('x-ratelimit-reset-requests')).toBe('1m26.4s');
    expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('8000');
    const used = groq.calls.at(-1);
    const spent = (used?.promptTokens ?? 0) + (used?.completionTokens ?? 0);
    expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe(String(8_000 - spent));
    expect(groq.used(3, `acc|${model}`)).toBe(spent);

    const second = await chat(groq, model, { body });
    expect(second.status).toBe(429);
    const stated = /Limit 8000, Used (\d+), Requested 5000\. Please try again in ([\d.]+)s/.exec(second.raw);
    const waitMs = Math.round(Number(stated?.[2]) * 1_000);
    expect(waitMs).toBe(Math.ceil(((spent + 5_000 - 8_000) / 8_000) * 60_000 - 1e-6));
    expect(second.headers.get('retry-after')).toBe(String(Math.ceil(waitMs / 1_000)));
    now += waitMs - 1;
    expect((await chat(groq, model, { body })).status).toBe(429);
    now += 1;
    expect((await chat(groq, model, { body })).status).toBe(200);
  });

  it('groq: more than the whole bucket is a 413 with a useless retry-after', async () => {
    const seen = await chat(fleet.get('groq'), 'openai/gpt-oss-120b', { body: { max_tokens: 12_000 } });
    expect(seen.status).toBe(413);
    expect(seen.raw).toMatch(/Request too large .*Limit 8000, Requested 12002/);
    expect(seen.headers.has('retry-after')).toBe(true);
  });

  it('mistral: the wall-clock minute, headers only when not streamed, none that tells the wait', async () => {
    const mistral = fleet.get('mistral');
    const model = 'mistral-medium-2508';
    for (let call = 0; call < 22; call += 1) await chat(mistral, model, { stream: true });
    const last = await chat(mistral, model);
    expect(last.headers.get('x-ratelimit-limit-req-minute')).toBe('23');
    expect(last.headers.get('x-ratelimit-remaining-req-minute')).toBe('0');
    expect(Number(last.headers.get('x-ratelimit-tokens-query-cost'))).toBeGreaterThan(10);
    const refused = await chat(mistral, model, { stream: true });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-limit-req-minute')).toBe('23');
    expect(refused.headers.has('retry-after')).toBe(false);
    now = Date.parse('2026-11-21T10:00:59.999Z');
    expect((await chat(mistral, model)).status).toBe(429);
    now += 1;
    const streamed = await chat(mistral, model, { stream: true });
    expect(streamed.status).toBe(200);
    expect([...streamed.headers.keys()].some((name) => name.includes('ratelimit'))).toBe(false);
  });

  it('mistral: a limit of zero shows as a header of zero', async () => {
    const mistral = fleet.get('mistral');
    mistral.setLimits([limitOf({ amount: 0 })]);
    const seen = await chat(mistral, modelOf('mistral'));
    expect(seen.status).toBe(429);
    expect(seen.headers.get('x-ratelimit-limit-req-minute')).toBe('0');
    mistral.setLimits(profileTable.mistral.limits);
  });

  it('mistral: unknown keys are a 422, stream_options among them', async () => {
    const seen = await chat(fleet.get('mistral'), modelOf('mistral'), {
      body: { stream_options: { include_usage: true } },
    });
    expect(seen.status).toBe(422);
    expect(seen.raw).toContain('"loc":["body","stream_options"]');
  });

  it('gemini: the day ends at midnight Pacific, and the retry hint lies until then', async () => {
    const gemini = fleet.get('gemini');
    const model = 'gemini-2.5-flash';
    gemini.setLimits([limitOf({ amount: 2, window: fixed('day', 'America/Los_Angeles') })]);
    await chat(gemini, model);
    await chat(gemini, model);
    const refused = await chat(gemini, model);
    expect(refused.raw).toMatch(
      /"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier".*"quotaValue":"2".*"retryDelay":"\d\d?s"/s,
    );
    expect(
      [...refused.headers.keys()].some((name) => name.includes('ratelimit') || name === 'retry-after'),
    ).toBe(false);
    now = Date.parse('2026-11-22T07:59:59.999Z');
    expect((await chat(gemini, model)).status).toBe(429);
    now += 1;
    expect((await chat(gemini, model)).status).toBe(200);
    gemini.setLimits(profileTable.gemini.limits);
  });

  it('gemini: a model without a free quota says limit: 0', async () => {
    const seen = await chat(fleet.get('gemini'), 'gemini-2.5-pro');
    expect(seen.status).toBe(429);
    expect(seen.raw).toContain('limit: 0, model: gemini-2.5-pro');
  });

  it('openrouter: one pool for all free models, resets in epoch ms, in headers and in the body', async () => {
    const router = fleet.get('openrouter');
    router.setLimits([
      { unit: 'requests', amount: 2, window: fixed('day'), per: 'account', models: ['*:free'] },
    ]);
    await chat(router, 'google/gemma-4-31b-it:free');
    await chat(router, 'qwen/qwen3.8-27b:free');
    const refused = await chat(router, 'z-ai/glm-5.2:free');
    const midnight = String(Date.parse('2026-11-22T00:00:00Z'));
    expect(refused.headers.get('x-ratelimit-reset')).toBe(midnight);
    expect(JSON.parse(refused.raw)).toMatchObject({
      error: { metadata: { headers: { 'X-RateLimit-Reset': midnight } } },
    });
    router.setLimits(profileTable.openrouter.limits);
  });

  it('cohere: slots come back one at a time', async () => {
    const cohere = fleet.get('cohere');
    cohere.setLimits([limitOf({ amount: 2, window: rolling(60_000) })]);
    const first = await chat(cohere, modelOf('cohere'));
    expect(first.headers.get('x-trial-endpoint-call-remaining')).toBe('1');
    now += 10_000;
    await chat(cohere, modelOf('cohere'));
    expect((await chat(cohere, modelOf('cohere'))).status).toBe(429);
    now = start + 60_000;
    expect((await chat(cohere, modelOf('cohere'))).status).toBe(200);
    expect((await chat(cohere, modelOf('cohere'))).status).toBe(429);
    cohere.setLimits(profileTable.cohere.limits);
  });

  it('cerebras: eighteen headers on a 200, none on a 429', async () => {
    const cerebras = fleet.get('cerebras');
    cerebras.resetCounters();
    const rateNames = (seen: Seen): string[] =>
      [...seen.headers.keys()].filter((name) => name.startsWith('x-ratelimit'));
    expect(rateNames(await chat(cerebras, modelOf('cerebras'), { stream: true }))).toHaveLength(18);
    for (let call = 0; call < 4; call += 1) await chat(cerebras, modelOf('cerebras'));
    const refused = await chat(cerebras, modelOf('cerebras'));
    expect(refused.status).toBe(429);
    expect(rateNames(refused)).toHaveLength(0);
    expect(refused.headers.get('retry-after')).toBe('60');
    now += 12_000;
    expect((await chat(cerebras, modelOf('cerebras'))).status).toBe(200);
  });

  it('cloudflare: neurons by price, gone at midnight UTC', async () => {
    const cloudflare = fleet.get('cloudflare');
    const model = '@cf/openai/gpt-oss-120b';
    cloudflare.setLimits([{ unit: 'neurons', amount: 100, window: fixed('day'), per: 'account' }]);
    const body = { messages: [{ role: 'user', content: 'x'.repeat(8_000) }] };
    await chat(cloudflare, model, { key: 'acc:k1', body });
    const tokens = cloudflare.calls.at(-1)?.completionTokens ?? 0;
    expect(cloudflare.used(0, 'acc')).toBeCloseTo((2_000 * 31_818 + tokens * 68_182) / 1_000_000, 6);
    const refused = await chat(cloudflare, model, { key: 'acc:k1', body });
    expect(refused.raw).toContain('"code":4006');
    now = Date.parse('2026-11-22T00:00:00Z');
    expect((await chat(cloudflare, model, { key: 'acc:k1', body })).status).toBe(200);
    cloudflare.setLimits(profileTable.cloudflare.limits);
  });

  it('openai: retry-after-ms beats the rounded seconds', async () => {
    const openai = fleet.get('openai');
    openai.setLimits([limitOf({ amount: 40, window: refill(60_000) })]);
    for (let call = 0; call < 40; call += 1) await chat(openai, modelOf('openai'));
    const refused = await chat(openai, modelOf('openai'));
    expect(refused.headers.get('retry-after-ms')).toBe('1500');
    expect(refused.headers.get('retry-after')).toBe('2');
    openai.setLimits(profileTable.openai.limits);
  });

  it('huggingface: a month of ten cents, and the sentence is in a header too', async () => {
    const face = fleet.get('huggingface');
    const body = { messages: [{ role: 'user', content: 'x'.repeat(3_990_000) }] };
    expect((await chat(face, modelOf('huggingface'), { body })).status).toBe(200);
    const refused = await chat(face, modelOf('huggingface'), { body });
    expect(refused.status).toBe(402);
    expect(refused.headers.get('x-error-message')).toContain('monthly included credits');
    now = Date.parse('2026-12-01T00:00:00Z');
    expect((await chat(face, modelOf('huggingface'))).status).toBe(200);
  });
});
