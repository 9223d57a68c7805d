import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until } from '../fleet/testing.ts';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { contentOf, eventsOf, groqKey, openGateway, type Gateway } from './support/gateway.ts';

const answer =
  'The river never stops, and the wheel turns with it: bucket after bucket, dip after dip. « Été », said the miller — and 🌊 came.';
const keyOf = (letter: string): string => letter.repeat(32);

/** Owner's servers by the names of catalog providers, with no limits but their own pace. */
function pair(first: Partial<SimSpec>, second: Partial<SimSpec>): SimSpec[] {
  return [
    { id: 'groq', keys: [groqKey(1)], answer, chunks: 8, chunkMs: 0, limits: [], ...first },
    { id: 'mistral', keys: [keyOf('m')], answer, chunks: 8, chunkMs: 0, limits: [], ...second },
  ];
}

const models =
  'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] }, mistral: { limits: {}, models: [mistral-medium-latest] } }\n';
const route = (strategy: string, more = ''): string =>
  `${models}routes: { auto: { strategy: ${strategy}, steps: [groq, mistral]${more} } }\n`;

async function firstTokenMs(gateway: Gateway, change: object = {}): Promise<number> {
  const from = performance.now();
  const given = await gateway.ask({ stream: true, receivedTick: from, ...change });
  const ms = performance.now() - from;
  if (given.kind === 'stream') await given.pipe({ write: () => true, onDrain: () => {}, end: () => {} });
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function traceOf(gateway: Gateway, id: string) {
  const from = performance.now();
  for (;;) {
    const trace = await gateway.context.traces.get(id);
    if (trace !== null) return trace;
    if (performance.now() - from > 2_000) throw new Error(`no trace ${id}`);
    await sleep(5);
  }
}

describe('race', () => {
  it('gives the first token of the faster one, and closes the loser’s connection within 50 ms of the win', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 400 }, { latencyMs: 60 }),
      yaml: route('race'),
    });
    const alone = median(
      await inTurn(9, () => firstTokenMs(gateway, { model: 'mistral/mistral-medium-latest' })),
    );
    const slow = gateway.fleet.get('groq');
    const closed: number[] = [];
    const raced = median(
      await inTurn(9, async () => {
        const calls = slow.calls.length;
        const ms = await firstTokenMs(gateway);
        const from = performance.now();
        await until(() => slow.calls[calls]?.aborted === true);
        closed.push(performance.now() - from);
        return ms;
      }),
    );
    expect(raced - alone).toBeLessThan(15);
    expect(median(closed)).toBeLessThan(50);
    expect(slow.openStreams()).toBe(0);
  });

  it('settles the losers, tells who ran, and learns from who failed', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 0 }, { latencyMs: 60 }),
      yaml: route('race'),
    });
    gateway.fleet.get('groq').revoke(groqKey(1));
    const { text, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect(given.meta).toMatchObject({ provider: 'mistral', attempts: 2 });
    expect(
      gateway.context.keyring.list().find(({ provider }) => provider.id === 'groq')?.invalid,
    ).not.toBeNull();
    for (const bucket of gateway.context.ledger.all()) expect(bucket.inFlight).toBe(0);
    gateway.context.log.info({}, 'flush');
    expect(gateway.logs.join('')).toContain('race of 2: groq, mistral');
    const trace = await traceOf(gateway, given.meta.traceId);
    expect(trace).toMatchObject({
      strategy: 'race',
      outcome: 'served',
      attempts: [
        { role: 'race', provider: 'groq', result: 'failed', class: 'credential' },
        { role: 'race', provider: 'mistral', result: 'served' },
      ],
    });
  });

  it('that is lost goes on with the steps of `then`', async () => {
    const specs = [...pair({}, {}), { id: 'openrouter', keys: ['sk-or-v1-x'], answer, limits: [] } as const];
    await using gateway = await openGateway({
      specs,
      yaml: `${models.trimEnd().slice(0, -1)}, openrouter: { limits: {} } }\nroutes: { auto: { strategy: race, steps: [groq, mistral], then: [openrouter] } }\n`,
    });
    for (const id of ['groq', 'mistral']) gateway.fleet.get(id).always('server_error');
    const { text, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect(given.meta.provider).toBe('openrouter');
    await until(() => gateway.logs.join('').includes('race failed, falling back to openrouter'));
  });

  it('keeps a deadline that one of its lanes keeps, though it is more than half of it', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 720 }, { latencyMs: 760 }),
      yaml: route('race'),
    });
    const given = await gateway.ask({ stream: true, deadlineMs: 1_000 });
    expect(given.meta).toMatchObject({ provider: 'groq', attempts: 2 });
    if (given.kind === 'stream') await given.pipe({ write: () => true, onDrain: () => {}, end: () => {} });
  });

  it('works by header, and as auto:fast with the two quickest', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 200 }, { latencyMs: 10 }),
      yaml: models,
    });
    for (const change of [{ strategy: 'race' as const }, { model: 'auto:fast' }]) {
      const given = await gateway.ask(change);
      expect(given.meta).toMatchObject({ provider: 'mistral', attempts: 2 });
    }
    await until(() => gateway.fleet.get('groq').calls.every(({ aborted }) => aborted));
  });

  it('whose racer blames the caller ends at once, and leaves nothing running', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 0 }, { latencyMs: 300 }),
      yaml: route('race'),
    });
    gateway.fleet.get('groq').always({
      kind: 'status',
      status: 400,
      body: { error: { message: 'messages: bad', type: 'invalid_request_error' } },
    });
    await expect(gateway.ask()).rejects.toMatchObject({ code: 'invalid_request' });
    await until(() => gateway.fleet.get('mistral').calls[0]?.aborted === true);
    for (const bucket of gateway.context.ledger.all()) expect(bucket.inFlight).toBe(0);
  });
});

