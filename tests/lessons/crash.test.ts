import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startFleet } from '../../fleet/fleet.ts';
import type { SimWindow } from '../../fleet/sim-spec.ts';
import { startNoria } from '../support/process.ts';

const apiKey = 'sk-noria-crash-lessons';
const kinds: { id: string; settings: string; window: SimWindow }[] = [
  {
    id: 'refilling',
    settings: 'windows: { day: refill }, limits: { requests: { day: 20 } }',
    window: { kind: 'refill', ms: 86_400_000 },
  },
  {
    id: 'fixed-day',
    settings: 'windows: { day: fixed }, limits: { requests: { day: 20 } }',
    window: { kind: 'fixed', ms: 86_400_000 },
  },
  {
    id: 'rolling',
    settings: 'windows: { hour: rolling }, limits: { requests: { hour: 20 } }',
    window: { kind: 'rolling', ms: 3_600_000 },
  },
  {
    id: 'first-use',
    settings: 'windows: { day: first_use }, limits: { requests: { day: 20 } }',
    window: { kind: 'first_use', ms: 86_400_000 },
  },
];

it.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s in the middle of a window of any kind: what is left is what was left, and no call beyond it',
  async (signal) => {
    await using fleet = await startFleet(
      kinds.map(({ id, window }) => ({
        id,
        profile: 'openai' as const,
        keys: [`k-${id}`],
        models: ['*'],
        limits: [{ unit: 'requests' as const, amount: 20, window, per: 'account' as const }],
      })),
    );
    const folder = mkdtempSync(join(tmpdir(), 'noria-crash-'));
    const providers = kinds.map(
      ({ id, settings }, index) =>
        `  ${id}: { wire: openai, base_url: "${fleet.get(id).baseUrl}", models: [m1], keys: [{ env: CRASH_KEY_${index} }], ${settings} }`,
    );
    writeFileSync(join(folder, 'noria.yaml'), `providers:\n${providers.join('\n')}\n`);
    const env = {
      NORIA_API_KEY: apiKey,
      LOG_LEVEL: 'error',
      ...Object.fromEntries(kinds.map(({ id }, index) => [`CRASH_KEY_${index}`, `k-${id}`])),
    };
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'x-noria-deadline-ms': '900',
    };
    const ask = (url: string, id: string): Promise<number> =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ model: `${id}/m1`, messages: [{ role: 'user', content: 'hi' }] }),
      }).then(async (response) => (await response.arrayBuffer(), response.status));
    const first = await startNoria({ folder, env });
    for (const { id } of kinds)
      for (let call = 0; call < 12; call += 1) expect(await ask(first.url, id)).toBe(200);
    await first.kill(signal);
    const second = await startNoria({ folder, env });
    try {
      for (const { id } of kinds) {
        await Promise.all(Array.from({ length: 15 }, () => ask(second.url, id)));
        const sim = fleet.get(id);
        expect([id, sim.count({ status: 429 })]).toEqual([id, 0]);
        expect(sim.count({ status: 200 })).toBeGreaterThanOrEqual(signal === 'SIGTERM' ? 20 : 18);
      }
    } finally {
      await second.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
  30_000,
);
