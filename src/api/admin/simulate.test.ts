import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { asAdmin, asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';
import type { DayResult } from '../../simulate/day-result.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { OPENROUTER_API_KEYS: 'sk-or-v1-one,sk-or-v1-two' } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

function simulate(payload: object, headers: Record<string, string> = asAdmin) {
  return gateway.app.inject({ method: 'POST', url: '/api/simulate', headers, payload });
}

describe('POST /api/simulate', () => {
  test('lives the day that is asked for', async () => {
    const asked = {
      rate: '1200/day',
      hours: 6,
      keys: { openrouter: 2 },
      local: true,
      shape: 'flat',
      seed: 3,
    };
    const answer = await simulate({ ...asked, start: '2026-11-21T00:00:00Z' });
    expect(answer.statusCode).toBe(200);
    const day = answer.json<DayResult>();
    expect(day).toMatchObject({
      from: '2026-11-21T00:00:00.000Z',
      hours: 6,
      seed: 3,
      failures: 0,
      harvest: 1,
    });
    expect(day.providers).toEqual({
      openrouter: {
        requests: 100,
        refused: 0,
        tokens: expect.any(Number),
        accounts: 2,
        keys: 2,
        allowed: 100,
        harvest: 1,
      },
    });
    expect(day.local_requests).toBe(day.requests - 100);
    expect(day.curve.reduce((sum, { requests }) => sum + requests, 0)).toBe(day.requests);
  });

  test('takes the keys that there are, as they are now, and numbers as a day’s requests', async () => {
    const day = (await simulate({ rate: 500, hours: 1 })).json<DayResult>();
    expect(day.providers).toMatchObject({ openrouter: { keys: 2, accounts: 2 } });
    const [key] = gateway.context.keyring.list();
    key!.enabled = false;
    const after = (await simulate({ rate: 500, hours: 1 })).json<DayResult>();
    key!.enabled = true;
    expect(after.providers).toMatchObject({ openrouter: { keys: 1 } });
  });

  test('lets the owner’s limits count', async () => {
    const url = '/api/providers/openrouter';
    const limits = { requests: { day: 10 } };
    await gateway.app.inject({ method: 'PUT', url, headers: asAdmin, payload: { limits } });
    const day = (await simulate({ rate: '200/hour', hours: 1, keys: { openrouter: 1 } })).json<DayResult>();
    await gateway.app.inject({ method: 'DELETE', url, headers: asAdmin });
    expect(day.providers.openrouter).toMatchObject({ requests: 10, refused: 0, allowed: 10 });
  });

  test('goes on serving meanwhile, one at a time and no more', async () => {
    const long = { rate: '20000/day', keys: { openrouter: 1 } };
    const asked = [1, 2].map(() => Promise.resolve(simulate(long)));
    expect((await gateway.app.inject({ url: '/healthz' })).statusCode).toBe(200);
    const answers = await Promise.all(asked);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.find(({ statusCode }) => statusCode === 409)?.json().error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('ask again when one has ended'),
    });
  });

  test.each([
    [{}, 'rate', /20000\/day/],
    [{ rate: 'often' }, 'rate', /requests a day/],
    [{ rate: -5 }, 'rate', /requests a day/],
    [{ rate: 100, hours: 0 }, 'hours', /above 0, up to 744/],
    [{ rate: 100, hours: 1_000 }, 'hours', /up to 744/],
    [{ rate: 1e6, hours: 744 }, 'rate', /31,000,000 requests; allowed: up to 1,000,000/],
    [{ rate: 100, keys: { grok: 1 } }, 'keys', /no provider "grok".*mean "groq"/],
    [{ rate: 100, keys: { groq: 0 } }, 'keys.groq', /a whole number from 1 to 200/],
    [{ rate: 100, keys: 'groq' }, 'keys', /an object/],
    [{ rate: 100, keys: { groq: 1 }, accounts: { groq: 2 } }, 'accounts', /as many as it has keys/],
    [{ rate: 100, shape: 'wavy' }, 'shape', /flat, day, burst, rush/],
    [{ rate: 100, seed: 1.5 }, 'seed', /whole number/],
    [{ rate: 100, start: 'today' }, 'start', /ISO time/],
    [{ rate: 100, local: 'yes' }, 'local', /true, false/],
    [{ rate: 100, provider: 'groq' }, 'provider', /allowed: rate, hours, keys/],
  ])('%j is a 400 that says what is allowed', async (payload, param, words) => {
    const answer = await simulate(payload);
    expect([answer.statusCode, answer.json().error.param]).toEqual([400, param]);
    expect(answer.json().error.message).toMatch(words);
  });

  test('is the administrator’s', async () => {
    expect((await simulate({ rate: 100 }, asClient)).statusCode).toBe(403);
  });
});
