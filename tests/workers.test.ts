import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../fleet/testing.ts';
import {
  asAdmin,
  ask,
  askMany,
  codeOf,
  dailyGroq,
  dailyYaml,
  send,
  startTestCrew,
  type TestCrew,
} from './support/crew.ts';
import { groqKey } from './support/gateway.ts';

const four = [1, 2, 3, 4].map(groqKey);
const impatient = { NORIA_MAX_WAIT_MS: '0' };

/** Calls that the provider saw over a key, by their status. */
function seen({ fleet }: TestCrew, key: string, status?: number): number {
  return fleet.get('groq').count({ key, ...(status !== undefined && { status }) });
}

describe.each([2, 3])('quotas over %d workers', (workers) => {
  it('a burst uses all of every quota and no more, and who is refused is told when it ends', async () => {
    await using crew = await startTestCrew({
      workers,
      specs: [dailyGroq(four, 60)],
      yaml: dailyYaml(60),
      env: impatient,
    });
    const replies = await askMany(crew.url, 400);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(240);
    for (const key of four) expect([seen(crew, key), seen(crew, key, 429)]).toEqual([60, 0]);
    const refused = replies.filter(({ status }) => status !== 200);
    const untilMidnight = Math.ceil((Math.ceil(Date.now() / 86_400_000) * 86_400_000 - Date.now()) / 1_000);
    for (const reply of refused) {
      expect([reply.status, codeOf(reply)]).toEqual([429, 'pool_exhausted']);
      expect(Math.abs(Number(reply.headers['retry-after']) - untilMidnight)).toBeLessThanOrEqual(5);
    }
  });

  it('who waits is served as soon as the quota is back, and nobody before', async () => {
    const second = { kind: 'fixed', ms: 1_000, calendar: 'second', zone: 'UTC' } as const;
    await using crew = await startTestCrew({
      workers,
      specs: [
        dailyGroq(four.slice(0, 2), 0, {
          limits: [{ unit: 'requests', amount: 5, window: second, per: 'account' }],
        }),
      ],
      yaml: 'providers: { groq: { limits: { requests: { second: 5 } }, windows: { second: { kind: fixed, zone: UTC } } } }',
    });
    const replies = await askMany(crew.url, 25);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    // In a window of a second a busy machine may carry a call into the wrong one; a worker of its own truth would send five.
    const refused = crew.fleet.get('groq').count({ status: 429 });
    expect(refused).toBeLessThanOrEqual(2);
    expect(crew.fleet.get('groq').count()).toBe(25 + refused);
  });

  it('calls at once are bounded over all of them, and a place that is free is taken', async () => {
    await using crew = await startTestCrew({
      workers,
      specs: [
        dailyGroq(four.slice(0, 1), 0, {
          limits: [{ unit: 'concurrent', amount: 3, window: { kind: 'in_flight', ms: 0 }, per: 'account' }],
          latencyMs: 40,
        }),
      ],
      yaml: 'providers: { groq: { limits: { concurrent: 3 } } }',
    });
    const from = performance.now();
    const replies = await askMany(crew.url, 45);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(45);
    expect(crew.fleet.get('groq').count({ status: 429 })).toBe(0);
    // 15 rounds of 40 ms: nobody slept while a place was free.
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});

describe('what one worker learns', () => {
  it('a refused key and a limited key are asked once, whoever asks next', async () => {
    await using crew = await startTestCrew({
      workers: 3,
      specs: [dailyGroq(four, 5_000)],
      yaml: dailyYaml(5_000),
    });
    crew.fleet.get('groq').revoke(groqKey(1));
    crew.fleet.get('groq').onKey(groqKey(2), { kind: 'rate_limited', waitMs: 60_000 });
    for (let call = 0; call < 40; call += 1) expect((await ask(crew.url)).status).toBe(200);
    expect([seen(crew, groqKey(1)), seen(crew, groqKey(2))]).toEqual([1, 1]);
    const { keys } = JSON.parse((await send(`${crew.url}/api/keys`, { headers: asAdmin })).text) as {
      keys: { status: string; errors: number; successes: number }[];
    };
    expect(keys.map(({ status }) => status)).toEqual(['invalid', 'cooling', 'ready', 'ready']);
    expect(keys.reduce((sum, { successes }) => sum + successes, 0)).toBe(40);
  });

  it('after a guess one call tries the key, over all workers', async () => {
    await using crew = await startTestCrew({
      workers: 3,
      specs: [dailyGroq(four.slice(0, 2), 5_000)],
      yaml: dailyYaml(5_000),
    });
    const groq = crew.fleet.get('groq');
    const plain = { error: { message: 'slow down', type: 'requests' } };
    groq.onKey(groqKey(1), { kind: 'status', status: 429, body: plain });
    for (let call = 0; call < 6; call += 1) await ask(crew.url);
    expect(seen(crew, groqKey(1))).toBe(1);
    groq.onKey(groqKey(1), { kind: 'slow_headers', ms: 700 });
    await sleep(2_700);
    const replies = await askMany(crew.url, 30);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(30);
    expect(seen(crew, groqKey(1))).toBe(2);
    groq.onKey(groqKey(1), null);
    await askMany(crew.url, 30);
    expect(seen(crew, groqKey(1))).toBeGreaterThan(5);
  });

  it('a stream that tries a key out ends the trial with its first content', async () => {
    await using crew = await startTestCrew({
      workers: 2,
      specs: [dailyGroq(four.slice(0, 1), 5_000, { chunks: 20, chunkMs: 150, answer: 'word '.repeat(20) })],
      yaml: dailyYaml(5_000),
      env: impatient,
    });
    const groq = crew.fleet.get('groq');
    groq.onKey(groqKey(1), { kind: 'status', status: 429, body: { error: { message: 'slow down' } } });
    await ask(crew.url);
    groq.onKey(groqKey(1), null);
    await sleep(2_700);
    const stream = ask(crew.url, { stream: true });
    await until(() => groq.openStreams() === 1);
    await sleep(400);
    // The stream goes on for seconds; both workers know already that the key is good.
    for (let call = 0; call < 4; call += 1) expect((await ask(crew.url)).status).toBe(200);
    expect(groq.openStreams()).toBe(1);
    expect((await stream).text).toContain('[DONE]');
  });

  it('a parameter that a model refuses is left out by everybody', async () => {
    await using crew = await startTestCrew({
      workers: 3,
      specs: [dailyGroq(four, 5_000)],
      yaml: dailyYaml(5_000),
    });
    const groq = crew.fleet.get('groq');
    groq.script({ kind: 'bad_param', field: 'verbosity' });
    const body = { model: 'groq/openai/gpt-oss-120b', verbosity: 'low' };
    for (let call = 0; call < 7; call += 1) expect((await ask(crew.url, body)).status).toBe(200);
    expect(groq.calls.filter((call) => JSON.stringify(call.body).includes('verbosity'))).toHaveLength(1);
  });
});

describe('what the administrator changes', () => {
  it('a key that is added serves on all workers within a second; switched off, it serves on none', async () => {
    const [first = '', added = ''] = four;
    await using crew = await startTestCrew({
      workers: 3,
      specs: [dailyGroq([first, added], 5_000)],
      yaml: dailyYaml(5_000),
      env: { GROQ_API_KEYS: first },
    });
    const admin = (method: string, path: string, body: object): ReturnType<typeof send> =>
      send(`${crew.url}/api/keys${path}`, {
        method,
        headers: { ...asAdmin, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const used = async (): Promise<number> => {
      const before = seen(crew, added);
      for (let call = 0; call < 12; call += 1) expect((await ask(crew.url)).status).toBe(200);
      return seen(crew, added) - before;
    };
    await askMany(crew.url, 12);
    const made = await admin('POST', '', { provider: 'groq', secret: added, label: 'new' });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text) as { id: string };
    await sleep(500);
    expect(await used()).toBeGreaterThanOrEqual(4);
    await admin('PATCH', `/${id}`, { enabled: false });
    await sleep(500);
    expect(await used()).toBe(0);
    await admin('PATCH', `/${id}`, { enabled: true });
    await sleep(500);
    expect(await used()).toBeGreaterThanOrEqual(4);
    expect((await admin('DELETE', `/${id}`, {})).status).toBe(200);
    expect(await used()).toBe(0);
  });

  it('other limits of a provider hold on all workers', async () => {
    await using crew = await startTestCrew({
      workers: 2,
      specs: [dailyGroq(four, 5_000)],
      yaml: dailyYaml(5_000),
      env: impatient,
    });
    await askMany(crew.url, 20);
    crew.fleet.get('groq').setLimits([]);
    const changed = await send(`${crew.url}/api/providers/groq`, {
      method: 'PUT',
      headers: { ...asAdmin, 'content-type': 'application/json' },
      body: JSON.stringify({ limits: { requests: { day: 10 } } }),
    });
    expect(changed.status).toBe(200);
    await sleep(500);
    const replies = await askMany(crew.url, 60);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(20);
  });
});
