import { describe, expect, test } from 'vitest';
import {
  asAdmin,
  asClient,
  startGateway,
  temporaryFolder,
  type TestGateway,
} from '../../../tests/gateway.ts';
import type { KeyView } from '../views/key-view.ts';

const secrets = ['gsk_first00000000000000000000000001', 'gsk_second0000000000000000000000002'];
const groq = { id: 'groq', keys: secrets, latencyMs: 0, chunkMs: 0 } as const;
/** Tells nothing of its limits by headers: what is learned of those would hold before the owner's. */
const gemini = { id: 'gemini', keys: [`AIza${'0'.repeat(35)}`], latencyMs: 0, chunkMs: 0 } as const;
const lite = 'gemini/gemini-3.5-flash-lite';
const older = 'gemini/gemini-3.1-flash-lite';

async function ask(gateway: TestGateway, method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const answer = await gateway.app.inject({ method, url, headers: asAdmin, ...(payload && { payload }) });
  expect(answer.statusCode).toBe(200);
  return answer;
}

async function keys(gateway: TestGateway): Promise<readonly KeyView[]> {
  return (await ask(gateway, 'GET', '/api/keys')).json<{ keys: KeyView[] }>().keys;
}

function limits(gateway: TestGateway, given: object, provider = 'gemini') {
  return ask(gateway, 'PUT', `/api/providers/${provider}`, { limits: given });
}

async function chat(gateway: TestGateway, model: string): Promise<number> {
  const payload = { model, messages: [{ role: 'user', content: 'Hello' }] };
  const url = '/v1/chat/completions';
  return (await gateway.app.inject({ method: 'POST', url, headers: asClient, payload })).statusCode;
}

function daily(key: KeyView | undefined, model?: string) {
  return key?.quotas.find(
    (quota) => quota.unit === 'requests' && quota.window === 'day' && quota.model === model,
  );
}

describe('an edit of limits while Noria runs', () => {
  test('counts what the models used today into the limit that takes the place of theirs', async () => {
    await using gateway = await startGateway({ providers: [gemini] });
    for (const model of [lite, lite, older]) expect(await chat(gateway, model)).toBe(200);
    expect(daily((await keys(gateway))[0], 'gemini-3.5-flash-lite')).toMatchObject({ used: 2 });
    await limits(gateway, { requests: { day: 100 } });
    expect((await keys(gateway))[0]?.quotas).toMatchObject([
      { window: 'day', limit: 100, used: 3, remaining: 97 },
    ]);
    expect(await chat(gateway, lite)).toBe(200);
    await limits(gateway, { requests: { day: 5 } });
    expect(daily((await keys(gateway))[0])).toMatchObject({ limit: 5, used: 4, remaining: 1 });
    expect(await chat(gateway, lite)).toBe(200);
    await limits(gateway, { requests: { day: 5, minute: 50 } });
    expect(daily((await keys(gateway))[0])).toMatchObject({ limit: 5, used: 5, remaining: 0 });
  });

  test('is obeyed at once, in both directions', async () => {
    await using gateway = await startGateway({
      providers: [gemini],
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    await limits(gateway, { requests: { day: 1 } });
    expect([await chat(gateway, lite), await chat(gateway, lite)]).toEqual([200, 429]);
    expect(await chat(gateway, 'auto')).toBe(429);
    expect((await keys(gateway))[0]).toMatchObject({ status: 'cooling', verdict: 'near_limit' });
    await limits(gateway, { requests: { day: 3 } });
    expect((await keys(gateway))[0]).toMatchObject({ status: 'ready' });
    expect(await chat(gateway, lite)).toBe(200);
    await ask(gateway, 'DELETE', '/api/providers/gemini');
    expect(daily((await keys(gateway))[0], 'gemini-3.5-flash-lite')).toMatchObject({ limit: 500 });
    expect(await chat(gateway, lite)).toBe(200);
  });

  test('leaves every key as it stands: counts, who serves, pauses, refusals and waits', async () => {
    await using gateway = await startGateway({ providers: [groq], env: { NORIA_MAX_WAIT_MS: '0' } });
    const sim = gateway.fleet.get('groq');
    sim.onKey(secrets[0]!, { kind: 'quota_day', waitMs: 3_600_000 });
    expect(await chat(gateway, 'groq/openai/gpt-oss-120b')).toBe(200);
    sim.onKey(secrets[0]!, null);
    const before = await keys(gateway);
    expect(before.map(({ status, active, errors }) => [status, active, errors])).toEqual([
      ['ready', false, 1],
      ['ready', true, 0],
    ]);
    await limits(gateway, { requests: { day: 500 } }, 'groq');
    const after = await keys(gateway);
    const shown = (list: readonly KeyView[]) => list.map(({ quotas: _, verdict: _verdict, ...rest }) => rest);
    expect(shown(after)).toEqual(shown(before));
    // It is not asked for that model again before its time.
    const asked = sim.count({ key: secrets[0]! });
    expect(await chat(gateway, 'groq/openai/gpt-oss-120b')).toBe(200);
    expect(sim.count({ key: secrets[0]! })).toBe(asked);
  });

  test('goes over a restart with its counts', async () => {
    const folder = temporaryFolder();
    {
      await using gateway = await startGateway({
        folder,
        providers: [gemini],
      });
      await chat(gateway, lite);
      await limits(gateway, { requests: { day: 100 } });
      await chat(gateway, older);
    }
    await using gateway = await startGateway({ folder, providers: [gemini] });
    expect(daily((await keys(gateway))[0])).toMatchObject({ limit: 100, used: 2 });
  });
});