async function inTurn<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time += 1) results.push(await run());
  return results;
}

describe('hedge', () => {
  it('is the way of streams: a first step that hangs is answered at its p90 and the second lane’s time', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 100 }, { latencyMs: 60 }),
      yaml: models,
    });
    await inTurn(12, () => firstTokenMs(gateway));
    expect(gateway.fleet.get('mistral').count()).toBeLessThanOrEqual(1);
    gateway.fleet.get('groq').always('hang');
    const ms = await firstTokenMs(gateway);
    // p90 of the first lane is about 105 to 130 ms, within the width of its bins.
    expect(ms).toBeGreaterThan(140);
    expect(ms).toBeLessThan(300);
    await until(() => gateway.fleet.get('groq').calls.at(-1)?.aborted === true);
  });

  it('stays under a tenth of all requests, and is told in the trace', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 5 }, { latencyMs: 5 }),
      yaml: route('hedge'),
    });
    await inTurn(40, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').always({ kind: 'slow_first_token', ms: 150 });
    await inTurn(60, () => firstTokenMs(gateway));
    const hedges = gateway.logs.filter((line) => line.includes('as well')).length;
    expect(hedges).toBeGreaterThan(0);
    expect(hedges).toBeLessThanOrEqual(1 + 0.1 * 100);
    const traces = await gateway.context.traces.list({ limit: 200 });
    const hedged = traces.find(({ attempts }) => attempts.some(({ role }) => role === 'hedge'));
    expect(hedged?.attempts).toMatchObject([{ role: 'first' }, { role: 'hedge' }]);
    expect(traces.some(({ notes }) => notes.some(({ text }) => text.includes('no hedge')))).toBe(true);
  });

  it('a lane that always loses sinks, so that the next requests do not even begin there', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 5 }, { latencyMs: 5 }),
      yaml: models,
    });
    await inTurn(60, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').always('hang');
    await inTurn(8, () => firstTokenMs(gateway));
    const before = gateway.fleet.get('groq').count();
    const ms = await inTurn(10, () => firstTokenMs(gateway));
    expect(gateway.fleet.get('groq').count()).toBe(before);
    expect(Math.max(...ms)).toBeLessThan(60);
  });

  it('spends no quota that is short: not below a fifth of the second lane’s', async () => {
    await using gateway = await openGateway({
      specs: pair({ latencyMs: 5 }, { latencyMs: 5 }),
      yaml: models.replace('mistral: { limits: {}', 'mistral: { limits: { requests: { minute: 10 } }'),
    });
    await inTurn(8, () => gateway.ask({ model: 'mistral/mistral-medium-latest' }));
    await inTurn(15, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').always({ kind: 'slow_first_token', ms: 200 });
    const given = await gateway.ask({ stream: true });
    expect(given.meta).toMatchObject({ provider: 'groq', attempts: 1 });
  });

  it('does not happen to whole answers, nor when the route or the client says cascade', async () => {
    await using gateway = await openGateway({ specs: pair({ latencyMs: 5 }, {}), yaml: models });
    await inTurn(15, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').always({ kind: 'slow_first_token', ms: 150 });
    expect((await gateway.ask()).meta.attempts).toBe(1);
    expect((await gateway.ask({ stream: true, strategy: 'cascade' })).meta).toMatchObject({
      provider: 'groq',
      attempts: 1,
    });
  });
});

