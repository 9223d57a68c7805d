import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFleet, type Fleet } from '../fleet.ts';
import type { SimProvider } from '../sim-spec.ts';
import { chat, chunksOf, json, textOfStream, until } from '../testing.ts';

const text = 'The wheel turns; 😀 each bucket dips in turn, and the river never stops. '.repeat(4);
let fleet: Fleet;
let sim: SimProvider;

beforeEach(async () => {
  fleet = await startFleet([
    { id: 'openai', keys: ['k1', 'k2'], models: ['m', 'other'], limits: [], answer: text },
  ]);
  sim = fleet.get('openai');
});
afterEach(() => fleet.close());

describe('streams', () => {
  it.each([0, 1, 7, 18, 33, 100, text.length])(
    'a cut comes after exactly %i characters',
    async (afterChars) => {
      sim.script({ kind: 'cut', afterChars });
      const seen = await chat(sim, 'm', { stream: true });
      expect(seen.broken).toBe(true);
      expect(textOfStream(seen.raw)).toBe(text.slice(0, afterChars));
      expect(seen.raw).not.toContain('finish_reason":"stop"');
      await until(() => sim.calls.at(-1)?.endedAt !== null);
      expect(sim.calls.at(-1)).toMatchObject({ aborted: false, completionTokens: Math.ceil(afterChars / 4) });
    },
  );

  it('a stall keeps the connection open and silent until the client leaves', async () => {
    sim.script({ kind: 'stall', afterChars: 10 });
    const leave = new AbortController();
    const response = await fetch(`${sim.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer k1' },
      body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'x' }] }),
      signal: leave.signal,
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(textOfStream(new TextDecoder().decode(first?.value))).toBe(text.slice(0, 10));
    expect(sim.openStreams()).toBe(1);
    leave.abort();
    await until(() => sim.openStreams() === 0);
    expect(sim.calls.at(-1)).toMatchObject({ aborted: true, status: 200, completionTokens: 3 });
  });

  it('an end without the marker, with or without a finish reason', async () => {
    sim.script('end_without_done', { kind: 'end_without_done', afterChars: 12 });
    const whole = await chat(sim, 'm', { stream: true });
    expect(textOfStream(whole.raw)).toBe(text);
    expect(whole.raw).toContain('"finish_reason":"stop"');
    expect(whole.raw).not.toContain('[DONE]');
    const part = await chat(sim, 'm', { stream: true });
    expect(textOfStream(part.raw)).toBe(text.slice(0, 12));
    expect(part.raw).not.toContain('"finish_reason":"stop"');
    expect(part.broken).toBe(false);
  });

  it('an error as the first or a later event', async () => {
    sim.script('error_in_body', { kind: 'error_in_stream', afterChars: 9 });
    const first = await chat(sim, 'm', { stream: true });
    expect(chunksOf(first.raw)).toEqual([{ error: expect.anything() as unknown }]);
    const later = await chat(sim, 'm', { stream: true });
    expect(textOfStream(later.raw)).toBe(text.slice(0, 9));
    expect(chunksOf(later.raw).at(-1)).toHaveProperty('error');
  });

  it('no content, no usage, half a chunk, a wrong type', async () => {
    sim.script('empty_answer', 'no_usage', 'partial_json', 'wrong_content_type');
    const asked = { stream: true, body: { stream_options: { include_usage: true } } };
    const empty = await chat(sim, 'm', asked);
    expect(textOfStream(empty.raw)).toBe('');
    expect(empty.raw).toContain('[DONE]');
    expect((await chat(sim, 'm', asked)).raw).not.toContain('"usage"');
    const half = await chat(sim, 'm', asked);
    expect(() => chunksOf(half.raw)).toThrow(SyntaxError);
    expect((await chat(sim, 'm', asked)).headers.get('content-type')).toBe('text/plain');
  });

  it('headers at once and a late first token; a slow drip', async () => {
    sim.script({ kind: 'slow_first_token', ms: 30 }, { kind: 'slow_drip', chunkMs: 4 });
    const startAt = performance.now();
    const response = await fetch(`${sim.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer k1' },
      body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'x' }] }),
    });
    const headersMs = performance.now() - startAt;
    await response.text();
    const bodyMs = performance.now() - startAt;
    expect(bodyMs - headersMs).toBeGreaterThan(15);
    expect(bodyMs).toBeGreaterThan(28);
    const dripAt = performance.now();
    await chat(sim, 'm', { stream: true });
    expect(performance.now() - dripAt).toBeGreaterThan(20);
  });

  it('a huge answer arrives whole', async () => {
    sim.script({ kind: 'huge_answer', chars: 2_000_000 });
    const seen = await chat(sim, 'm', { stream: true });
    expect(textOfStream(seen.raw)).toHaveLength(2_000_000);
    expect(sim.calls.at(-1)?.completionTokens).toBe(500_000);
  });
});

