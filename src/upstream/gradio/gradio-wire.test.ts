import { afterEach, describe, expect, test } from 'vitest';
import { provider } from '../../catalog/providers/hf_space.ts';
import {
  contentOf,
  recordChat,
  startServer,
  type Arrival,
  type ChatOptions,
  type Recording,
  type TestServer,
} from '../anthropic/record-chat.ts';
import { createStreamState, type ChatCall, type Wire } from '../wire.ts';
import { gradioApp, json, parameter, sse } from './gradio-app.fixture.ts';
import { createGradioWire } from './gradio-wire.ts';

let server: TestServer | null = null;
let clock = 0;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = null;
});

const seen: ChatCall[] = [];
/** Speaks to nobody: what was delegated is what is tested. */
const openai: Wire = {
  chat: (call, _http, listener) => {
    seen.push(call);
    queueMicrotask(() => listener.ended({ ...createStreamState(), done: true }));
    return { abort: () => {}, pause: () => {}, resume: () => {} };
  },
};
const newWire = (): Wire => createGradioWire({ now: () => clock, openai });
const body = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 50, temperature: 0.2 };

async function serve(answer: (arrival: Arrival) => void): Promise<void> {
  await server?.[Symbol.asyncDispose]();
  server = await startServer(answer);
}

function ask(options: Partial<ChatOptions> & { readonly wire?: Wire } = {}): Promise<Recording> {
  return recordChat(options.wire ?? newWire(), {
    provider,
    baseUrl: server?.url ?? '',
    body,
    stream: true,
    ...options,
  });
}

const paths = (): readonly string[] => server?.arrivals.map(({ path }) => path) ?? [];
const posted = (): unknown => server?.arrivals.find(({ path }) => path.startsWith('POST'))?.body;
const wholeText = (told: Recording): unknown =>
  (JSON.parse(String(told.whole?.body)) as { choices: { message: { content: string } }[] }).choices[0]
    ?.message.content;

