import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFleet, type Fleet } from '../fleet/fleet.ts';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { renderColumns } from '../src/cli/render-columns.ts';
import { createContext } from '../src/context.ts';
import type { ChatRequest } from '../src/relay/request.ts';
import { NoriaError } from '../src/shared/errors.ts';
import { positive, readFlags } from './usage.ts';

const accounts = 3;
const aMinute = 30;
const clients = 24;
const goals = { declared: 0.985, stated: 0.95, unstated: 0.95 } as const;

type Known = keyof typeof goals;

const words: Readonly<Record<Known, string>> = {
  declared: 'limits declared in noria.yaml',
  stated: 'limits unknown, refusals state them (Groq)',
  unstated: 'limits unknown, refusals only say when to come back',
};

/** Three accounts of 30 requests a minute that refill, asked for more than that in real time over real HTTP: what is served. */
export async function measureSaturation(args: string[]): Promise<void> {
  const values = readFlags(args, { seconds: { type: 'string', default: '90' } });
  const seconds = positive('seconds', values.seconds);
  console.log(
    `Node ${process.version} · ${clients} clients for ${seconds} s · ${accounts} accounts of ${aMinute} a minute`,
  );
  const rows: string[][] = [];
  for (const known of ['declared', 'stated', 'unstated'] as const) {
    const { served, refused, allowed, failures } = await saturate(known, seconds);
    const share = served / allowed;
    const reached = share >= goals[known] && (known !== 'declared' || refused <= 1);
    if (!reached) process.exitCode = 1;
    const percent = `${(share * 100).toFixed(1)} %`;
    rows.push([
      words[known],
      percent,
      `≥ ${goals[known] * 100} %`,
      String(refused),
      String(failures),
      reached ? 'reached' : 'MISSED',
    ]);
  }
  console.log(
    renderColumns(['', 'served of allowed', 'goal', 'refused upstream', 'told to come back', ''], rows),
  );
}

interface Saturated {
  readonly served: number;
  readonly refused: number;
  readonly allowed: number;
  readonly failures: number;
}

async function saturate(known: Known, seconds: number): Promise<Saturated> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-saturation-'));
  const fleet = await startFleet([provider(known)]);
  writeFileSync(path.join(folder, 'noria.yaml'), settings(known, fleet));
  const env = {
    SAT_API_KEYS: keysOf().join(','),
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'silent',
  };
  const context = await createContext({
    env: { folder, processEnv: { ...fleet.env(), ...env }, terminal: false },
  });
  const untilAt = Date.now() + seconds * 1_000;
  const from = Date.now();
  let failures = 0;
  const client = async (): Promise<void> => {
    while (Date.now() < untilAt) {
      const told = await context.relay.chat(request(untilAt)).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(told instanceof NoriaError)) continue;
      failures += 1;
      await sleep(Math.min(told.details.retryAfterMs ?? 500, Math.max(1, untilAt - Date.now())));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const lasted = (Date.now() - from) / 60_000;
  const sim = fleet.get(known === 'unstated' ? 'sat' : 'groq');
  const served = sim.count({ status: 200 });
  const refused = sim.count({ status: 429 });
  await context.close();
  await fleet.close();
  rmSync(folder, { recursive: true, force: true });
  return { served, refused, failures, allowed: accounts * aMinute * (1 + lasted) };
}

function keysOf(): string[] {
  return Array.from({ length: accounts }, (_, index) => `gsk_saturation${index}${'0'.repeat(30)}`);
}

function provider(known: Known): SimSpec {
  const limits = [
    { unit: 'requests', amount: aMinute, window: { kind: 'refill', ms: 60_000 }, per: 'account' },
  ] as const;
  const common = { keys: keysOf(), models: ['openai/gpt-oss-20b'], limits, latencyMs: 20 };
  return known === 'unstated' ? { ...common, id: 'sat', profile: 'nvidia' } : { ...common, id: 'groq' };
}

function settings(known: Known, fleet: Fleet): string {
  const models = 'models: [openai/gpt-oss-20b]';
  if (known === 'unstated')
    return `providers: { sat: { wire: openai, base_url: "${fleet.get('sat').baseUrl}", ${models}, limits: {} } }\n`;
  const limits = known === 'declared' ? `{ requests: { minute: ${aMinute} } }` : '{}';
  return `providers: { groq: { ${models}, limits: ${limits} } }\n`;
}

function request(untilAt: number): ChatRequest {
  return {
    body: { messages: [{ role: 'user', content: 'hello' }], max_tokens: 16 },
    model: undefined,
    stream: false,
    wantsUsage: false,
    deadlineMs: Math.max(1, untilAt - Date.now()),
    strategy: null,
    resume: null,
    signal: new AbortController().signal,
    receivedAt: Date.now(),
    receivedTick: performance.now(),
  };
}
