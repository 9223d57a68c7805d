import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { startGateway, temporaryFolder, type TestGateway } from '../gateway.ts';
import { startFleet } from '../../fleet/fleet.ts';
import { createGun, goodBodies } from './fuzz/bombard.ts';
import { startMediaStub } from './fuzz/media-stub.ts';
import { fuzzRoutes, type FuzzRoute } from './fuzz/route-table.ts';
import { routesOf } from './routes-of.ts';

/** `NORIA_FUZZ_RUNS=100000 NORIA_FUZZ_ONLY=/v1/messages vitest run tests/security/fuzz.test.ts` looks further. */
const usual = '1000';
const { NORIA_FUZZ_RUNS = usual, NORIA_FUZZ_SEED = '20261121', NORIA_FUZZ_ONLY = '' } = process.env;
const runs = Number(NORIA_FUZZ_RUNS);
const timeoutMs = 60_000 + runs * 30;

const plain = {
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
  keepBodies: 10,
  keepCalls: 10,
  answer: 'One two three.',
};
const providers = [
  { id: 'groq', keys: ['gsk_k1', 'gsk_k2'], ...plain },
  { id: 'anthropic', keys: ['sk-ant-k1'], ...plain },
] as const;
const yaml = `providers:
  groq: { limits: {}, models: [openai/gpt-oss-120b, whisper-large-v3, canopylabs/orpheus-v1-english] }
  mistral: { limits: {}, models: [mistral-embed] }
  together: { limits: {} }
  anthropic: { limits: {} }
`;

/** A gateway all of whose kinds of work somebody does: chats the simulated providers, the rest a stub. */
async function withTarget(use: (gateway: TestGateway, url: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'noria.yaml'), yaml);
  try {
    await using fleet = await startFleet(providers);
    const { baseUrl } = fleet.get('groq');
    await using stub = await startMediaStub(baseUrl);
    const stubs = {
      GROQ_BASE_URL: stub.url + new URL(baseUrl).pathname,
      MISTRAL_BASE_URL: `${stub.url}/v1`,
      TOGETHER_BASE_URL: `${stub.url}/v1`,
      MISTRAL_API_KEY: 'stub-key-of-mistral-01',
      TOGETHER_API_KEY: 'stub-key-of-together-01',
    };
    const env = {
      ...fleet.env(),
      ...stubs,
      LOG_LEVEL: 'error',
      NORIA_MAX_WAIT_MS: '0',
      NORIA_TRACES_KEPT: '100',
      NORIA_OLLAMA_API: 'on',
      NORIA_ALLOWED_HOSTS: '127.0.0.1',
    };
    await using gateway = await startGateway({ folder, env });
    await use(gateway, await gateway.listen());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = ({ method, url, door }: FuzzRoute): string => `${method} ${url} (${door})`;

describe('every body parser', () => {
  test('is in the table of what is fuzzed', async () => {
    await withTarget(async ({ app }) => {
      const known = new Set(fuzzRoutes.map(({ method, url, pattern = url }) => `${method} ${pattern}`));
      const taken = (await routesOf(app)).filter(
        ({ method }) => method === 'POST' || method === 'PUT' || method === 'PATCH',
      );
      expect(taken.length).toBeGreaterThan(10);
      expect(
        taken.map(({ method, pattern }) => `${method} ${pattern}`).filter((name) => !known.has(name)),
      ).toEqual([]);
    });
  });

  test('of the table is there, and takes a good body', async () => {
    await withTarget(async (_gateway, url) => {
      const gun = createGun(url);
      const missing: string[] = [];
      for (const route of fuzzRoutes) {
        for (const body of goodBodies(route)) {
          const { status, text } = await gun.shoot(route, body);
          if (status !== (route.says ?? 200))
            missing.push(`${nameOf(route)}: ${status} ${text.slice(0, 200)}`);
        }
      }
      await gun.close();
      expect(missing).toEqual([]);
    });
  });
});

describe(`${runs} bodies: no 500, no crash, no leak`, () => {
  const rejections: unknown[] = [];
  process.on('unhandledRejection', (reason) => rejections.push(reason));

  test.each(
    fuzzRoutes
      .filter(({ url }) => url.includes(NORIA_FUZZ_ONLY))
      .map((route) => [nameOf(route), route] as const),
  )(
    '%s',
    async (name, route) => {
      await withTarget(async (gateway, url) => {
        const gun = createGun(url);
        const times = Math.ceil(runs * (route.share ?? 1));
        const seed = Number(NORIA_FUZZ_SEED);
        const first = await gun.bombard(route, Math.ceil(times / 2), seed);
        const heapBefore = heapAfterCollection();
        const second = await gun.bombard(route, Math.floor(times / 2), seed + times);
        const grownBy = heapAfterCollection() - heapBefore;
        expect([...first.hits, ...second.hits].slice(0, 3)).toEqual([]);
        expect(gateway.lines.slice(0, 3)).toEqual([]);
        expect(rejections).toEqual([]);
        expect(grownBy).toBeLessThan(12_000_000 + 60 * times);
        const alive = await gateway.app.inject('/healthz');
        expect(alive.statusCode).toBe(200);
        await gun.close();
        if (NORIA_FUZZ_RUNS !== usual)
          console.log(
            `${name}: ${times} bodies, heap ${(grownBy / 1e6).toFixed(1)} MB`,
            first.statuses,
            second.statuses,
          );
      });
    },
    timeoutMs,
  );
});

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
