import cluster from 'node:cluster';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from '../../fleet/fleet.ts';
import type { SimLimit, SimSpec } from '../../fleet/sim-spec.ts';
import { startService, type Service } from '../../src/main.ts';

export const clientKey = 'sk-noria-client-of-the-tests-0001';
export const adminToken = 'admin-token-of-the-tests-0001';
export const asClient = { authorization: `Bearer ${clientKey}` };
export const asAdmin = { authorization: `Bearer ${adminToken}` };

/** A service of several processes over simulated providers; the primary is this process. */
export interface TestCrew extends AsyncDisposable {
  readonly service: Service;
  readonly url: string;
  readonly fleet: Fleet;
  /** What was logged, by all processes. */
  log(): string;
}

export interface TestCrewOptions {
  readonly workers: number;
  readonly specs: readonly SimSpec[];
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startTestCrew({ workers, specs, yaml, env }: TestCrewOptions): Promise<TestCrew> {
  const fleet = await startFleet(specs);
  const folder = folderWith(yaml);
  let log = '';
  const service = await startService({
    workers,
    env: { folder, processEnv: { ...envOf(fleet), ...env }, terminal: false },
    logTo: { write: (lines) => (log += lines) },
  });
  return {
    service,
    url: service.url,
    fleet,
    log: () => log,
    [Symbol.asyncDispose]: async () => {
      await service.close();
      await fleet.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function folderWith(yaml?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'noria-crew-'));
  if (yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), yaml);
  return folder;
}

export function envOf(fleet: Fleet): Record<string, string> {
  return {
    PORT: '0',
    NORIA_API_KEY: clientKey,
    NORIA_ADMIN_TOKEN: adminToken,
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LOG_FORMAT: 'json',
    ...fleet.env(),
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Default: a connection of its own, which the next worker gets. */
  readonly agent?: Agent;
}

/** One request. Rejects when the connection breaks. */
export function send(
  address: string,
  { method = 'GET', headers = {}, body, agent }: Sending = {},
): Promise<Reply> {
  const framing =
    body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...framing, ...headers }, agent: agent ?? false };
    const req = request(address, options, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
      res.on('error', reject);
    });
    req.on('error', reject).end(body);
  });
}

/** One chat call, over a connection of its own. */
export function ask(
  url: string,
  body: Readonly<Record<string, unknown>> = {},
  agent?: Agent,
): Promise<Reply> {
  return send(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], ...body }),
    ...(agent && { agent }),
  });
}

/** So many at once. */
export function askMany(
  url: string,
  count: number,
  body?: Readonly<Record<string, unknown>>,
): Promise<Reply[]> {
  return Promise.all(Array.from({ length: count }, () => ask(url, body)));
}

/** A client with one connection that stays. */
export function steadyAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

export function codeOf({ text }: Reply): string {
  return (JSON.parse(text) as { error: { code: string } }).error.code;
}

/** Processes that this one, or another, has started and that live. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

export function isAlive(pid: number): boolean {
  return parentOf(pid) !== null;
}

/** null = it does not live any more. */
function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null;
  }
}

/** Connections of clients to a port that a process holds. */
export function connectionsOf(pid: number, port: number): number {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address = '', , state, , , , , , inode]) => {
      return address.endsWith(local) && state === '01' && own.has(inode);
    }).length;
}

/** Pids of the workers of this process. */
export function workerPids(): number[] {
  return Object.values(cluster.workers ?? {}).flatMap((worker) => worker?.process.pid ?? []);
}

export function perAccount(amount: number, window: SimLimit['window']): SimLimit {
  return { unit: 'requests', amount, window, per: 'account' };
}

export const utcDay = { kind: 'fixed', ms: 86_400_000, calendar: 'day', zone: 'UTC' } as const;

/** Groq with so many requests a day for each key, by its own count and by ours. */
export function dailyGroq(keys: readonly string[], amount: number, more: Partial<SimSpec> = {}): SimSpec {
  return { id: 'groq', keys, limits: [perAccount(amount, utcDay)], models: ['*'], latencyMs: 5, ...more };
}

export function dailyYaml(amount: number): string {
  return `providers: { groq: { limits: { requests: { day: ${amount} } }, windows: { day: { kind: fixed, zone: UTC } } } }\n`;
}