describe('whole answers', () => {
  it('an error, nothing, no usage, half, a wrong type', async () => {
    sim.script('error_in_body', 'empty_answer', 'no_usage', 'partial_json', 'wrong_content_type');
    expect(json(await chat(sim, 'm'))).toHaveProperty('error');
    expect((await chat(sim, 'm')).raw).toContain('"content":""');
    expect(json(await chat(sim, 'm'))).not.toHaveProperty('usage');
    const half = await chat(sim, 'm');
    expect(half).toMatchObject({ status: 200, broken: false });
    expect(() => json(half)).toThrow(SyntaxError);
    expect((await chat(sim, 'm')).headers.get('content-type')).toBe('text/plain');
  });

  it('a cut in the middle of the body', async () => {
    sim.script({ kind: 'cut', afterChars: 100 });
    const seen = await chat(sim, 'm');
    expect(seen).toMatchObject({ status: 200, broken: true });
    expect(seen.raw.length).toBeGreaterThan(0);
  });
});

describe('before an answer', () => {
  it('a refused connection is no call of any limit', async () => {
    const all = [
      { unit: 'requests', amount: 5, window: { kind: 'rolling', ms: 60_000 }, per: 'key' },
    ] as const;
    sim.setLimits(all);
    sim.script('refuse_connection');
    await expect(chat(sim, 'm')).rejects.toThrow('fetch failed');
    expect(sim.used(0, 'k1')).toBe(0);
    expect(sim.calls.at(-1)).toMatchObject({ status: 0, refusedBy: 'refuse_connection', aborted: false });
    sim.setLimits([]);
  });

  it('a hang never answers, and is over when the client leaves', async () => {
    sim.script('hang');
    await expect(chat(sim, 'm', { signal: AbortSignal.timeout(20) })).rejects.toThrow('timeout');
    await until(() => sim.calls.at(-1)?.endedAt !== null);
    expect(sim.calls.at(-1)).toMatchObject({ status: 0, aborted: true });
  });

  it('slow headers', async () => {
    sim.script({ kind: 'slow_headers', ms: 25 });
    const startAt = performance.now();
    expect((await chat(sim, 'm', { stream: true })).status).toBe(200);
    expect(performance.now() - startAt).toBeGreaterThan(23);
  });

  it('pages of HTML, and any status with any body', async () => {
    sim.script('bot_page', 'html_error', {
      kind: 'status',
      status: 418,
      body: { tea: true },
      headers: { 'retry-after': '7' },
    });
    const bot = await chat(sim, 'm');
    expect([bot.status, bot.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8']);
    expect((await chat(sim, 'm')).status).toBe(502);
    const tea = await chat(sim, 'm');
    expect([tea.status, tea.raw, tea.headers.get('retry-after')]).toEqual([418, '{"tea":true}', '7']);
  });

  it('a failure of 5xx is counted as a call, a refusal is not', async () => {
    sim.setLimits([{ unit: 'requests', amount: 5, window: { kind: 'rolling', ms: 60_000 }, per: 'account' }]);
    sim.script('server_error', 'bot_page', 'rate_limited', 'too_long', 'overloaded');
    for (let call = 0; call < 5; call += 1) await chat(sim, 'm');
    expect(sim.used(0, 'k1')).toBe(2);
    sim.setLimits([]);
  });
});

describe('whom a fault meets', () => {
  it('steps go to one call each, then all is normal; calls with a bad key use none', async () => {
    sim.script('server_error', { kind: 'ok' }, 'overloaded');
    const statuses: number[] = [];
    for (const key of ['k1', 'nobody', 'k2', 'k1', 'k1'])
      statuses.push((await chat(sim, 'm', { key })).status);
    expect(statuses).toEqual([500, 401, 200, 503, 200]);
  });

  it('one key, one model, always', async () => {
    sim.onKey('k2', 'no_credit');
    sim.onModel('other', 'model_gone');
    sim.always('server_error');
    const statusOf = async (key: string, model: string): Promise<number> =>
      (await chat(sim, model, { key })).status;
    expect(await statusOf('k2', 'other')).toBe(429);
    expect(await statusOf('k1', 'other')).toBe(404);
    expect(await statusOf('k1', 'm')).toBe(500);
    sim.onKey('k2', null);
    sim.onModel('other', null);
    sim.always(null);
    expect(await statusOf('k2', 'other')).toBe(200);
  });

  it('a revoked key is refused until it is restored', async () => {
    sim.revoke('k1');
    expect((await chat(sim, 'm')).status).toBe(401);
    sim.restore('k1');
    expect((await chat(sim, 'm')).status).toBe(200);
  });
});