describe('resume', () => {
  it('a stream that dies goes on over another lane, and the reader notices nothing', async () => {
    await using gateway = await openGateway({ specs: pair({}, {}), yaml: models });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 40 });
    const { text, raw, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect(raw).toMatch(/data: \[DONE\]\n\n$/);
    const events = eventsOf(raw) as {
      id: string;
      created: number;
      choices: { delta: { role?: string } }[];
    }[];
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    expect(events.filter(({ choices }) => choices[0]?.delta.role !== undefined)).toHaveLength(1);
    const trace = await traceOf(gateway, given.meta.traceId);
    expect(trace).toMatchObject({
      outcome: 'served',
      provider: 'mistral',
      // Until the first content: what a stream takes afterwards is not Noria's.
      overhead_ms: Math.round(given.meta.overheadMs * 100) / 100,
      resumes: [{ how: 'prefix', attempt: 2 }],
      candidates: [
        { provider: 'groq', fate: 'asked' },
        { provider: 'mistral', fate: 'asked' },
      ],
      attempts: [{ result: 'interrupted' }, { role: 'resume', result: 'served' }],
    });
    expect(trace.resumes[0]?.overlap_chars).toBe(trace.resumes[0]?.after_chars);
  });

  it.each(['error_in_stream', 'stall', 'end_without_done'] as const)('also after %s', async (kind) => {
    await using gateway = await openGateway({
      specs: pair({}, {}),
      yaml: models,
      env: { NORIA_SILENCE_MS: '150' },
    });
    gateway.fleet.get('groq').script({ kind, afterChars: 40 });
    const { text, raw } = await gateway.stream();
    expect(text).toBe(answer);
    expect(raw).toMatch(/data: \[DONE\]\n\n$/);
  });

  it('twice at most; then the client is told, and what it has is a faithful beginning', async () => {
    await using gateway = await openGateway({ specs: pair({}, {}), yaml: models });
    for (const id of ['groq', 'mistral']) gateway.fleet.get(id).always({ kind: 'cut', afterChars: 20 });
    const { text, raw, answer: given } = await gateway.stream();
    expect(answer.startsWith(text)).toBe(true);
    expect(raw).not.toContain('[DONE]');
    expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted', partial: true } });
    const trace = await traceOf(gateway, given.meta.traceId);
    expect(trace.outcome).toBe('interrupted');
    expect(trace.resumes.length).toBeLessThanOrEqual(2);
    for (const bucket of gateway.context.ledger.all()) expect(bucket.inFlight).toBe(0);
  });

  it('a provider that takes no trailing assistant turn is asked in words', async () => {
    await using gateway = await openGateway({
      specs: pair({ continues: 'refuses' }, { continues: 'refuses' }),
      yaml: models,
    });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 60 });
    const { text, answer: given } = await gateway.stream();
    expect(text).toBe(answer);
    expect((await traceOf(gateway, given.meta.traceId)).resumes.at(-1)?.how).toBe('instruction');
  });

  it('asks for usage of all parts', async () => {
    await using gateway = await openGateway({ specs: pair({}, {}), yaml: models });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 60 });
    const { raw } = await gateway.stream({ wantsUsage: true });
    const usage = (eventsOf(raw) as { usage?: { total_tokens: number } }[]).filter((event) => event.usage);
    expect(usage).toHaveLength(1);
    expect(usage[0]?.usage?.total_tokens).toBeGreaterThan(10);
  });

  const asks = [{ role: 'user', content: 'hello' }];
  const tools = [{ type: 'function', function: { name: 'x', parameters: { type: 'object' } } }];
  it.each([
    ['the client says off', { resume: false }],
    ['tools are there', { body: { messages: asks, tools, tool_choice: 'none' } }],
    ['JSON is asked for', { body: { messages: asks, response_format: { type: 'json_object' } } }],
    ['several answers are asked for', { body: { messages: asks, n: 2 } }],
  ])('never when %s', async (_, change) => {
    await using gateway = await openGateway({ specs: pair({}, {}), yaml: models });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 10 });
    const { raw } = await gateway.stream({ model: 'groq/openai/gpt-oss-20b', ...change });
    expect(raw).not.toContain('[DONE]');
    expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted' } });
    expect(gateway.fleet.get('groq').count()).toBe(1);
  });

  it('off by the route, and on again by the client', async () => {
    await using gateway = await openGateway({ specs: pair({}, {}), yaml: route('cascade', ', resume: off') });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 40 }, { kind: 'cut', afterChars: 40 });
    expect((await gateway.stream()).raw).not.toContain('[DONE]');
    expect((await gateway.stream({ resume: true })).text).toBe(answer);
  });

  it('a reader who leaves while it is being resumed ends everything', async () => {
    await using gateway = await openGateway({ specs: pair({}, { latencyMs: 10_000 }), yaml: models });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 40 });
    const client = new AbortController();
    const streaming = gateway.stream({ signal: client.signal });
    await until(() => gateway.fleet.get('mistral').calls.length === 1);
    client.abort();
    await streaming;
    await until(() => gateway.fleet.get('mistral').calls[0]?.aborted === true);
    expect(gateway.context.relay.running).toBe(0);
    for (const bucket of gateway.context.ledger.all()) expect(bucket.inFlight).toBe(0);
  });
});

