import { describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../tests/gateway.ts';
import type { Clock } from '../../shared/clock.ts';
import { systemClock } from '../../shared/clock.ts';
import type { BulkAddView, KeyListView, KeyView, RemovedKeyView } from '../views/key-view.ts';

const first = 'gsk_first00000000000000000000000001';
const second = 'gsk_second0000000000000000000000002';
const groq = { id: 'groq', keys: [first, second], latencyMs: 0, chunkMs: 0 } as const;
/** The fleet knows the keys, the gateway does not. */
const noKeys = { GROQ_API_KEYS: '', GROQ_API_KEY: '' };

function ask(
  gateway: TestGateway,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) {
  return gateway.app.inject({ method, url, headers: asAdmin, ...(payload === undefined ? {} : { payload }) });
}

async function bulk(gateway: TestGateway, text: string, more: object = {}): Promise<BulkAddView['lines']> {
  const answer = await ask(gateway, 'POST', '/api/keys/bulk', { text, ...more });
  expect(answer.statusCode).toBe(200);
  return answer.json<BulkAddView>().lines;
}

async function list(gateway: TestGateway, query = ''): Promise<readonly KeyView[]> {
  return (await ask(gateway, 'GET', `/api/keys${query}`)).json<KeyListView>().keys;
}

async function add(gateway: TestGateway, secret: string, more: object = {}): Promise<KeyView> {
  return (await ask(gateway, 'POST', '/api/keys', { provider: 'groq', secret, ...more })).json<KeyView>();
}

async function chat(gateway: TestGateway): Promise<number> {
  const payload = { messages: [{ role: 'user', content: 'Hello' }] };
  const url = '/v1/chat/completions';
  return (await gateway.app.inject({ method: 'POST', url, headers: asClient, payload })).statusCode;
}

describe('GET /api/keys', () => {
  test('tells where a key is kept, what it did today, and what its account has left', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, keys: [first] }] });
    await chat(gateway);
    await add(gateway, second);
    const [used, fresh] = await list(gateway);
    expect(used).toMatchObject({ source: 'environment', successes: 1, today: { successes: 1, errors: 0 } });
    expect(fresh).toMatchObject({
      source: 'stored',
      today: { successes: 0, errors: 0 },
      shares_quota_with: [],
    });
    const daily = (key: KeyView | undefined) =>
      key?.quotas.find(
        ({ unit, window, model }) =>
          unit === 'requests' && window === 'day' && model === 'openai/gpt-oss-120b',
      );
    expect([daily(used)?.remaining, daily(fresh)?.remaining]).toEqual([999, 1_000]);
  });

  test('lists those of one provider, and says which there are', async () => {
    await using gateway = await startGateway({
      providers: [groq, { id: 'mistral', keys: ['m-1'], latencyMs: 0, chunkMs: 0 }],
    });
    expect((await list(gateway, '?provider=mistral')).map(({ provider }) => provider)).toEqual(['mistral']);
    expect(await list(gateway, '?provider=cohere')).toEqual([]);
    const answer = await ask(gateway, 'GET', '/api/keys?provider=nobody');
    expect([answer.statusCode, answer.json().error.message]).toEqual([
      404,
      expect.stringMatching(/Known: .*groq/),
    ]);
  });

  test('counts what a key has done over its whole life, a restart included', async () => {
    const folder = temporaryFolder();
    for (const successes of [1, 2]) {
      await using gateway = await startGateway({ folder, providers: [{ ...groq, keys: [first] }] });
      await chat(gateway);
      expect((await list(gateway))[0]).toMatchObject({ successes, errors: 0, today: { successes } });
    }
  });

  test('tells of a thousand keys, used ones too, with less than 100 ms of work', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, keys: [first] }] });
    const text = Array.from({ length: 500 }, (_, index) => `gsk_${String(index).padStart(48, '0')}`);
    await bulk(gateway, text.join('\n'));
    await bulk(gateway, text.map((key) => key.replace('gsk_0', 'gsk_1')).join('\n'));
    await chat(gateway);
    const keys = await list(gateway);
    expect(keys).toHaveLength(1_001);
    // In so long a list each kind of limit once: the model's that is nearest to its end.
    for (const { quotas } of keys)
      expect(new Set(quotas.map(({ unit, window }) => `${unit} ${window}`)).size).toBe(quotas.length);
    const used = keys.find(({ successes }) => successes === 1)?.quotas;
    expect(used?.find(({ unit, window }) => unit === 'requests' && window === 'day')?.used).toBe(1);
    const took: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      // Work, not time: other processes may have the machine.
      const from = process.cpuUsage();
      await ask(gateway, 'GET', '/api/keys');
      const { user, system } = process.cpuUsage(from);
      took.push((user + system) / 1_000);
    }
    expect(Math.min(...took)).toBeLessThan(100);
  });
});

