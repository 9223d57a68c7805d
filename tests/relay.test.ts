import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SimFault } from '../fleet/sim-spec.ts';
import type { NoriaError } from '../src/shared/errors.ts';
import { eventsOf, groqKey, openGateway, refillMinute } from './support/gateway.ts';

const answer = 'The river never stops, and the wheel turns with it: bucket after bucket, dip after dip.';
const groq = { id: 'groq', keys: [groqKey(1)], answer, chunks: 12 };
const mistral = { id: 'mistral', keys: ['m'.repeat(32)], answer, chunks: 12, limits: [] };
const both =
  'providers:\n  mistral: { models: [mistral-medium-latest], limits: {} }\nroutes:\n  auto: { strategy: cascade, steps: [groq, mistral] }\n';

async function failure(promise: Promise<unknown>): Promise<NoriaError & { meta: { attempts: number } }> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as NoriaError & { meta: { attempts: number } },
  );
}

describe('failover before the first content is invisible', () => {
  type Fault = Extract<SimFault, { kind: string }>;
  const faults: Fault[] = [
    'server_error',
    'overloaded',
    'revoked',
    'rate_limited',
    'model_gone',
    'bot_page',
    'html_error',
    'refuse_connection',
    'error_in_body',
    'empty_answer',
    'partial_json',
    { kind: 'error_in_stream', afterChars: 0 },
    { kind: 'cut', afterChars: 0 },
    { kind: 'end_without_done', afterChars: 0 },
  ].map((fault) => (typeof fault === 'string' ? ({ kind: fault } as Fault) : (fault as Fault)));

  it.each(faults.filter(({ kind }) => kind !== 'partial_json'))('$kind, streamed', async (fault) => {
    await using gateway = await openGateway({ specs: [groq, mistral], yaml: both });
    gateway.fleet.get('groq').always(fault);
    const { text, raw, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect(raw).toMatch(/data: \[DONE\]\n\n$/);
    expect(given.meta).toMatchObject({ provider: 'mistral' });
    expect(given.meta.attempts).toBeGreaterThan(1);
  });

  it.each(faults.filter(({ kind }) => !['error_in_stream', 'cut', 'end_without_done'].includes(kind)))(
    '$kind, whole',
    async (fault) => {
      await using gateway = await openGateway({ specs: [groq, mistral], yaml: both });
      gateway.fleet.get('groq').always(fault);
      const given = await gateway.ask();
      expect(given.meta.provider).toBe('mistral');
      expect(given.kind === 'whole' && JSON.parse(given.body.toString())).toMatchObject({
        choices: [{ message: { content: answer } }],
      });
    },
  );

  it('a provider that never answers', async () => {
    await using gateway = await openGateway({
      specs: [groq, mistral],
      yaml: both,
      env: { NORIA_FIRST_TOKEN_MS: '150' },
    });
    gateway.fleet.get('groq').always({ kind: 'hang' });
    const { text, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect(given.meta.provider).toBe('mistral');
  });

  it('a provider that answers at once and then takes its time for the first token', async () => {
    await using gateway = await openGateway({
      specs: [groq, mistral],
      yaml: both,
      env: { NORIA_FIRST_TOKEN_MS: '150' },
    });
    gateway.fleet.get('groq').always({ kind: 'slow_first_token', ms: 5_000 });
    expect((await gateway.stream()).answer.meta.provider).toBe('mistral');
  });
});

describe('a stream that dies after content and is not to be resumed', () => {
  it('ends, at any character, with a faithful beginning and the error event, never with [DONE]', async () => {
    await using gateway = await openGateway({
      specs: [{ ...groq, limits: [] }],
      yaml: 'providers: { groq: { limits: {} } }',
    });
    const sim = gateway.fleet.get('groq');
    let cuts = 0;
    for (let afterChars = 1; afterChars < answer.length; afterChars += 1) {
      sim.script({ kind: 'cut', afterChars });
      const { text, raw, answer: given } = await gateway.stream({ resume: false });
      expect(answer.startsWith(text)).toBe(true);
      // A cut that overtakes the first characters is seen before any content, and made good by another model.
      if (given.meta.attempts > 1) expect(text).toBe(answer);
      else {
        cuts += 1;
        expect(text.length).toBeGreaterThan(0);
        expect(raw).not.toContain('[DONE]');
        expect(eventsOf(raw).at(-1)).toMatchObject({
          error: { code: 'stream_interrupted', retryable: true, partial: true },
        });
      }
      const key = gateway.context.keyring.list()[0]!;
      gateway.context.keyring.reset(key.id);
      key.provider.breaker = { state: 'closed', failures: 0 };
    }
    expect(cuts).toBeGreaterThan(answer.length / 2);
  });

  it('is an error when the provider sends one inside, in its own words', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    gateway.fleet.get('groq').script({ kind: 'error_in_stream', afterChars: 20 });
    const { raw } = await gateway.stream({ resume: false });
    expect(raw).not.toContain('[DONE]');
    expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted' } });
  });

  it('is an error when it falls silent', async () => {
    await using gateway = await openGateway({ specs: [groq], env: { NORIA_SILENCE_MS: '120' } });
    gateway.fleet.get('groq').script({ kind: 'stall', afterChars: 20 });
    const from = performance.now();
    const { raw } = await gateway.stream({ resume: false });
    expect(performance.now() - from).toBeLessThan(3_000);
    expect(eventsOf(raw).at(-1)).toMatchObject({
      error: { code: 'stream_interrupted', message: expect.stringContaining('silent') },
    });
    await sleep(50);
    expect(gateway.fleet.get('groq').openStreams()).toBe(0);
  });

  it('never passes on an event that was cut in its middle', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    gateway.fleet.get('groq').script({ kind: 'partial_json' });
    const { raw } = await gateway.stream({ resume: false });
    expect(() => eventsOf(raw)).not.toThrow();
    expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted' } });
  });

  it('is whole when only the end mark is missing', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    gateway.fleet.get('groq').script({ kind: 'end_without_done' });
    const { text, raw } = await gateway.stream();
    expect(text).toBe(answer);
    expect(raw).toMatch(/\[DONE\]\n\n$/);
  });
});