describe('what changes on the way', () => {
  const oneASecond =
    'providers: { groq: { limits: { requests: { minute: 1 } }, models: [openai/gpt-oss-20b], windows: { minute: fixed } } }';

  it('who waits is served as soon as a key is added, and nobody who comes then is sent away', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1), groqKey(2)], answer, limits: [] }],
      yaml: oneASecond,
      env: { GROQ_API_KEYS: groqKey(1), GROQ_API_KEY: '' },
    });
    await gateway.ask();
    const from = performance.now();
    const waiting = gateway.ask({ deadlineMs: 70_000 });
    await until(() => gateway.context.relay.waiting === 1);
    await gateway.context.keyring.add({ provider: 'groq', secret: groqKey(2) });
    await waiting;
    expect(performance.now() - from).toBeLessThan(3_000);
  });

  it('a hedge that is due does not end an attempt whose key was removed', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, latencyMs: 3_000, limits: [] }],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
      env: { GROQ_API_KEYS: '', GROQ_API_KEY: '' },
    });
    const key = await gateway.context.keyring.add({ provider: 'groq', secret: groqKey(1) });
    const streaming = gateway.stream();
    await until(() => gateway.fleet.get('groq').calls.length === 1);
    await gateway.context.keyring.remove(key.id);
    expect((await streaming).text).toBe(answer);
  });

  it('while one long stream is the trial of a guess, others are served once it has content', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, chunks: 40, chunkMs: 100, limits: [] }],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    const sim = gateway.fleet.get('groq');
    sim.script({ kind: 'status', status: 429, body: { error: { message: 'slow down' } } });
    await gateway.ask({ deadlineMs: 100 }).catch(() => null);
    await sleep(2_700);
    const long = gateway.stream();
    await until(() => sim.openStreams() === 1);
    await sleep(200);
    const from = performance.now();
    await gateway.ask();
    expect(performance.now() - from).toBeLessThan(1_500);
    await long;
  });
});