describe('POST /api/keys/bulk', () => {
  const hex = '0123456789abcdef0123456789abcdef';
  const account = 'ac0012ac0012ac0012ac0012ac0012ac';
  const text = [
    '# my keys',
    '',
    first,
    `export GROQ_API_KEY2="${second}"`,
    `groq team-b gsk_third00000000000000000000000003`,
    `Key of team A: gsk_fourth0000000000000000000000004`,
    `MISTRAL_API_KEY='AbCdEfGhIjKlMnOpQrStUvWxYz012345' # of the office`,
    `sk-${hex}`,
    'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789aBcD',
    'your_groq_api_key_here',
    'PORT=6674',
    `groq sk-or-v1-${hex}${hex}`,
    `GROQ_API_KEY=sk-or-v1-${hex}${hex}`,
    `CLOUDFLARE_ACCOUNT_ID=${account}`,
    `CLOUDFLARE_API_KEY=cf_token_00000000000000000000000000000001`,
    `GROQ_API_KEYS=gsk_fifth00000000000000000000000005,${first}`,
    `${first} ${second}`,
    `gsk_sixth00000000000000000000000006 ${hex}`,
  ].join('\r\n');
  const told = [
    [3, 'added', 'groq', null],
    [4, 'added', 'groq', null],
    [5, 'added', 'groq', 'team-b'],
    [6, 'added', 'groq', 'Key of team A'],
    [7, 'added', 'mistral', null],
    [8, 'ask', null, null],
    [9, 'ask', null, null],
    [10, 'refused', null, null],
    [11, 'refused', null, null],
    [12, 'added', 'openrouter', 'groq'],
    [13, 'refused', 'groq', null],
    [15, 'added', 'cloudflare', null],
    [16, 'added', 'groq', null],
    [16, 'duplicate', 'groq', null],
    [17, 'duplicate', 'groq', null],
    [17, 'duplicate', 'groq', null],
    [18, 'refused', null, null],
  ] as const;

  test('adds what it recognises, asks where several may be meant, and no wrong line stops another', async () => {
    await using gateway = await startGateway();
    const lines = await bulk(gateway, text);
    expect(
      lines.map(({ line, result, provider, key }) => [line, result, provider, key?.label ?? null]),
    ).toEqual(told);
    expect(await list(gateway)).toHaveLength(told.filter(([, result]) => result === 'added').length);
    const at = (line: number) => lines.find((shown) => shown.line === line);
    expect(at(8)?.candidates).toEqual(expect.arrayContaining(['openai', 'deepseek']));
    // Cohere's look so.
    expect(at(9)?.candidates[0]).toBe('cohere');
    expect(at(10)?.message).toBe('This is a placeholder, not a key');
    expect(at(11)?.message).toMatch(
      /^PORT is not the name of a provider's key; allowed: names such as GROQ_API_KEY/,
    );
    expect(at(13)?.message).toMatch(/starts with gsk_\. This one looks like a key of OpenRouter/);
    expect(at(15)?.key?.account).toBe(account);
    expect(at(18)?.message).toBe('There is more than one key in this line');
  });

  test('tells nothing of a key but its mask, and logs nothing of it', async () => {
    await using gateway = await startGateway();
    const answer = JSON.stringify(await bulk(gateway, text)) + gateway.lines.join('\n');
    const keys = text
      .split(/[\s="',#]+/)
      .filter((one) => /\d/.test(one) && one.length > 20 && one !== account);
    expect(keys.length).toBeGreaterThan(12);
    expect(keys.filter((key) => answer.includes(key.slice(8, -4)))).toEqual([]);
  });

  test('says the same beforehand, and adds nothing', async () => {
    await using gateway = await startGateway();
    const lines = await bulk(gateway, text, { dry_run: true });
    expect(lines.map(({ line, result, provider }) => [line, result, provider])).toEqual(
      told.map(([line, result, provider]) => [line, result, provider]),
    );
    expect(lines.every(({ key }) => key === null)).toBe(true);
    expect(await list(gateway)).toEqual([]);
  });

  test('hides no word of later answers: what is only tried or refused is no secret of ours', async () => {
    await using gateway = await startGateway();
    await bulk(gateway, 'mistral successes\ngroq requests', { dry_run: true });
    await bulk(gateway, 'groq failures');
    await ask(gateway, 'POST', '/api/keys', { provider: 'groq', secret: 'latency_ms' });
    const { totals } = (await ask(gateway, 'GET', '/api/usage')).json();
    expect(totals).toMatchObject({ requests: 0, successes: 0, failures: 0, latency_ms: { mean: null } });
  });

  test('takes the given provider where a key tells nothing, and only there', async () => {
    await using gateway = await startGateway();
    const unknown = 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345';
    const lines = await bulk(gateway, `${unknown}\nsk-${hex}\n${first}`, { provider: 'openai' });
    expect(lines.map(({ result, provider }) => [result, provider])).toEqual([
      ['refused', 'openai'],
      ['added', 'openai'],
      ['added', 'groq'],
    ]);
    expect((await bulk(gateway, unknown, { provider: 'mistral' }))[0]).toMatchObject({
      result: 'added',
      provider: 'mistral',
    });
  });

  test('shows the key that is there already', async () => {
    await using gateway = await startGateway({ providers: [{ ...groq, keys: [first] }] });
    const [known] = await list(gateway);
    expect((await bulk(gateway, first))[0]).toMatchObject({ result: 'duplicate', key: { id: known?.id } });
    expect((await bulk(gateway, first, { dry_run: true }))[0]).toMatchObject({ result: 'duplicate' });
  });

  test('knows keys of providers that are retired or not in use', async () => {
    await using gateway = await startGateway();
    const [line] = await bulk(gateway, `ghp_${'a1'.repeat(18)}`);
    expect(line).toMatchObject({ result: 'refused', provider: null });
    expect(line?.message).toMatch(
      /^This looks like a key of GitHub Models, retired on .*, which is not in use here$/,
    );
  });

  test.each([
    [{ text: `${first}\n`.repeat(501) }, 400, 'text', /501 lines with keys; allowed: at most 500/],
    [{ text: first, provider: 'nobody' }, 404, 'provider', /Known: /],
    [{ text: 'a '.repeat(500_001) }, 400, 'text', /allowed: at most 1000000 characters/],
    [{ provider: 'groq' }, 400, 'text', /allowed: a text with a key on each line/],
    [{ text: first, dry: true }, 400, 'dry', /allowed: text, provider, dry_run/],
  ])('%# is refused as a whole', async (body, status, param, words) => {
    await using gateway = await startGateway();
    const answer = await ask(gateway, 'POST', '/api/keys/bulk', body);
    expect([answer.statusCode, answer.json().error.param]).toEqual([status, param]);
    expect(answer.json().error.message).toMatch(words);
    expect(await list(gateway)).toEqual([]);
  });
});

describe('a removed key', () => {
  const minute = 60_000;
  /** A clock that can be set. */
  function movable(): { readonly clock: Clock; readonly move: (ms: number) => void } {
    let ahead = 0;
    return {
      clock: { ...systemClock, now: () => Date.now() + ahead },
      move: (ms) => void (ahead += ms),
    };
  }
  const options = (more: TestGatewayOptions = {}): TestGatewayOptions => ({
    providers: [groq],
    env: noKeys,
    ...more,
  });

  test('is used no more at once, and comes back with label, account, counts and place', async () => {
    await using gateway = await startGateway(options());
    const before = await add(gateway, first, { label: 'mine', account: 'team' });
    await add(gateway, second);
    gateway.fleet.get('groq').revoke(second);
    expect(await chat(gateway)).toBe(200);
    const [shown] = await list(gateway);
    const removed = (await ask(gateway, 'DELETE', `/api/keys/${before.id}`)).json<RemovedKeyView>();
    expect(removed).toMatchObject({ id: before.id, successes: 1 });
    const left = Date.parse(removed.restorable_until) - Date.now();
    expect([left > 9 * minute, left <= 10 * minute]).toEqual([true, true]);
    expect((await list(gateway)).map(({ id }) => id)).not.toContain(before.id);
    const asked = gateway.fleet.get('groq').count({ key: first });
    expect(await chat(gateway)).not.toBe(200);
    expect(gateway.fleet.get('groq').count({ key: first })).toBe(asked);
    const restored = await ask(gateway, 'POST', `/api/keys/${before.id}/restore`);
    // The minute's tokens come back by and by.
    const { quotas, ...same } = restored.json<KeyView>();
    expect(same).toEqual({ ...shown, quotas: undefined, active: false });
    expect(quotas.map(({ window, used }) => window === 'day' && used)).toEqual(
      shown?.quotas.map(({ window, used }) => window === 'day' && used),
    );
    expect((await list(gateway)).map(({ masked }) => masked)).toEqual(['gsk_firs...0001', 'gsk_seco...0002']);
    expect(await chat(gateway)).toBe(200);
    expect((await ask(gateway, 'POST', `/api/keys/${before.id}/restore`)).statusCode).toBe(404);
  });

  test('comes back with what its last calls came to, which ended after it was removed', async () => {
    await using gateway = await startGateway({ ...options(), providers: [{ ...groq, latencyMs: 300 }] });
    const { id } = await add(gateway, first);
    const answered = chat(gateway);
    await expect.poll(() => gateway.fleet.get('groq').count()).toBe(1);
    expect((await ask(gateway, 'DELETE', `/api/keys/${id}`)).json()).toMatchObject({ successes: 0 });
    expect(await answered).toBe(200);
    const restored = await ask(gateway, 'POST', `/api/keys/${id}/restore`);
    expect(restored.json()).toMatchObject({ successes: 1, today: { successes: 1 } });
    expect(restored.json().last_used_at).not.toBeNull();
  });

  test('that was paused comes back paused', async () => {
    await using gateway = await startGateway(options());
    const { id } = await add(gateway, first);
    await ask(gateway, 'PATCH', `/api/keys/${id}`, { enabled: false });
    await ask(gateway, 'DELETE', `/api/keys/${id}`);
    expect((await ask(gateway, 'POST', `/api/keys/${id}/restore`)).json()).toMatchObject({
      status: 'disabled',
    });
  });

  test('comes back over a restart, and stays for the next one', async () => {
    const folder = temporaryFolder();
    let id = '';
    {
      await using gateway = await startGateway(options({ folder }));
      ({ id } = await add(gateway, first, { label: 'mine' }));
      await ask(gateway, 'DELETE', `/api/keys/${id}`);
    }
    {
      await using gateway = await startGateway(options({ folder }));
      expect(await list(gateway)).toEqual([]);
      expect((await ask(gateway, 'POST', `/api/keys/${id}/restore`)).json()).toMatchObject({ label: 'mine' });
      expect(await chat(gateway)).toBe(200);
    }
    await using gateway = await startGateway(options({ folder }));
    expect((await list(gateway)).map((key) => key.id)).toEqual([id]);
  });

  test('is a 409 when the same key is there again', async () => {
    await using gateway = await startGateway(options());
    const { id } = await add(gateway, first);
    await ask(gateway, 'DELETE', `/api/keys/${id}`);
    await add(gateway, first, { label: 'again' });
    const answer = await ask(gateway, 'POST', `/api/keys/${id}/restore`);
    expect([answer.statusCode, answer.json().error.message]).toEqual([
      409,
      'This key of Groq is there again',
    ]);
    expect((await list(gateway))[0]).toMatchObject({ label: 'again' });
  });

  test('is a 404 after ten minutes, and wiped at the next start', async () => {
    const folder = temporaryFolder();
    const { clock, move } = movable();
    let id = '';
    {
      await using gateway = await startGateway(options({ folder, clock }));
      ({ id } = await add(gateway, first));
      await ask(gateway, 'DELETE', `/api/keys/${id}`);
      move(10 * minute);
      const late = await ask(gateway, 'POST', `/api/keys/${id}/restore`);
      expect([late.statusCode, late.json().error.message]).toEqual([
        404,
        expect.stringMatching(/for 10 minutes/),
      ]);
      expect(await gateway.context.store.removedKeys.get(id)).not.toBeNull();
    }
    await using gateway = await startGateway(options({ folder, clock }));
    expect(await gateway.context.store.removedKeys.get(id)).toBeNull();
  });

  test('of the environment is a 409: it is removed there', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const [key] = await list(gateway);
    expect((await ask(gateway, 'DELETE', `/api/keys/${key?.id}`)).statusCode).toBe(409);
    expect(await list(gateway)).toHaveLength(2);
  });
});

describe('POST /api/keys', () => {
  test.each(['gsk_\u200Bzero0000000000000000000000', 'gsk_\u043A\u043B\u044E\u04470000000000000000000000'])(
    'refuses what no header can carry: %j',
    async (secret) => {
      await using gateway = await startGateway();
      const answer = await ask(gateway, 'POST', '/api/keys', { provider: 'groq', secret });
      expect([answer.statusCode, answer.json().error.message]).toEqual([
        422,
        expect.stringMatching(/invisible/),
      ]);
      expect(await list(gateway)).toEqual([]);
    },
  );
});

describe('what answers without a key', () => {
  test('has none that could be removed, renamed or brought back', async () => {
    await using gateway = await startGateway({ providers: [{ id: 'ollama', keys: [] }] });
    await gateway.context.discovery.start();
    const none = '/api/keys/key_ollama_none';
    expect((await ask(gateway, 'DELETE', none)).statusCode).toBe(404);
    expect((await ask(gateway, 'PATCH', none, { label: 'mine' })).statusCode).toBe(404);
    expect(await chat(gateway)).toBe(200);
  });
});

describe('PATCH /api/keys/:id', () => {
  test('renames a key where it stands, and it goes on', async () => {
    await using gateway = await startGateway({ providers: [groq], env: noKeys });
    const { id } = await add(gateway, first);
    await add(gateway, second);
    expect(await chat(gateway)).toBe(200);
    const changed = await ask(gateway, 'PATCH', `/api/keys/${id}`, { label: 'of team A', account: 'team-a' });
    expect(changed.json()).toMatchObject({ label: 'of team A', account: 'team-a', successes: 1 });
    expect((await list(gateway)).map(({ label }) => label)).toEqual(['of team A', null]);
    await ask(gateway, 'PATCH', `/api/keys/${id}`, { label: null });
    expect((await list(gateway))[0]).toMatchObject({ label: null, account: 'team-a' });
  });
});
