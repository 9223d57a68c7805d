import { describe, expect, test, vi } from 'vitest';
import type { KeyListView } from '../src/api/views/key-view.ts';
import type { QuotasView } from '../src/api/views/quota-view.ts';
import { mostSubscribers } from '../src/api/events/event-hub.ts';
import { startService } from '../src/main.ts';
import { adminToken, asAdmin, asClient, startGateway, type TestGateway } from './gateway.ts';
import { readEvents } from './support/event-stream.ts';
import { folderWith } from './support/crew.ts';
import { systemClock } from '../src/shared/clock.ts';
import { leapingClock } from './support/leaping-clock.ts';
import { watchClock } from './support/watched-clock.ts';
import { until } from '../fleet/testing.ts';

const secrets = [1, 2, 3].map((number) => `gsk_${String(number).repeat(48)}`);
const quick = { latencyMs: 0, chunkMs: 0 } as const;
const groq = { id: 'groq', keys: secrets.slice(0, 1), ...quick } as const;

async function chat(address: string, body: object = {}) {
  const answer = await fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });
  return {
    status: answer.status,
    trace: answer.headers.get('x-noria-trace') ?? '',
    text: await answer.text(),
  };
}

async function getJson<T>({ app }: TestGateway, url: string): Promise<T> {
  return (await app.inject({ url, headers: asAdmin })).json<T>();
}

async function send(
  { app }: TestGateway,
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) {
  return app.inject({ method, url, headers: asAdmin, ...(payload && { payload }) });
}

