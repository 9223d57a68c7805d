import { describe, expect, it } from 'vitest';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { eventsOf, until } from '../fleet/testing.ts';
import { asClient, startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';

const text =
  'La roue tourne, et chaque seau plonge à son tour. « Où va l’eau ? » demanda-t-elle. 🌊🦜 No river ends where its map does.';
const groq: SimSpec = {
  id: 'groq',
  keys: [`gsk_${'a'.repeat(40)}`],
  limits: [],
  latencyMs: 0,
  chunkMs: 0,
  answer: text,
};
const mistral: SimSpec = {
  id: 'mistral',
  keys: ['m'.repeat(32)],
  limits: [],
  latencyMs: 0,
  chunkMs: 0,
  answer: text,
};

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly raw: string;
}

async function ask(gateway: TestGateway, body: object, headers: object = {}, slash = ''): Promise<Told> {
  const url = gateway.app.server.listening ? gateway.context.address.url : await gateway.listen();
  const response = await fetch(`${url}/api/chat${slash}`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, raw: await response.text() };
}

interface Event {
  readonly content?: string;
  readonly done?: boolean;
  readonly success?: boolean;
  readonly error?: { readonly code: string };
}

function told({ raw }: Told): { readonly text: string; readonly last: Event | undefined } {
  const events = eventsOf(raw).map(({ data }) => JSON.parse(data) as Event);
  return { text: events.map(({ content = '' }) => content).join(''), last: events.at(-1) };
}

async function opened(options: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startGateway(options);
  await gateway.listen();
  return gateway;
}

function messagesAt(gateway: TestGateway): unknown {
  const body = gateway.fleet.get('groq').calls.at(-1)?.body as { messages: unknown } | undefined;
  return body?.messages;
}

describe('what /api/chat takes', () => {
  const history = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
  ];
  it.each([
    [{ message: 'c' }, [{ role: 'user', content: 'c' }]],
    [
      { message: 'c', system: 's' },
      [
        { role: 'system', content: 's' },
        { role: 'user', content: 'c' },
      ],
    ],
    [{ message: 'c', history }, [...history, { role: 'user', content: 'c' }]],
    [{ message: 'c', history: [] }, [{ role: 'user', content: 'c' }]],
    [{ messages: history }, history],
    [{ messages: history, system: 's' }, [{ role: 'system', content: 's' }, ...history]],
    [{ message: 'c', messages: null, stream: null, model: null }, [{ role: 'user', content: 'c' }]],
  ])('%j', async (body, messages) => {
    await using gateway = await opened({ providers: [groq] });
    expect((await ask(gateway, body, {}, '/')).status).toBe(200);
    expect(messagesAt(gateway)).toEqual(messages);
  });

  it('passes on the usual wishes and leaves other fields out', async () => {
    await using gateway = await opened({ providers: [groq] });
    const wishes = { temperature: 0.5, top_p: 0.9, max_tokens: 50, stop: ['x'], seed: 7 };
    expect((await ask(gateway, { message: 'c', ...wishes, user_name: 'x', conversation_id: 1 })).status).toBe(
      200,
    );
    const { body } = gateway.fleet.get('groq').calls[0]!;
    expect(body).toMatchObject(wishes);
    expect(Object.keys(body as object)).not.toContain('conversation_id');
  });

  it.each([
    [{ message: 'c', tools: [] }, 'tools'],
    [{ message: 'c', tool_choice: 'auto' }, 'tool_choice'],
    [{ message: 'c', functions: [] }, 'functions'],
    [{ message: 'c', n: 2 }, '"n"'],
    [{ messages: [{ role: 'tool', content: 'x', tool_call_id: '1' }] }, 'tools'],
    [{ messages: [{ role: 'user', content: 'x' }], history: [] }, 'history'],
    [{ message: 'c', history: 'x' }, 'history'],
    [{ message: 'c', history: [7] }, 'history'],
    [{ message: 'c', system: 7 }, 'system'],
    [{ message: 'c', stream: 'yes' }, 'stream'],
  ])('%j is a 400 that names %s', async (body, word) => {
    await using gateway = await opened({ providers: [groq] });
    const answer = await ask(gateway, body);
    expect(answer.status).toBe(400);
    const { success, error } = JSON.parse(answer.raw) as {
      success: boolean;
      error: { code: string; message: string };
    };
    expect([success, error.code]).toEqual([false, 'invalid_request']);
    expect(error.message).toContain(word);
    expect(gateway.fleet.get('groq').calls).toHaveLength(0);
  });
});

describe('reasoning stays out of the text', () => {
  it.each([
    ['<think>They greet. <b>Hm</b>.</think>\n\nHello!', 'Hello!'],
    ['Hello <think>hm</think>there!', 'Hello there!'],
    ['Write `<think>` before it', 'Write `<think>` before it'],
  ])('%j, whole and streamed in pieces of any size', async (answer, wanted) => {
    for (const chunks of [1, 3, 7, answer.length]) {
      await using gateway = await opened({ providers: [{ ...groq, answer, chunks }] });
      expect(JSON.parse((await ask(gateway, { message: 'a' })).raw)).toMatchObject({
        success: true,
        content: wanted,
      });
      expect(told(await ask(gateway, { message: 'a', stream: true }))).toMatchObject({
        text: wanted,
        last: { done: true },
      });
    }
  });

  it('an answer of nothing else is an error, in the stream as well', async () => {
    await using gateway = await opened({ providers: [{ ...groq, answer: '<think>hm, hm' }] });
    const whole = await ask(gateway, { message: 'a' });
    expect([whole.status, JSON.parse(whole.raw)]).toMatchObject([
      502,
      { success: false, error: { code: 'upstream_failed' } },
    ]);
    expect(told(await ask(gateway, { message: 'a', stream: true })).last).toMatchObject({
      success: false,
      error: { code: 'upstream_failed' },
    });
  });
});