describe('keys', () => {
  it('a revoked key costs the client nothing and is marked invalid once', async () => {
    await using gateway = await openGateway({ specs: [{ ...groq, keys: [groqKey(1), groqKey(2)] }] });
    const sim = gateway.fleet.get('groq');
    sim.revoke(groqKey(1));
    for (let call = 0; call < 6; call += 1) expect((await gateway.ask()).meta.provider).toBe('groq');
    expect(sim.count({ key: groqKey(1) })).toBe(1);
    expect(gateway.logs.filter((line) => line.includes('marked invalid'))).toHaveLength(1);
    expect(gateway.context.keyring.list().map(({ invalid }) => invalid !== null)).toEqual([true, false]);
  });

  it('3 failures in a row rest a key, and one trial brings it back', async () => {
    await using gateway = await openGateway({
      specs: [{ ...groq, keys: [groqKey(1), groqKey(2)] }],
      yaml: 'providers: { groq: { limits: {} } }',
    });
    const sim = gateway.fleet.get('groq');
    sim.onKey(groqKey(1), { kind: 'server_error' });
    for (let call = 0; call < 12; call += 1) expect((await gateway.ask()).meta.maskedKey).toContain('aaa2');
    expect(sim.count({ key: groqKey(1) })).toBe(3);
    const key = gateway.context.keyring.list()[0]!;
    expect(key.breaker.state).toBe('resting');
    sim.onKey(groqKey(1), null);
    await sleep(2_050);
    for (let call = 0; call < 4; call += 1) await gateway.ask();
    expect(sim.count({ key: groqKey(1), status: 200 })).toBeGreaterThanOrEqual(1);
    expect(key.breaker.state).not.toBe('resting');
  });

  it("a caller's fault stops at once, in the provider's words, and blames nobody", async () => {
    await using gateway = await openGateway({ specs: [{ ...groq, keys: [groqKey(1), groqKey(2)] }] });
    gateway.fleet.get('groq').always({
      kind: 'status',
      status: 400,
      body: {
        error: {
          message: 'messages: Used 11402 of something, roles must alternate',
          type: 'invalid_request_error',
        },
      },
    });
    const error = await failure(gateway.ask());
    expect(error).toMatchObject({
      code: 'invalid_request',
      status: 400,
      message: expect.stringContaining('roles must alternate'),
    });
    expect(gateway.fleet.get('groq').count()).toBe(1);
    for (const key of gateway.context.keyring.list())
      expect(key).toMatchObject({ errors: 0, breaker: { state: 'closed', failures: 0 } });
  });

  it('an optional parameter that one provider refuses is dropped there, once learned for good', async () => {
    await using gateway = await openGateway({ specs: [mistral], yaml: both });
    const sim = gateway.fleet.get('mistral');
    sim.script({ kind: 'bad_param', field: 'seed' });
    const body = { messages: [{ role: 'user', content: 'hello' }], seed: 7 };
    expect((await gateway.ask({ body })).meta).toMatchObject({ provider: 'mistral', attempts: 2 });
    expect((await gateway.ask({ body })).meta.attempts).toBe(1);
  });
});