describe('whoever watches', () => {
  test('is told at once what is left, and then what a request changed', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    expect(page.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-frame-options': 'DENY',
    });
    const first = await page.first('quotas');
    expect(page.events[0]?.name).toBe('quotas');
    expect(first.today.requests).toBe(0);

    const { trace: id } = await chat(address);
    const { trace, missed } = await page.first('request');
    const { bodies, ...shown } = await getJson<Record<string, unknown>>(gateway, `/api/traces/${id}`);
    expect([trace, missed, bodies]).toEqual([shown, 0, null]);

    const quotas = await page.first('quotas', ({ today }) => today.requests === 1);
    const { at: _, ...now } = await getJson<QuotasView>(gateway, '/api/quotas');
    expect({ ...quotas, at: null }).toMatchObject({ active_provider: now.active_provider, today: now.today });
    const { changed, removed } = await page.first('keys');
    expect([changed.map(({ successes }) => successes), removed]).toEqual([[1], []]);
    const ids = page.events.map((event) => event.id);
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
  });

  test('sees keys come, change and go', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    await using page = await readEvents(await gateway.listen(), asAdmin);
    await page.first('quotas');
    const added = await send(gateway, 'POST', '/api/keys', {
      provider: 'groq',
      secret: secrets[1],
      label: 'Two',
    });
    const { id } = added.json<{ id: string }>();
    const came = await page.first('keys', ({ changed }) => changed.some((key) => key.id === id));
    const { keys } = await getJson<KeyListView>(gateway, '/api/keys');
    expect(came.changed).toEqual(keys.filter((key) => key.id === id));

    await send(gateway, 'PATCH', `/api/keys/${id}`, { enabled: false });
    await page.first('keys', ({ changed }) =>
      changed.some((key) => key.id === id && key.status === 'disabled'),
    );
    await send(gateway, 'PATCH', `/api/keys/${id}`, { label: 'Second' });
    await page.first('keys', ({ changed }) => changed.some((key) => key.label === 'Second'));
    await send(gateway, 'DELETE', `/api/keys/${id}`);
    await page.first('keys', ({ removed }) => removed.includes(id));
    // Nothing but this key has changed.
    expect(
      page
        .all('keys')
        .flatMap(({ changed }) => changed.map((key) => key.id))
        .every((one) => one === id),
    ).toBe(true);
  });

  test('sees a rest end by the clock alone', async () => {
    const clock = leapingClock();
    const limited = {
      ...groq,
      limits: [{ unit: 'requests', amount: 1, window: { kind: 'fixed', ms: 60_000 }, per: 'account' }],
    } as const;
    await using gateway = await startGateway({ providers: [limited], clock });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    for (let call = 0; call < 2; call += 1) await chat(address, { model: 'groq/openai/gpt-oss-20b' });
    const { changed } = await page.first('keys', (keys) =>
      keys.changed.some((key) => key.quotas.some((quota) => quota.used > 0)),
    );
    const used = (views: readonly KeyListView['keys'][number][]): number =>
      Math.max(...views.flatMap(({ quotas }) => quotas.map((quota) => quota.used)));
    expect(used(changed)).toBeGreaterThan(0);
    const before = page.all('keys').length;
    clock.leap(40 * 86_400_000);
    await page.first('keys', (keys) => page.all('keys').indexOf(keys) >= before && used(keys.changed) === 0);
  });

  test('is told of a key that its provider refuses, once', async () => {
    const keys = [{ secret: secrets[0] ?? '', state: 'revoked' }, secrets[1] ?? ''] as const;
    await using gateway = await startGateway({ providers: [{ ...groq, keys }] });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    for (let call = 0; call < 3; call += 1) await chat(address);
    const notice = await page.first('notice');
    expect(notice).toEqual({
      at: expect.stringMatching(/^2\d{3}-/),
      kind: 'key_invalid',
      provider: 'groq',
      model: null,
      key: 'gsk_1111...1111',
      trace: null,
    });
    await page.first('keys', ({ changed }) => changed.some(({ status }) => status === 'invalid'));
    await page.first('quotas', ({ providers }) => providers[0]?.keys.invalid === 1);
    expect(page.all('notice')).toHaveLength(1);
  });

  test('is told when the local model has to help out, when it need not any more, and not of each request', async () => {
    const local = { id: 'ollama', keys: [''], models: ['llama3.1:8b'], ...quick } as const;
    const cloud = { ...groq, limits: [] } as const;
    const clock = leapingClock();
    await using gateway = await startGateway({ providers: [cloud, local], clock });
    await gateway.context.discovery.start();
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    const [key] = gateway.context.keyring.list().filter(({ provider }) => provider.id === 'groq');
    await chat(address);
    // Asked by its name it is no fallback.
    expect((await chat(address, { model: 'ollama/llama3.1:8b' })).status).toBe(200);
    await page.first('request', ({ trace }) => trace?.local === true);
    clock.leap(1_000);
    await send(gateway, 'PATCH', `/api/keys/${key?.id}`, { enabled: false });
    for (let call = 0; call < 3; call += 1) await chat(address);
    const help = await page.first('notice');
    expect(help).toMatchObject({
      kind: 'local_fallback',
      provider: 'ollama',
      model: 'llama3.1:8b',
      key: null,
    });
    expect(help.trace).toMatch(/^trc_/);
    await send(gateway, 'PATCH', `/api/keys/${key?.id}`, { enabled: true });
    for (let call = 0; call < 3; call += 1) await chat(address);
    await page.first('notice', ({ kind }) => kind === 'cloud_again');
    expect(page.all('notice').map(({ kind }) => kind)).toEqual(['local_fallback', 'cloud_again']);
  });

  test('is told that nothing is left once a minute at most', async () => {
    const clock = leapingClock();
    const limits = [
      { unit: 'requests', amount: 1, window: { kind: 'fixed', ms: 86_400_000 }, per: 'account' },
    ] as const;
    const yaml = { NORIA_MAX_WAIT_MS: '0' };
    await using gateway = await startGateway({ providers: [{ ...groq, limits }], clock, env: yaml });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    const spend = async (): Promise<string[]> => {
      const codes: string[] = [];
      for (let call = 0; call < 12; call += 1)
        codes.push((await chat(address, { model: 'groq/openai/gpt-oss-20b' })).text);
      return codes.filter((text) => text.includes('pool_exhausted'));
    };
    expect((await spend()).length).toBeGreaterThan(1);
    const notice = await page.first('notice');
    expect([notice.kind, notice.provider]).toEqual(['pool_exhausted', null]);
    expect(notice.trace).toMatch(/^trc_/);
    clock.leap(61_000);
    await spend();
    await page.first('notice', ({ trace }) => trace !== notice.trace);
    expect(page.all('notice')).toHaveLength(2);
  });

  test('is told of 20 requests a second, and how many there were', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, limits: [] }] });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    const answers = await Promise.all(Array.from({ length: 60 }, () => chat(address, { model: 'nothing' })));
    expect(answers.every(({ status }) => status === 404)).toBe(true);
    await until(() => page.all('request').length >= 20);
    // The others are counted, although nothing comes after them.
    const told = (): number =>
      page.all('request').reduce((sum, { trace, missed }) => sum + missed + (trace === null ? 0 : 1), 0);
    await until(() => told() === 60);
  });
});

