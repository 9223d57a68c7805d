import { afterEach, describe, expect, test } from 'vitest';
import { contentOf } from '../anthropic/record-chat.ts';
import { gradioApp, json, parameter, sse } from './gradio-app.fixture.ts';
import { body, createSpaceBench, wholeText } from './space-bench.fixture.ts';

const bench = createSpaceBench();
const { serve, ask, paths, posted, newWire } = bench;
afterEach(() => bench[Symbol.asyncDispose]());

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

  test('that keeps a state gets a null in its place, which its description leaves out', async () => {
    const config = {
      components: [
        { id: 7, type: 'textbox', skip_api: false },
        { id: 8, type: 'state', skip_api: true },
        { id: 9, type: 'state' },
        { id: 10, type: 'slider' },
      ],
      dependencies: [
        { api_name: 'load', inputs: [] },
        { api_name: 'chat', inputs: [9, 7, 8, 10] },
      ],
    };
    const parameters = [
      parameter('text', 'Textbox', { type: 'string' }),
      parameter('steps', 'Slider', { type: 'number' }, 4),
    ];
    await serve(gradioApp({ version: 4, events: growing, parameters, config }));
    await ask();
    expect(posted()).toEqual({ data: [null, 'Hello', null, 4] });
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
    const told = await ask({ until: closed, onTold: (what, control) => what === 'beat' && control.abort() });
    expect(told.order).toEqual(['sent', 'head', 'beat']);
  });

  test('aborted between its steps starts no other', async () => {
    await serve(gradioApp({ version: 5, events: growing }));
    const told = await ask({ onTold: (what, control) => what === 'sent' && control.abort() });
    expect(told.order).toEqual(['sent']);
    expect(paths()).not.toContain('GET /gradio_api/call/chat/e1');
  });
});
