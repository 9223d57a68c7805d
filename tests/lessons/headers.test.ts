import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { chat } from '../../fleet/testing.ts';
import type { SimSpec, SimWindow } from '../../fleet/sim-spec.ts';
import { groqKey } from '../support/gateway.ts';
import { t0 } from '../support/world.ts';
import { openLesson, ownServer } from './lesson-gateway.ts';

describe('a neighbour who uses the same account', () => {
  const day: SimWindow = { kind: 'refill', ms: 86_400_000 };
  const fixedDay: SimWindow = { kind: 'fixed', ms: 86_400_000 };
  const fixedMinute: SimWindow = { kind: 'fixed', ms: 60_000 };
  const rollingMinute: SimWindow = { kind: 'rolling', ms: 60_000 };
  const dialects: { id: string; key: string; model: string; window: SimWindow }[] = [
    { id: 'groq', key: groqKey(1), model: 'openai/gpt-oss-20b', window: day },
    { id: 'mistral', key: 'm'.repeat(32), model: 'mistral-medium-latest', window: fixedMinute },
    { id: 'sambanova', key: 's'.repeat(36), model: 'DeepSeek-V3.1', window: fixedDay },
    { id: 'cerebras', key: `csk-${'c'.repeat(48)}`, model: 'gpt-oss-120b', window: day },
    { id: 'cohere', key: 'c'.repeat(40), model: 'command-a-03-2025', window: rollingMinute },
  ];

  it.each(dialects)(
    'is seen in the headers of $id: what he took is not asked for',
    async ({ id, key, model, window }) => {
      const limits: SimSpec['limits'] = [{ unit: 'requests', amount: 10, window, per: 'account' }];
      const length = window.ms === 60_000 ? 'minute' : 'day';
      await using gateway = await openLesson({
        at: t0 + 5_000,
        specs: [{ id, keys: [key], models: ['*'], limits }],
        yaml: `providers: { ${id}: { limits: { requests: { ${length}: 10 } }, models: ["${model}"] } }`,
      });
      const sim = gateway.fleet.get(id);
      expect(await gateway.codes(1)).toEqual([id]);
      for (let call = 0; call < 7; call += 1) expect((await chat(sim, model, { key })).status).toBe(200);
      expect(
        (await gateway.codes(1, { deadlineMs: 100 }))
          .concat(await gateway.codes(4, { deadlineMs: 100 }))
          .filter((code) => code === id),
      ).toHaveLength(2);
      expect(sim.count({ status: 429 })).toBe(0);
    },
  );
});

describe('header values that make no sense', () => {
  it.each(['-1', 'NaN', 'Infinity', '1e9', '', '0x10', '99999999999999999999', 'twelve', '3;w=60'])(
    '"%s" teaches nothing',
    async (value) => {
      await using gateway = await openLesson({
        at: t0,
        specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] }],
        yaml: 'providers: { groq: { limits: { requests: { day: 10 } }, models: [openai/gpt-oss-20b] } }',
      });
      const sim = gateway.fleet.get('groq');
      const names = ['limit', 'remaining', 'reset'].flatMap((role) =>
        ['requests', 'tokens'].map((unit) => `x-ratelimit-${role}-${unit}`),
      );
      const body = {
        choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }],
      };
      sim.script({
        kind: 'status',
        status: 200,
        body,
        headers: Object.fromEntries(names.map((name) => [name, value])),
      });
      const codes = await gateway.codes(1);
      expect(codes.concat(await gateway.codes(12)).filter((code) => code === 'groq')).toHaveLength(10);
    },
  );
});

describe('a place', () => {
  it('that is freed goes at once to who waits for it', async () => {
    await using server = await ownServer(
      [{ id: 'mine', profile: 'openai', keys: ['k-mine'], models: ['*'], limits: [], latencyMs: 60 }],
      'models: [m1], limits: { concurrent: 1 }',
    );
    const from = performance.now();
    expect(await server.codes(5, { deadlineMs: 5_000 })).toEqual(['mine', 'mine', 'mine', 'mine', 'mine']);
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(
      server.fleet
        .get('mine')
        .calls.every(
          ({ at, endedAt }, index, calls) =>
            index === 0 || at >= (calls[index - 1]?.endedAt ?? endedAt ?? 0) - 20,
        ),
    ).toBe(true);
  });
});

describe('a parameter that a model refuses', () => {
  it('is left out of the next try, and is not dropped twice', async () => {
    await using gateway = await openLesson({
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] }],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    const sim = gateway.fleet.get('groq');
    const body = { messages: [{ role: 'user', content: 'hello' }], seed: 7 };
    sim.script({ kind: 'bad_param', field: 'seed' }, { kind: 'bad_param', field: 'seed' });
    expect(await gateway.codes(1, { body, deadlineMs: 2_000 })).toEqual(['invalid_request']);
    expect(sim.calls.map((call) => Object.hasOwn(call.body as object, 'seed'))).toEqual([true, false]);
    expect(await gateway.codes(1, { body })).toEqual(['groq']);
  });
});

describe('a burst of refusals', () => {
  it('of one moment makes one guess: 2 s, not 2 min (engine.md section 2)', async () => {
    await using gateway = await openLesson({
      at: t0,
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [], latencyMs: 30 }],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    const sim = gateway.fleet.get('groq');
    sim.always({ kind: 'status', status: 429, body: { error: { message: 'slow down' } } });
    await gateway.codes(20, { deadlineMs: 1_500 });
    expect(sim.count()).toBe(20);
    sim.always(null);
    gateway.clock.now += 60_000 + 3_000;
    await sleep(1);
    expect(
      gateway.context.keyring.list()[0]!.account.modelBenches.get('openai/gpt-oss-20b')!.guessMs,
    ).toBeLessThanOrEqual(2_000);
    expect(await gateway.codes(1)).toEqual(['groq']);
  });
});

describe('a body with a byte order mark', () => {
  it.each([true, false])('is an answer like others (streamed: %s)', async (stream) => {
    await using gateway = await openLesson({
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] }],
      yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }',
    });
    const body = `\uFEFF${JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content: 'marked' }, finish_reason: 'stop' }] })}`;
    gateway.fleet
      .get('groq')
      .script({ kind: 'status', status: 200, body, headers: { 'content-type': 'application/json' } });
    if (stream) return expect((await gateway.stream()).raw).toContain('"content":"marked"');
    const answer = await gateway.ask();
    expect(answer.kind === 'whole' && JSON.parse(answer.body.toString())).toMatchObject({
      choices: [{ message: { content: 'marked' } }],
    });
  });
});