describe('in line', () => {
  const yaml =
    'providers: { groq: { limits: { requests: { second: 2 } }, models: [openai/gpt-oss-20b], windows: { second: refill } } }\n';

  it('who asks under another name waits no longer than who asks for auto', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [] }],
      yaml,
    });
    const served: string[] = [];
    const ask = (name: string, model?: string): Promise<unknown> =>
      gateway.ask({ deadlineMs: 20_000, ...(model && { model }) }).then(() => served.push(name));
    const asked: Promise<unknown>[] = [];
    for (const [index, name] of ['a', 'b', 'c', 'pinned', 'd', 'e', 'f'].entries()) {
      asked.push(ask(name, name === 'pinned' ? 'groq/openai/gpt-oss-20b' : undefined));
      await sleep(index === 0 ? 5 : 20);
    }
    await Promise.all(asked);
    expect(served).toEqual(['a', 'b', 'c', 'pinned', 'd', 'e', 'f']);
  });

  it('a race does not overtake who waits', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [] }],
      yaml,
    });
    await Promise.all([gateway.ask(), gateway.ask()]);
    const served: string[] = [];
    const waiting = gateway.ask({ deadlineMs: 10_000 }).then(() => served.push('waiting'));
    await sleep(50);
    const race = gateway.ask({ strategy: 'race', deadlineMs: 10_000 }).then(() => served.push('race'));
    await Promise.all([waiting, race]);
    expect(served).toEqual(['waiting', 'race']);
  });

  it('who waits in vain is told what was missing and when it will be there', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [], latencyMs: 1_500 }],
      yaml: 'providers: { groq: { limits: { concurrent: 1 }, models: [openai/gpt-oss-20b] } }',
    });
    const running = gateway.ask();
    await sleep(50);
    await expect(gateway.ask({ deadlineMs: 300 })).rejects.toMatchObject({
      code: 'deadline_exceeded',
      details: { blockedBy: [{ provider: 'groq', reason: '1 at once are running' }] },
    });
    await running;
  });
});