describe('everything the relay does holds on /api/chat', () => {
  it('race: the quicker one is told, the other one is left', async () => {
    await using gateway = await opened({ providers: [{ ...groq, latencyMs: 2_000 }, mistral] });
    const answer = await ask(gateway, { message: 'a', stream: true }, { 'x-noria-strategy': 'race' });
    expect(told(answer)).toMatchObject({ text, last: { done: true, provider: 'mistral' } });
    expect(answer.headers.get('x-noria-provider')).toBe('mistral');
    await until(() => gateway.fleet.get('groq').openStreams() === 0 && gateway.context.relay.running === 0);
  });

  it('hedge: a slow first one is overtaken', async () => {
    await using gateway = await opened({ providers: [{ ...groq, latencyMs: 30_000 }, mistral] });
    const answer = await ask(gateway, { message: 'a', stream: true }, { 'x-noria-strategy': 'hedge' });
    expect(told(answer)).toMatchObject({ text, last: { done: true } });
  });

  it('resume: a stream that dies goes on elsewhere, without a character lost or twice', async () => {
    await using gateway = await opened({ providers: [groq, mistral] });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 40 });
    expect(told(await ask(gateway, { message: 'a', stream: true }))).toMatchObject({
      text,
      last: { done: true },
    });
    const off = told(
      await ask(
        gateway,
        { message: 'a', stream: true, model: 'groq/openai/gpt-oss-120b' },
        { 'x-noria-resume': 'off' },
      ),
    );
    expect(text.startsWith(off.text)).toBe(true);
    expect(off.last).toMatchObject({ success: false, error: { code: 'stream_interrupted' } });
  });

  it('resume within reasoning: none of it is told', async () => {
    const answer = `<think>${'secret words of a model that thinks aloud. '.repeat(3)}</think>\n${text}`;
    await using gateway = await opened({
      providers: [
        { ...groq, answer },
        { ...mistral, answer },
      ],
    });
    gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 60 });
    const { text: seen } = told(await ask(gateway, { message: 'a', stream: true }));
    expect(seen).toBe(text);
  });

  it('wait: a spent quota is waited for', async () => {
    const limits = [
      { unit: 'requests', amount: 1, window: { kind: 'refill', ms: 300 }, per: 'account' },
    ] as const;
    await using gateway = await opened({ providers: [{ ...groq, limits }] });
    gateway.fleet.get('groq').script({ kind: 'rate_limited', waitMs: 300 });
    expect((await ask(gateway, { message: 'a' })).status).toBe(200);
  });

  it('trace: the id in the header leads to it, on success and failure', async () => {
    await using gateway = await opened({ providers: [groq] });
    const good = await ask(gateway, { message: 'a' });
    const bad = await ask(gateway, { message: 'a', model: 'nobody-has-it' });
    await until(() => gateway.context.relay.running === 0);
    expect(bad.status).toBe(404);
    for (const { headers } of [good, bad]) {
      const id = headers.get('x-noria-trace') ?? '';
      expect(await gateway.context.traces.get(id)).toMatchObject({ id });
    }
  });

  it('session: a conversation stays on its model', async () => {
    await using gateway = await opened({ providers: [groq, mistral] });
    const first = await ask(
      gateway,
      { message: 'a', model: 'mistral/mistral-medium-latest' },
      { 'x-noria-session': 'one' },
    );
    expect(first.headers.get('x-noria-model')).toBe('mistral-medium-latest');
    const seen = new Set<string | null>();
    for (let turn = 0; turn < 3; turn += 1)
      seen.add(
        (await ask(gateway, { message: 'a' }, { 'x-noria-session': 'two' })).headers.get('x-noria-model'),
      );
    expect(seen.size).toBe(1);
  });

  it('abort: a client that leaves ends the upstream call', async () => {
    await using gateway = await opened({ providers: [{ ...groq, chunkMs: 20, chunks: 500 }] });
    const leave = new AbortController();
    const response = await fetch(`${gateway.context.address.url}/api/chat`, {
      method: 'POST',
      headers: asClient,
      body: JSON.stringify({ message: 'a', stream: true }),
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    leave.abort();
    await until(
      () => gateway.fleet.get('groq').calls[0]?.aborted === true && gateway.context.relay.running === 0,
    );
    expect(gateway.fleet.get('groq').openStreams()).toBe(0);
  });

  it('a deadline that passes is a 504', async () => {
    await using gateway = await opened({ providers: [groq] });
    gateway.fleet.get('groq').always('hang');
    expect((await ask(gateway, { message: 'a' }, { 'x-noria-deadline-ms': '200' })).status).toBe(504);
  });
});
