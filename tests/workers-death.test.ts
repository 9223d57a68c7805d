import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startFleet, type Fleet } from '../fleet/fleet.ts';
import { until } from '../fleet/testing.ts';
import {
  asClient,
  ask,
  type Reply,
  childrenOf,
  connectionsOf,
  clientKey,
  dailyGroq,
  dailyYaml,
  envOf,
  folderWith,
  isAlive,
  send,
  startTestCrew,
  steadyAgent,
  workerPids,
} from './support/crew.ts';
import { groqKey } from './support/gateway.ts';
import { startNoria, type NoriaProcess } from './support/process.ts';

const keys = [1, 2, 3, 4].map(groqKey);
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Outside {
  readonly fleet: Fleet;
  start(): Promise<NoriaProcess>;
}

/** Several processes as an owner runs them. */
async function outside(amount: number, latencyMs: number): Promise<Outside> {
  const fleet = await startFleet([dailyGroq(keys, amount, { latencyMs })]);
  const folder = folderWith(dailyYaml(amount));
  closing.push(
    () => fleet.close(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  return {
    fleet,
    start: async () => {
      const env = { ...envOf(fleet), NORIA_WORKERS: '2', LOG_LEVEL: 'warn' };
      const started = await startNoria({ folder, env });
      closing.push(() => started.kill('SIGKILL'));
      return started;
    },
  };
}

/** Used of the day's requests, over all accounts. */
async function usedOf(url: string): Promise<number> {
  const { text } = await send(`${url}/api/health`, { headers: asClient });
  const { providers } = JSON.parse(text) as {
    providers: { quotas: { unit: string; window: string; used: number }[] }[];
  };
  const day = providers[0]?.quotas.find(({ unit, window }) => unit === 'requests' && window === 'day');
  return day?.used ?? 0;
}

/** Clients that ask one request after the other until they are stopped; how many of each one's failed. */
function askSteadily(url: string, count: number): { stop(): Promise<number[]> } {
  let running = true;
  const clients = Array.from({ length: count }, async () => {
    const agent = steadyAgent();
    let failures = 0;
    while (running) {
      const reply = await ask(url, {}, agent).catch(() => null);
      if (reply?.status !== 200) failures += 1;
    }
    agent.destroy();
    return failures;
  });
  return {
    stop: () => {
      running = false;
      return Promise.all(clients);
    },
  };
}

describe('a worker that is killed', () => {
  it('takes nobody with it: others notice nothing, a new one serves, and what it had reserved stays counted', async () => {
    await using crew = await startTestCrew({
      workers: 2,
      specs: [dailyGroq(keys, 5_000, { latencyMs: 150 })],
      yaml: dailyYaml(5_000),
    });
    const before = workerPids();
    const clients = askSteadily(crew.url, 20);
    await sleep(600);
    const [victim = 0, other] = before;
    const taken = connectionsOf(victim, Number(new URL(crew.url).port));
    expect(taken).toBeGreaterThan(5);
    process.kill(victim, 'SIGKILL');
    await until(() => workerPids().length === 2 && !workerPids().includes(victim));
    await sleep(1_000);
    const failures = await clients.stop();
    // Those whose connection was the dead one's, each with the one call that was on its way.
    expect(failures.filter((count) => count > 0).length).toBeLessThanOrEqual(taken);
    expect(Math.max(...failures)).toBe(1);
    expect(workerPids()).toContain(other);
    expect(crew.log()).toContain(`"pid":${victim}`);
    const saw = crew.fleet.get('groq').count();
    expect(await usedOf(crew.url)).toBeGreaterThanOrEqual(saw);
    expect(await usedOf(crew.url)).toBeLessThanOrEqual(saw + 10);
    const next = workerPids().find((pid) => !before.includes(pid));
    expect(next).toBeDefined();
  });

  it('frees the places and the trials of its calls', async () => {
    const place = {
      unit: 'concurrent',
      amount: 1,
      window: { kind: 'in_flight', ms: 0 },
      per: 'account',
    } as const;
    await using crew = await startTestCrew({
      workers: 1,
      specs: [dailyGroq(keys.slice(0, 1), 0, { limits: [place], latencyMs: 0 })],
      yaml: 'providers: { groq: { limits: { concurrent: 1 } } }',
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    const groq = crew.fleet.get('groq');
    groq.onKey(groqKey(1), { kind: 'status', status: 429, body: { error: { message: 'slow down' } } });
    expect((await ask(crew.url)).status).toBe(429);
    groq.onKey(groqKey(1), 'hang');
    await sleep(2_700);
    const before = groq.count();
    const lost = ask(crew.url).catch(() => null);
    await until(() => groq.count() === before + 1);
    groq.onKey(groqKey(1), null);
    process.kill(workerPids()[0] ?? 0, 'SIGKILL');
    await lost;
    // Until a new one listens nobody does. A connection that was handed to the dying one is lost without a word.
    const once = (): Promise<Reply | null> =>
      Promise.race([ask(crew.url).catch(() => null), sleep(3_000).then(() => null)]);
    let reply = await once();
    while (reply === null) reply = await once();
    expect(reply.status).toBe(200);
    expect(crew.log()).toMatch(/worker process 1 ended \(SIGKILL\); 1 running call counts as used/);
  });

  it('five times right after its start ends the service with the reason', async () => {
    const noria = await (await outside(100, 5)).start();
    const killed = new Set<number>();
    while (isAlive(noria.pid)) {
      for (const pid of childrenOf(noria.pid)) {
        if (killed.has(pid)) continue;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      await sleep(5);
    }
    expect(noria.output()).toMatch(
      /Worker process \d ended 5 times right after its start, last with SIGKILL/,
    );
    expect([...killed].filter(isAlive)).toEqual([]);
  });
});

describe('a primary that is killed', () => {
  it('leaves no worker, and no counter below what the provider saw', async () => {
    const service = await outside(5_000, 3);
    for (let round = 0; round < 2; round += 1) {
      const noria = await service.start();
      const workers = childrenOf(noria.pid);
      expect(workers).toHaveLength(2);
      const clients = Array.from({ length: 24 }, async () => {
        const agent = steadyAgent();
        while ((await ask(noria.url, {}, agent).catch(() => null)) !== null);
        agent.destroy();
      });
      await sleep(400 + round * 150);
      process.kill(noria.pid, 'SIGKILL');
      await Promise.all(clients);
      await until(() => !workers.some(isAlive));
    }
    const saw = service.fleet.get('groq').count();
    expect(saw).toBeGreaterThan(100);
    const after = await service.start();
    const used = await usedOf(after.url);
    expect(used).toBeGreaterThanOrEqual(saw);
    expect(used).toBeLessThanOrEqual(saw + 4 * 250 * 2);
  });
});

describe('an orderly stop', () => {
  it('lets running answers end on all workers and leaves no process', async () => {
    const fleet = await startFleet([
      dailyGroq(keys, 5_000, { chunks: 12, chunkMs: 100, answer: 'word '.repeat(12) }),
    ]);
    const folder = folderWith(dailyYaml(5_000));
    closing.push(
      () => fleet.close(),
      () => rmSync(folder, { recursive: true, force: true }),
    );
    const noria = await startNoria({
      folder,
      env: { ...envOf(fleet), NORIA_WORKERS: '3', NORIA_API_KEY: clientKey },
    });
    closing.push(() => noria.kill('SIGKILL'));
    const workers = childrenOf(noria.pid);
    const streams = Array.from({ length: 6 }, () => ask(noria.url, { stream: true }, steadyAgent()));
    await until(() => fleet.get('groq').openStreams() === 6);
    // As a terminal does: every process of the group is told.
    for (const pid of [...workers, noria.pid]) process.kill(pid, 'SIGTERM');
    await sleep(100);
    await expect(ask(noria.url)).rejects.toThrow(/ECONN/);
    for (const { text } of await Promise.all(streams)) expect(text).toContain('[DONE]');
    await until(() => ![...workers, noria.pid].some(isAlive));
  });

  it('of a service in this process leaves none either', async () => {
    const mine = childrenOf(process.pid);
    const crew = await startTestCrew({ workers: 2, specs: [dailyGroq(keys, 10)], yaml: dailyYaml(10) });
    await ask(crew.url);
    expect(childrenOf(process.pid)).toHaveLength(mine.length + 2);
    await crew[Symbol.asyncDispose]();
    expect(childrenOf(process.pid)).toEqual(mine);
  });
});