describe('events', () => {
  test('cost nothing while nobody watches: no timer, no look at anything', async () => {
    const clock = watchClock(systemClock);
    await using gateway = await startGateway({ providers: [groq], clock });
    const address = await gateway.listen();
    const look = vi.spyOn(gateway.context.traces, 'get');
    const idle = clock.waiting;
    await chat(address);
    await until(() => clock.waiting === idle);
    expect(look).not.toHaveBeenCalled();
    const page = await readEvents(address, asAdmin);
    await page.first('quotas');
    expect(clock.waiting).toBeGreaterThan(idle);
    await chat(address);
    await page.first('request');
    await page[Symbol.asyncDispose]();
    await until(() => clock.waiting === idle);
    look.mockClear();
    await chat(address);
    await until(() => clock.waiting === idle);
    expect(look).not.toHaveBeenCalled();
  });

  test('hold no key, wherever it was put', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const address = await gateway.listen();
    await using page = await readEvents(address, asAdmin);
    await page.first('quotas');
    const label = `mine is ${secrets[1]}`;
    await send(gateway, 'POST', '/api/keys', { provider: 'groq', secret: secrets[1], label });
    await page.first('keys');
    await chat(address, { model: secrets[0] });
    await page.first('request');
    for (const secret of secrets) expect(page.raw()).not.toContain(secret);
    expect(page.raw()).toContain('mine is gsk_2222...2222');
  });
});

describe('a stream ends', () => {
  test('for who is not the administrator before it begins', async () => {
    await using gateway = await startGateway();
    expect((await gateway.app.inject('/api/events')).statusCode).toBe(401);
    expect((await gateway.app.inject({ url: '/api/events', headers: asClient })).statusCode).toBe(403);
    expect(
      (await gateway.app.inject({ method: 'HEAD', url: '/api/events', headers: asAdmin })).statusCode,
    ).toBe(404);
  });

  test('with the session', async () => {
    await using gateway = await startGateway();
    const address = await gateway.listen();
    const signIn = await gateway.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { token: adminToken },
    });
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? '';
    await using page = await readEvents(address, { cookie });
    await page.first('quotas');
    await gateway.app.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { cookie, origin: address, host: address.slice(7) },
    });
    await page.ended;
    expect((await readEvents(address, { cookie })).status).toBe(401);
  });

  test('at once with the service', async () => {
    const service = await startService({
      env: {
        folder: folderWith(),
        processEnv: { PORT: '0', NORIA_ADMIN_TOKEN: adminToken, OLLAMA_BASE_URL: 'http://127.0.0.1:9' },
        terminal: false,
      },
      logTo: { write: () => undefined },
    });
    await using page = await readEvents(service.url, asAdmin);
    await page.first('quotas');
    const begun = performance.now();
    await service.close();
    expect(performance.now() - begun).toBeLessThan(1_000);
    await page.ended;
  });

  test('not for others when one more comes than there is room for', async () => {
    await using gateway = await startGateway();
    const address = await gateway.listen();
    const pages = await Promise.all(
      Array.from({ length: mostSubscribers }, () => readEvents(address, asAdmin)),
    );
    expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200));
    const refused = await fetch(`${address}/api/events`, { headers: asAdmin });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_watchers' } });
    await pages[0]?.[Symbol.asyncDispose]();
    let again = await readEvents(address, asAdmin);
    while (again.status === 429) again = await readEvents(address, asAdmin);
    await again.first('quotas');
    for (const page of [...pages, again]) await page[Symbol.asyncDispose]();
  });
});
