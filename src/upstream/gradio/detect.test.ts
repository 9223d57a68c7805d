import { afterEach, describe, expect, test } from 'vitest';
import { contentOf } from '../anthropic/record-chat.ts';
import { gradioApp, json, sse } from './gradio-app.fixture.ts';
import { body, createSpaceBench } from './space-bench.fixture.ts';

const bench = createSpaceBench();
const { serve, ask, paths, newWire } = bench;
afterEach(() => bench[Symbol.asyncDispose]());

describe('what a generator is', () => {
  test('speaks OpenAI: the call goes on under /v1, with a model the server knows', async () => {
    bench.delegated.length = 0;
    await serve(({ res }) => json(res, 200, { object: 'list', data: [{ id: 'qwen' }] }));
    const told = await ask({ secret: 'hf_x' });
    expect(told.order).toEqual(['ended']);
    expect(bench.delegated[0]).toMatchObject({
      baseUrl: `${bench.server().url}/v1`,
      model: 'qwen',
      secret: 'hf_x',
      body,
    });
    expect(bench.server().arrivals[0]?.req.headers.authorization).toBe('Bearer hf_x');
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
    bench.clock += 10 * 60_000;
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
