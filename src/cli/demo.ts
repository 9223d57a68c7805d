import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { demoSpecs } from '../../fleet/demo-fleet.ts';
import { startDemoTraffic } from '../../fleet/demo-traffic.ts';
import { startFleet } from '../../fleet/fleet.ts';
import type { SimLimit, SimSpec } from '../../fleet/sim-spec.ts';
import { readEnv } from '../config/env.ts';
import { settings } from '../config/settings.ts';
import { demoEnv } from './demo-env.ts';
import { explain } from './explain.ts';
import { start } from './start.ts';

const demoKey = 'sk-noria-demo-only-for-this-demonstration';
const requestsAMinute = 40;

/** `noria demo`: the gateway over a fleet of simulated providers, with light traffic. Its data lie apart from the real ones. */
export async function demo(): Promise<void> {
  const own = readEnv();
  const specs = demoSpecs();
  const folder = layOut(join(own.values[settings.dataFolder.name] ?? 'data', 'demo'), specs);
  if (folder === null) return;
  const fleet = await startFleet(specs);
  process.stdout.write(
    'SIMULATION: every provider below is simulated on this machine;\nno real key is used and no call leaves it.\n',
  );
  const processEnv = { ...demoEnv(own), ...fleet.env(), NORIA_DATA: folder, NORIA_API_KEY: demoKey };
  // The working folder is the demonstration's: its noria.yaml is read, and no .env.
  const service = await start({ env: { folder, processEnv }, simulated: true });
  if (service === null) return fleet.close();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  if (service.context.firstAdminToken === null)
    process.stdout.write(`Sign in: ${service.url}/sign-in (with the token of NORIA_ADMIN_TOKEN)\n`);
  process.stdout.write(
    `API key: ${demoKey}\nSimulated traffic: about ${requestsAMinute} requests a minute. Ctrl-C ends it.\n`,
  );
  // The fleet goes on while the service drains, and ends with the process.
  await startDemoTraffic({
    baseUrl: service.url,
    apiKey: demoKey,
    perMinute: requestsAMinute,
    signal: stop.signal,
  });
}

/** An empty folder with the simulated providers' limits; null = it cannot be made, and that is said. */
function layOut(path: string, specs: readonly SimSpec[]): string | null {
  const folder = resolve(path);
  try {
    rmSync(folder, { recursive: true, force: true });
    // The real data may come to lie beside it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const text = stringify({ providers: providersOf(specs) });
    writeFileSync(
      join(folder, 'noria.yaml'),
      `# Written by \`noria demo\`: the simulated providers' limits.\n${text}`,
    );
    return folder;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
    return null;
  }
}

/** The fleet's small limits in the words of noria.yaml. */
function providersOf(specs: readonly SimSpec[]): Record<string, unknown> {
  return Object.fromEntries(
    specs
      .filter(({ limits }) => limits !== undefined)
      .map(({ id, keys, limits = [] }) => [id, { limits: inWords(limits), ...accounts(keys) }]),
  );
}

function accounts(keys: SimSpec['keys']): Record<string, unknown> {
  const named = keys.flatMap((key) =>
    typeof key === 'string' || key.account === undefined
      ? []
      : [{ secret: key.secret, account: key.account }],
  );
  return named.length === 0 ? {} : { keys: named };
}

const lengths: Readonly<Record<number, string>> = {
  1_000: 'second',
  60_000: 'minute',
  3_600_000: 'hour',
  86_400_000: 'day',
};

function inWords(limits: readonly SimLimit[]): Record<string, Record<string, number>> {
  const words: Record<string, Record<string, number>> = {};
  for (const { unit, amount, window } of limits) {
    const length = window.calendar ?? lengths[window.ms] ?? 'day';
    words[unit] = { ...words[unit], [length]: amount };
  }
  return words;
}