describe('a Gradio app', () => {
  const growing =
    sse('generating', ['Ahoj']) +
    sse('heartbeat', null) +
    sse('generating', ['Ahoj, světe 🦜']) +
    sse('complete', ['Ahoj, světe 🦜!']);

  test.each([
    [4, ''],
    [5, '/gradio_api'],
  ] as const)(
    'of version %i is found and called in two steps; its growing text becomes deltas',
    async (version, prefix) => {
      await serve(gradioApp({ version, events: growing }));
      const told = await ask();
      expect(paths()).toEqual([
        'GET /v1/models',
        'GET /config',
        `GET ${prefix}/info`,
        `POST ${prefix}/call/chat`,
        `GET ${prefix}/call/chat/e1`,
      ]);
      expect(posted()).toEqual({ data: ['Hello'] });
      expect(contentOf(told.text)).toBe('Ahoj, světe 🦜!');
      expect(told.order.slice(0, 2)).toEqual(['sent', 'head']);
      expect(told.order.at(-1)).toBe('ended');
      expect(told.state).toMatchObject({
        content: true,
        finished: true,
        done: true,
        finishReason: 'stop',
        usage: null,
        error: null,
      });
    },
  );

  test('answers whole when no stream is asked for', async () => {
    await serve(gradioApp({ version: 5, events: growing }));
    const told = await ask({ stream: false });
    expect(told.order).toEqual(['sent', 'head', 'whole']);
    expect(wholeText(told)).toBe('Ahoj, světe 🦜!');
    expect(told.whole).toMatchObject({ usage: null, empty: false });
  });

  test('whose stream is cut anywhere tells the same', async () => {
    const bytes = Buffer.from(growing);
    const wire = newWire();
    let at = 0;
    await serve((arrival) => {
      if (!arrival.path.endsWith('/e1')) return gradioApp({ version: 5, events: '' })(arrival);
      arrival.res.writeHead(200, { 'content-type': 'text/event-stream' }).write(bytes.subarray(0, at));
      setTimeout(() => arrival.res.end(bytes.subarray(at)), 1);
    });
    for (at = 1; at < bytes.length; at += 7)
      expect(contentOf((await ask({ wire })).text)).toBe('Ahoj, světe 🦜!');
  });

  test('gets each input what is its own', async () => {
    const parameters = [
      parameter('system_message', 'Textbox', { type: 'string' }, 'You are friendly.'),
      parameter('message', 'MultimodalTextbox', { $ref: 'x' }),
      parameter('history', 'Chatbot', {}),
      parameter(
        'Max new tokens',
        'Slider',
        { type: 'number', description: 'numeric value between 1 and 40' },
        512,
      ),
      parameter('temperature', 'Slider', { type: 'number' }, 0.7),
      parameter('top_p', 'Slider', { type: 'number' }, 0.95),
      parameter('style', 'Radio', { type: 'string', enum: ['a', 'b'] }, 'a'),
      parameter('seed', 'Number', { type: 'number' }),
      parameter('verbose', 'Checkbox', { type: 'boolean' }, false),
    ];
    await serve(gradioApp({ version: 5, events: growing, parameters }));
    await ask({ body: { ...body, messages: [{ role: 'system', content: 'Be brief.' }, ...body.messages] } });
    expect(posted()).toEqual({
      data: ['Be brief.', { text: 'Hello', files: [] }, [], 40, 0.2, 0.95, 'a', 3, false],
    });
  });

  test('with a chat window: the last turn there is the answer', async () => {
    const turns = (text: string): unknown => [
      '',
      [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: [{ type: 'text', text }] },
      ],
    ];
    await serve(
      gradioApp({ version: 5, events: sse('generating', turns('Hi')) + sse('complete', turns('Hi there')) }),
    );
    expect(contentOf((await ask()).text)).toBe('Hi there');
  });

  const quota = 'You have exceeded your GPU quota (60s requested vs. 12s left). Try again in 2:05:11';
  test.each([[null], [quota], [{ error: quota }]])('that refuses before content with %j', async (data) => {
    await serve(gradioApp({ version: 5, events: sse('heartbeat', null) + sse('error', data), hangs: true }));
    for (const stream of [true, false]) {
      const told = await ask({ stream });
      expect(told.order.at(-1)).toBe('refused');
      expect(told.refused).toMatchObject({
        status: 200,
        body: data,
        sse: 'error',
        headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      });
    }
  });

  test('that fails after content', async () => {
    await serve(gradioApp({ version: 5, events: sse('generating', ['Half']) + sse('error', null) }));
    const told = await ask();
    expect(contentOf(told.text)).toBe('Half');
    expect(told.state).toMatchObject({
      content: true,
      done: false,
      error: { status: 200, body: null, sse: 'error' },
    });
    expect((await ask({ stream: false })).refused).toMatchObject({ body: null, sse: 'error' });
  });

  test('that ends without its end', async () => {
    await serve(gradioApp({ version: 5, events: sse('generating', ['Half']) }));
    expect((await ask()).state).toMatchObject({ content: true, finished: false, done: false });
    expect((await ask({ stream: false })).order.at(-1)).toBe('broken');
  });

  test('whose queue is full, or that refuses the event', async () => {
    const app = gradioApp({ version: 5, events: '' });
    await serve((arrival) =>
      arrival.path.startsWith('POST') ? json(arrival.res, 503, { detail: 'Queue is full.' }) : app(arrival),
    );
    expect((await ask()).refused).toMatchObject({ status: 503, body: { detail: 'Queue is full.' } });
    await serve((arrival) =>
      arrival.path.startsWith('POST') ? json(arrival.res, 200, { msg: 'queue_full' }) : app(arrival),
    );
    expect((await ask()).refused).toMatchObject({ status: 200, body: { msg: 'queue_full' } });
    await serve((arrival) =>
      arrival.path.endsWith('/e1') ? json(arrival.res, 404, { detail: 'gone' }) : app(arrival),
    );
    expect((await ask()).refused).toMatchObject({ status: 404, body: { detail: 'gone' } });
  });

  test('that names no endpoint for a text', async () => {
    await serve(
      gradioApp({ version: 5, events: '', parameters: [parameter('image', 'Image', { type: 'string' })] }),
    );
    expect((await ask()).refused?.status).toBe(404);
  });

  test('whose config tells a wrong prefix is asked under the other', async () => {
    const app = gradioApp({ version: 5, events: growing });
    await serve((arrival) =>
      arrival.path === 'GET /config' ? json(arrival.res, 200, { dependencies: [] }) : app(arrival),
    );
    expect(contentOf((await ask()).text)).toBe('Ahoj, světe 🦜!');
  });

  test('a heartbeat is a sign of life; abort closes the socket and silences the wire', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const app = gradioApp({ version: 5, events: sse('heartbeat', null), hangs: true });
    await serve((arrival) => {
      if (arrival.path.endsWith('/e1')) arrival.res.on('close', resolve);
      app(arrival);
    });
    const told = await ask({ onTold: (what, control) => what === 'beat' && control.abort() });
    await closed;
    expect(told.order).toEqual(['sent', 'head', 'beat']);
  });

  test('aborted between its steps starts no other', async () => {
    await serve(gradioApp({ version: 5, events: growing }));
    const told = await ask({ onTold: (what, control) => what === 'sent' && control.abort() });
    expect(told.order).toEqual(['sent']);
    expect(paths()).not.toContain('GET /gradio_api/call/chat/e1');
  });
});

