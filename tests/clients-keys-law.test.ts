import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';
import { askAs, makeClient } from './support/client-keys.ts';
import { folderWith, send } from './support/crew.ts';
import { groqKey } from './support/gateway.ts';
import { lawRuns, lawTimeoutMs } from './support/law-runs.ts';
import { leapingClock } from './support/leaping-clock.ts';

const minuteMs = 60_000;
/** Requests a minute of each client. */
const limits = [1, 4, 9];
const home = folderWith('providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }');
const clock = leapingClock();
let gateway: TestGateway;
let url: string;

beforeAll(async () => {
  const groq = { id: 'groq', keys: [groqKey(1)], limits: [] };
  gateway = await startGateway({ providers: [groq], folder: home, clock });
  url = await gateway.listen();
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

/** So many requests of one client at once, after a pause. */
interface Arrival {
  readonly client: number;
  readonly atOnce: number;
  readonly pauseMs: number;
  readonly way: 'fast' | 'framework' | 'small';
}

interface Outcome {
  readonly isServed: boolean;
  /** Epoch ms between which it was decided. */
  readonly from: number;
  readonly to: number;
}

const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc.record({
    client: fc.nat({ max: limits.length - 1 }),
    atOnce: fc.constantFrom(1, 1, 1, 2, 5, 12),
    pauseMs: fc.constantFrom(0, 0, 700, 5_000, 19_000, 58_000, 61_000),
    way: fc.constantFrom('fast', 'framework', 'small'),
  }),
  { minLength: 10, maxLength: 40 },
);

it(
  'no client ever gets more than its limit in any minute, and none is refused for what another has used',
  async () => {
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(arrivals, async (list) => {
        const clients = await Promise.all(
          limits.map(async (limit) => makeClient(url, { limits: { requests_per_minute: limit } })),
        );
        const outcomes: Outcome[][] = limits.map(() => []);
        for (const { client, atOnce, pauseMs, way } of list) {
          clock.leap(pauseMs);
          const key = clients[client]!.key;
          const asked = Array.from({ length: atOnce }, () => ask(key, way));
          outcomes[client]!.push(...(await Promise.all(asked)));
        }
        for (const [client, limit] of limits.entries()) {
          const all = outcomes[client]!;
          const served = all.filter(({ isServed }) => isServed).toSorted((a, b) => a.from - b.from);
          for (const [place, { from }] of served.entries()) {
            const next = served[place + limit];
            if (next !== undefined) expect(next.to - from).toBeGreaterThanOrEqual(minuteMs);
          }
          for (const refused of all.filter(({ isServed }) => !isServed)) {
            refusals += 1;
            const holding = served.filter(
              ({ from, to }) => from <= refused.to && to > refused.from - minuteMs,
            );
            expect(holding.length).toBeGreaterThanOrEqual(limit);
          }
        }
      }),
      lawRuns(8),
    );
    expect(refusals).toBeGreaterThan(100);
  },
  lawTimeoutMs,
);

async function ask(key: string, way: Arrival['way']): Promise<Outcome> {
  const from = clock.now();
  const { status } = await sent(key, way);
  if (status !== 200) expect(status).toBe(429);
  return { isServed: status === 200, from, to: clock.now() };
}

function sent(key: string, way: Arrival['way']): ReturnType<typeof send> {
  switch (way) {
    case 'fast':
      return askAs(url, key);
    case 'framework':
      return askAs(url, key, {}, { 'transfer-encoding': 'chunked' });
    case 'small':
      return send(`${url}/api/chat`, {
        method: 'POST',
        headers: { 'x-api-key': key },
        body: '{"message":"hello"}',
      });
    default:
      return way satisfies never;
  }
}
