import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  ask,
  askMany,
  codeOf,
  dailyGroq,
  dailyYaml,
  send,
  startTestCrew,
  type TestCrew,
} from './support/crew.ts';
import { dial, headOf } from './support/dial.ts';
import { readEvents } from './support/event-stream.ts';
import { groqKey } from './support/gateway.ts';
import { until } from '../fleet/testing.ts';

const daily = 40;
let crew: TestCrew;

beforeAll(async () => {
  const groq = dailyGroq([groqKey(1)], daily, { answer: 'word '.repeat(400), chunks: 200, chunkMs: 20 });
  crew = await startTestCrew({
    workers: 2,
    specs: [groq],
    yaml: dailyYaml(daily),
    env: { NORIA_MAX_WAIT_MS: '0' },
  });
}, 60_000);

afterAll(() => crew[Symbol.asyncDispose]());

describe('with several processes, over any of them', () => {
  test('requests of all are told, with what they changed', async () => {
    await using page = await readEvents(crew.url, asAdmin);
    await page.first('quotas');
    const replies = await askMany(crew.url, 8);
    const ids = replies.map(({ headers }) => String(headers['x-noria-trace'])).toSorted();
    await until(() => page.all('request').length >= 8);
    expect(
      page
        .all('request')
        .map(({ trace }) => trace?.id ?? '')
        .toSorted(),
    ).toEqual(ids);
    await page.first('quotas', ({ today }) => today.requests === 8);
    const { changed } = await page.first('keys', (keys) =>
      keys.changed.some(({ successes }) => successes === 8),
    );
    expect(changed[0]?.quotas.find(({ window }) => window === 'day')).toMatchObject({ used: 8 });
  });

  test('a client that leaves a stream ends its request as well', async () => {
    await using page = await readEvents(crew.url, asAdmin);
    await page.first('quotas');
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'x' }], stream: true });
    const { socket, seen } = await dial(crew.url);
    socket.write(
      headOf([`authorization: ${asClient.authorization}`, `content-length: ${body.length}`]) + body,
    );
    await until(() => seen().includes('"content":"'));
    socket.destroy();
    const { trace } = await page.first('request');
    expect([trace?.outcome, trace?.stream]).toEqual(['left', true]);
  });

  test('nothing left is a notice', async () => {
    await using page = await readEvents(crew.url, asAdmin);
    await page.first('quotas');
    let spent = await ask(crew.url);
    for (let call = 0; call < daily && spent.status === 200; call += 1) spent = await ask(crew.url);
    expect([spent.status, codeOf(spent)]).toEqual([429, 'pool_exhausted']);
    const notice = await page.first('notice');
    expect([notice.kind, notice.trace]).toEqual(['pool_exhausted', spent.headers['x-noria-trace']]);
  });

  test('the service stops at once while pages watch', async () => {
    const other = await startTestCrew({ workers: 2, specs: [dailyGroq([groqKey(2)], daily)] });
    const pages = await Promise.all([0, 1, 2].map(() => readEvents(other.url, asAdmin)));
    for (const page of pages) await page.first('quotas');
    expect((await send(`${other.url}/healthz`)).status).toBe(200);
    const begun = performance.now();
    await other[Symbol.asyncDispose]();
    expect(performance.now() - begun).toBeLessThan(3_000);
    for (const page of pages) await page.ended;
  });
});