describe('quotas', () => {
  const five = [1, 2, 3, 4, 5].map((index) => ({ secret: groqKey(index), account: `acc${index}` }));
  const thirty = {
    id: 'groq',
    keys: five,
    limits: [{ unit: 'requests' as const, amount: 30, window: refillMinute, per: 'account' as const }],
  };
  const yaml = 'providers: { groq: { limits: { requests: { minute: 30 } } } }';

  it('five keys of 30 a minute: 150 in a burst are all served, 30 each, none refused; the 151st gets a true retry-after', async () => {
    await using gateway = await openGateway({ specs: [thirty], yaml });
    const sim = gateway.fleet.get('groq');
    await Promise.all(Array.from({ length: 150 }, () => gateway.ask()));
    expect(five.map(({ secret }) => sim.count({ key: secret, status: 200 }))).toEqual([30, 30, 30, 30, 30]);
    expect(sim.count()).toBe(150);
    const error = await failure(gateway.ask({ deadlineMs: 20 }));
    expect(error).toMatchObject({ code: 'pool_exhausted', status: 429 });
    expect(error.details.blockedBy).toHaveLength(5);
    const waitMs = error.details.retryAfterMs ?? 0;
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(2_300);
    await sleep(waitMs);
    expect((await gateway.ask({ deadlineMs: 500 })).meta.attempts).toBe(1);
    expect(sim.count({ status: 429 })).toBe(0);
  });

  it('waits when the deadline allows, exactly until a bucket frees', async () => {
    await using gateway = await openGateway({ specs: [{ ...thirty, keys: five.slice(0, 1) }], yaml });
    await Promise.all(Array.from({ length: 30 }, () => gateway.ask()));
    const from = performance.now();
    expect((await gateway.ask({ deadlineMs: 5_000 })).meta.attempts).toBe(1);
    expect(performance.now() - from).toBeGreaterThan(1_500);
    expect(performance.now() - from).toBeLessThan(2_800);
    expect(gateway.fleet.get('groq').count({ status: 429 })).toBe(0);
  });

  it('a limit that only a refusal tells of is learned from it', async () => {
    await using gateway = await openGateway({
      specs: [thirty],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    await Promise.allSettled(Array.from({ length: 200 }, () => gateway.ask({ deadlineMs: 1_500 })));
    const refused = gateway.fleet.get('groq').count({ status: 429 });
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(75);
    await Promise.allSettled(Array.from({ length: 50 }, () => gateway.ask({ deadlineMs: 50 })));
    expect(gateway.fleet.get('groq').count({ status: 429 })).toBe(refused);
  });
});

it('a model that makes no text is no model for a chat, by whatever name', async () => {
  await using gateway = await openGateway({
    specs: [groq],
    env: { REPLICATE_API_TOKEN: `r8_${'r'.repeat(36)}1` },
  });
  for (const model of ['replicate/black-forest-labs/flux-schnell', 'groq/whisper-large-v3'])
    expect(await failure(gateway.ask({ model }))).toMatchObject({ code: 'model_not_found' });
  expect(gateway.fleet.get('groq').count()).toBe(0);
});

describe('max_tokens', () => {
  it('of 32,000 neither locks a bucket of 8,000 nor is sent where it would be refused (freellmapi#423)', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    const body = { messages: [{ role: 'user', content: 'word '.repeat(3_000) }], max_tokens: 32_000 };
    for (let call = 0; call < 8; call += 1) await gateway.ask({ body });
    const sim = gateway.fleet.get('groq');
    expect(sim.count({ status: 200 })).toBe(8);
    expect(sim.count()).toBe(8);
  });

  it('beyond what the model writes at once is lowered to that, and remembered', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    const sim = gateway.fleet.get('groq');
    const message = '`max_tokens` must be less than or equal to `8192`, the maximum value for this model';
    sim.script({
      kind: 'status',
      status: 400,
      body: { error: { message, type: 'invalid_request_error', param: 'max_tokens' } },
    });
    const body = { messages: [{ role: 'user', content: 'hello' }], max_tokens: 32_000 };
    const model = 'groq/openai/gpt-oss-120b';
    expect((await gateway.ask({ body, model })).meta.attempts).toBe(2);
    expect((await gateway.ask({ body, model })).meta.attempts).toBe(1);
    expect(sim.calls.slice(1).every((call) => (call.body as typeof body).max_tokens <= 8_192)).toBe(true);
  });

  it('of a sensible size goes up as it is', async () => {
    await using gateway = await openGateway({ specs: [groq] });
    await gateway.ask({ body: { messages: [{ role: 'user', content: 'hello' }], max_tokens: 900 } });
    expect(gateway.fleet.get('groq').calls[0]?.body).toMatchObject({ max_tokens: 900 });
  });
});