describe('stalls', () => {
  it('comments and empty pieces are no words: who sends only them is silent', async () => {
    const piece = (content: string): string =>
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content } }] })}\n\n`;
    const server = createServer((req, res) => {
      req.resume();
      if (req.method === 'GET') return void res.end('{"data":[{"id":"m1"}]}');
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(piece(answer.slice(0, 30)));
      const beat = setInterval(() => res.write(`: keep-alive\n\n${piece('')}`), 50);
      res.on('close', () => clearInterval(beat));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using gateway = await openGateway({
      specs: pair({}, {}).slice(1),
      yaml: `providers: { chatty: { wire: openai, base_url: "http://127.0.0.1:${port}/v1", models: [m1], limits: {} }, mistral: { limits: {}, models: [mistral-medium-latest] } }\nroutes: { auto: { steps: [chatty, mistral] } }\n`,
      env: { NORIA_SILENCE_MS: '400' },
    });
    const from = performance.now();
    const { text } = await gateway.stream();
    server.close();
    server.closeAllConnections();
    expect(text).toBe(answer);
    expect(performance.now() - from).toBeLessThan(2_500);
  });

  it('an answer whose finish reason has come is whole, even when its connection dies', async () => {
    const chunk = (delta: object, finish: string | null): string =>
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const server = createServer((req, res) => {
      req.resume();
      if (req.method === 'GET') return void res.end('{"data":[{"id":"m1"}]}');
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(chunk({ content: 'All there is.' }, null) + chunk({}, 'stop'));
      setTimeout(() => res.destroy(), 30);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using gateway = await openGateway({
      specs: pair({}, {}).slice(1),
      yaml: `providers: { hasty: { wire: openai, base_url: "http://127.0.0.1:${port}/v1", models: [m1], limits: {} }, mistral: { limits: {}, models: [mistral-medium-latest] } }\nroutes: { auto: { steps: [hasty, mistral] } }\n`,
    });
    const { text, raw } = await gateway.stream();
    server.close();
    expect(text).toBe('All there is.');
    expect(raw).toMatch(/data: \[DONE\]\n\n$/);
    expect(gateway.fleet.get('mistral').count()).toBe(0);
  });

  it('silent in mid-stream: another lane goes on, near the silence that this lane was learned to have', async () => {
    await using gateway = await openGateway({ specs: pair({ chunkMs: 5 }, {}), yaml: models });
    await inTurn(8, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').script({ kind: 'stall', afterChars: 30 });
    const from = performance.now();
    const { text } = await gateway.stream();
    expect(text).toBe(answer);
    const ms = performance.now() - from;
    // Learned: gaps of some ms, so the floor of 3 s holds, far below the 12 s without history.
    expect(ms).toBeGreaterThan(2_900);
    expect(ms).toBeLessThan(4_500);
  });

  it('silent for good without any history: the reader’s longest silence is under 15 s', async () => {
    await using gateway = await openGateway({ specs: pair({ chunkMs: 5 }, { latencyMs: 60 }), yaml: models });
    gateway.fleet.get('groq').script({ kind: 'stall', afterChars: 30 });
    const given = await gateway.ask({ stream: true });
    if (given.kind !== 'stream') throw new Error('no stream');
    let wroteAt = performance.now();
    let longest = 0;
    let read = '';
    await given.pipe({
      write: (bytes) => {
        const text = bytes.toString();
        read += text;
        // A heartbeat is no word.
        if (text.startsWith(':')) return true;
        longest = Math.max(longest, performance.now() - wroteAt);
        wroteAt = performance.now();
        return true;
      },
      onDrain: () => {},
      end: () => {},
    });
    expect(contentOf(read)).toBe(answer);
    expect(longest).toBeGreaterThan(10_000);
    expect(longest).toBeLessThan(15_000);
  }, 25_000);

  it('no first token by the learned limit: the next lane takes over although nobody may hedge', async () => {
    await using gateway = await openGateway({ specs: pair({ latencyMs: 5 }, {}), yaml: route('cascade') });
    await inTurn(8, () => firstTokenMs(gateway));
    gateway.fleet.get('groq').script('hang');
    const ms = await firstTokenMs(gateway);
    expect(ms).toBeGreaterThan(3_900);
    expect(ms).toBeLessThan(5_500);
  });
});

describe('waiting', () => {
  it('is fair: who came first is served first, and nobody who comes later overtakes', async () => {
    const limits = [
      { unit: 'requests', amount: 1, window: { kind: 'refill', ms: 1_000 }, per: 'account' },
    ] as const;
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits }],
      yaml: 'providers: { groq: { limits: { requests: { second: 2 } }, models: [openai/gpt-oss-20b], windows: { second: refill } } }',
    });
    gateway.fleet.get('groq').setLimits([]);
    const served: number[] = [];
    const asked: Promise<unknown>[] = [];
    for (let number = 0; number < 7; number += 1) {
      asked.push(gateway.ask({ deadlineMs: 5_000 }).then(() => served.push(number)));
      await sleep(60);
    }
    await Promise.all(asked);
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('who cannot be served in time behind the others is told at once, with the true moment', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [] }],
      yaml: 'providers: { groq: { limits: { requests: { second: 1 } }, models: [openai/gpt-oss-20b], windows: { second: refill } } }',
    });
    await gateway.ask();
    const waiting = [1, 2, 3].map(() => gateway.ask({ deadlineMs: 10_000 }));
    await sleep(20);
    const from = performance.now();
    const refusal = await gateway.ask({ deadlineMs: 1_500 }).catch((error: unknown) => error);
    expect(performance.now() - from).toBeLessThan(100);
    expect(refusal).toMatchObject({ code: 'pool_exhausted' });
    const { retryAfterMs } = (refusal as { details: { retryAfterMs: number } }).details;
    // Three wait before it, one a second is served.
    expect(retryAfterMs).toBeGreaterThan(3_500);
    expect(retryAfterMs).toBeLessThan(4_500);
    await sleep(retryAfterMs);
    await expect(gateway.ask({ deadlineMs: 900 })).resolves.toMatchObject({ meta: { provider: 'groq' } });
    await Promise.all(waiting);
  });

  it('is bounded', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [] }],
      yaml: 'providers: { groq: { limits: { requests: { second: 1 } }, models: [openai/gpt-oss-20b], windows: { second: refill } } }',
      env: { NORIA_MAX_WAITING: '2' },
    });
    await gateway.ask();
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => gateway.ask({ deadlineMs: 20_000 })));
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });
});

describe('a trace', () => {
  it('tells who could have served, who was skipped and why, what was reserved and what was settled', async () => {
    await using gateway = await openGateway({
      specs: [...pair({}, {}), { id: 'openrouter', keys: ['sk-or-v1-x'], answer, limits: [] }],
      yaml: `${models.trimEnd().slice(0, -1).replace('groq: { limits: {}', 'groq: { limits: { requests: { hour: 1 } }')}, openrouter: { limits: {} } }\nroutes: { auto: { steps: [groq, mistral, openrouter] } }\n`,
    });
    await gateway.ask();
    const { meta } = await gateway.ask();
    const trace = await traceOf(gateway, meta.traceId);
    expect(trace).toMatchObject({
      asked: null,
      route: 'auto',
      strategy: 'cascade',
      outcome: 'served',
      provider: 'mistral',
      overhead_ms: Math.round(meta.overheadMs * 100) / 100,
      skipped: [{ provider: 'groq', reason: '1 requests a hour are used' }],
      attempts: [{ role: 'first', provider: 'mistral', result: 'served' }],
    });
    expect(trace.candidates.slice(0, 3).map(({ provider, fate }) => [provider, fate])).toEqual([
      ['groq', 'skipped'],
      ['mistral', 'asked'],
      ['openrouter', 'not_needed'],
    ]);
    expect(Date.parse(trace.skipped[0]?.until ?? '')).toBeGreaterThan(Date.now());
    const served = await traceOf(
      gateway,
      (await gateway.ask({ model: 'mistral/mistral-medium-latest' })).meta.traceId,
    );
    expect(served.attempts[0]?.reserved.map(({ bucket }) => bucket)).toEqual(
      served.attempts[0]?.settled?.map(({ bucket }) => bucket),
    );
  });

  it('of a request that waited says for how long', async () => {
    await using gateway = await openGateway({
      specs: [{ id: 'groq', keys: [groqKey(1)], answer, limits: [] }],
      yaml: 'providers: { groq: { limits: { requests: { second: 2 } }, models: [openai/gpt-oss-20b], windows: { second: refill } } }',
    });
    await Promise.all([gateway.ask(), gateway.ask()]);
    const { meta } = await gateway.ask();
    const { waits, took_ms: tookMs } = await traceOf(gateway, meta.traceId);
    expect(waits).toHaveLength(1);
    expect(waits[0]?.took_ms).toBeGreaterThan(100);
    expect(waits[0]?.took_ms).toBeLessThanOrEqual(tookMs + 1);
  });
});