describe('what a generator is', () => {
  test('speaks OpenAI: the call goes on under /v1, with a model the server knows', async () => {
    seen.length = 0;
    await serve(({ res }) => json(res, 200, { object: 'list', data: [{ id: 'qwen' }] }));
    const told = await ask({ secret: 'hf_x' });
    expect(told.order).toEqual(['ended']);
    expect(seen[0]).toMatchObject({ baseUrl: `${server?.url}/v1`, model: 'qwen', secret: 'hf_x', body });
    expect(server?.arrivals[0]?.req.headers.authorization).toBe('Bearer hf_x');
  });

  test('is found out once in ten minutes, and anew after a 404', async () => {
    const wire = newWire();
    let status = 200;
    const app = gradioApp({ version: 4, events: sse('complete', ['Hi']) });
    await serve((arrival) =>
      status !== 200 && arrival.path.startsWith('POST') ? json(arrival.res, status, {}) : app(arrival),
    );
    const asked = (): number => paths().filter((path) => path === 'GET /config').length;
    await ask({ wire });
    await ask({ wire });
    expect(asked()).toBe(1);
    clock += 10 * 60_000;
    await ask({ wire });
    expect(asked()).toBe(2);
    status = 503;
    expect((await ask({ wire })).refused?.status).toBe(503);
    status = 404;
    expect((await ask({ wire })).refused?.status).toBe(404);
    expect(asked()).toBe(2);
    status = 200;
    await ask({ wire });
    expect(asked()).toBe(3);
  });

  test.each([502, 503])(
    'a Space that starts refuses with its %i, and nothing is remembered',
    async (status) => {
      const wire = newWire();
      let starting = true;
      const app = gradioApp({ version: 5, events: sse('complete', ['Awake']) });
      await serve((arrival) =>
        starting
          ? arrival.res.writeHead(status, { 'content-type': 'text/html' }).end('<html>Preparing Space</html>')
          : app(arrival),
      );
      const told = await ask({ wire });
      expect(told.order).toEqual(['refused']);
      expect(told.refused).toMatchObject({ status, body: '<html>Preparing Space</html>' });
      starting = false;
      expect(contentOf((await ask({ wire })).text)).toBe('Awake');
    },
  );

  test('nobody answers', async () => {
    expect((await ask({ baseUrl: 'http://127.0.0.1:1' })).order).toEqual(['broken']);
    expect((await ask({ baseUrl: 'no address' })).order).toEqual(['broken']);
  });
});

describe('a generator of the owner', () => {
  function plain(answer: (res: Arrival['res']) => void): (arrival: Arrival) => void {
    return ({ res, path }) => (path === 'POST /' ? answer(res) : json(res, 404, { detail: 'Not Found' }));
  }

  test.each([
    [{ generated_text: 'Hi' }],
    [[{ generated_text: 'Hi' }]],
    [{ content: 'Hi' }],
    [{ text: ['Hi'] }],
    [{ response: 'Hi' }],
    [{ output: 'Hi' }],
    [{ choices: [{ message: { role: 'assistant', content: 'Hi' } }] }],
    [{ choices: [{ text: 'Hi', index: 0 }] }],
    ['Hi'],
  ])('answers %j', async (answer) => {
    await serve(plain((res) => json(res, 200, answer)));
    expect(wholeText(await ask({ stream: false }))).toBe('Hi');
    expect(posted()).toEqual({
      inputs: 'Hello',
      prompt: 'Hello',
      parameters: { max_new_tokens: 50, temperature: 0.2 },
    });
  });

  test('answers as plain text, and as a stream to who wants one', async () => {
    await serve(plain((res) => res.end('Plain\nwords')));
    const told = await ask();
    expect(told.order).toEqual(['sent', 'head', 'chunk', 'chunk', 'ended']);
    expect(contentOf(told.text)).toBe('Plain\nwords');
    expect(told.state).toMatchObject({ done: true, finishReason: 'stop' });
  });

  test('that repeats a long prompt before its answer', async () => {
    const content = 'Tell me a long story about the river and the wheel.';
    await serve(plain((res) => json(res, 200, [{ generated_text: `${content} Once` }])));
    expect(contentOf((await ask({ body: { messages: [{ role: 'user', content }] } })).text)).toBe(' Once');
  });

  test.each([
    [200, { error: 'The model is busy' }],
    [200, { unknown: 1 }],
    [200, '<!DOCTYPE html><p>Welcome'],
    [422, { detail: [] }],
  ])('refuses with %i and %j', async (status, answer) => {
    await serve(
      plain((res) =>
        typeof answer === 'string' ? res.writeHead(status).end(answer) : json(res, status, answer),
      ),
    );
    expect((await ask()).refused).toMatchObject({ status, body: answer });
  });

  test('sends a token only when there is one', async () => {
    await serve(plain((res) => json(res, 200, 'Hi')));
    await ask();
    expect(server?.arrivals.at(-1)?.req.headers).not.toHaveProperty('authorization');
    await ask({ secret: 'hf_x' });
    expect(server?.arrivals.at(-1)?.req.headers.authorization).toBe('Bearer hf_x');
  });

  test('that is there under a path of its own', async () => {
    await serve(({ res, path }) =>
      path === 'POST /generate' ? json(res, 200, { text: 'Hi' }) : json(res, 404, {}),
    );
    expect(contentOf((await ask({ baseUrl: `${server?.url}/generate/` })).text)).toBe('Hi');
  });
});