describe('the client', () => {
  it('who leaves aborts the provider’s call at once, before and after content', async () => {
    await using gateway = await openGateway({ specs: [{ ...groq, latencyMs: 300, chunkMs: 50 }] });
    const sim = gateway.fleet.get('groq');
    const early = new AbortController();
    const waiting = failure(gateway.ask({ stream: true, signal: early.signal }));
    await sleep(80);
    early.abort();
    expect((await waiting).code).toBe('client_closed');
    const late = new AbortController();
    const running = gateway.stream({ signal: late.signal });
    await sleep(450);
    late.abort();
    const { raw } = await running;
    expect(raw).not.toContain('[DONE]');
    await sleep(50);
    expect(sim.calls.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(sim.openStreams()).toBe(0);
  });

  it('who reads slowly holds the provider back, and loses nothing', async () => {
    await using gateway = await openGateway({ specs: [groq], yaml: 'providers: { groq: { limits: {} } }' });
    gateway.fleet.get('groq').script({ kind: 'huge_answer', chars: 3_000_000 });
    const given = await gateway.ask({ stream: true });
    if (given.kind !== 'stream') throw new Error('no stream');
    let drain = (): void => {};
    let size = 0;
    let held = 0;
    const pieces: string[] = [];
    await given.pipe({
      write: (bytes) => {
        size += bytes.length;
        pieces.push(bytes.toString());
        held += 1;
        setTimeout(() => drain(), 1);
        return false;
      },
      onDrain: (listener) => (drain = listener),
      end: () => {},
    });
    expect(held).toBeGreaterThan(10);
    expect(size).toBeGreaterThan(3_000_000);
    expect(pieces.join('')).toMatch(/\[DONE\]\n\n$/);
  });

  it('has one deadline, from the first attempt on', async () => {
    await using gateway = await openGateway({ specs: [groq, mistral], yaml: both });
    gateway.fleet.get('groq').always({ kind: 'hang' });
    gateway.fleet.get('mistral').always({ kind: 'hang' });
    const from = performance.now();
    const error = await failure(gateway.ask({ stream: true, deadlineMs: 1_000 }));
    expect(error).toMatchObject({ code: 'deadline_exceeded', status: 504 });
    expect(performance.now() - from).toBeLessThan(1_200);
    expect(performance.now() - from).toBeGreaterThan(900);
  });

  it('gets usage only when it asked for it, and tool calls as they come', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'openai', keys: ['sk-proj-' + 'b'.repeat(40)], models: ['gpt-test'] }],
      yaml: 'providers: { openai: { models: [gpt-test], limits: {} } }',
    });
    const tool = (name: string): unknown => ({
      type: 'function',
      function: { name, parameters: { type: 'object', properties: {} } },
    });
    const body = {
      messages: [{ role: 'user', content: 'please use a tool' }],
      tools: [tool('one'), tool('two')],
    };
    const plain = await gateway.stream({ body, model: 'openai/gpt-test' });
    expect(plain.raw).not.toContain('"usage":{');
    expect(plain.raw).toContain('"tool_calls"');
    const asked = await gateway.stream({ body, model: 'openai/gpt-test', wantsUsage: true });
    expect(asked.raw).toContain('"usage":{');
  });
});
