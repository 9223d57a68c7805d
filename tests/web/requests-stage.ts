import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { SimProvider } from '../../fleet/sim-spec.ts';
import type { TraceRecord } from '../../src/relay/traces/trace-record.ts';
import { asClient, temporaryFolder } from '../gateway.ts';
import { groqKey } from '../support/gateway.ts';
import { openApp, type AppOptions, type OpenApp } from './browser.ts';

export const answer =
  'The river never stops, and the wheel turns with it: bucket after bucket, dip after dip. « Été », said the miller.';

const yaml = `providers:
  groq: { limits: { requests: { minute: 30 }, tokens: { minute: 6000 } }, models: [openai/gpt-oss-20b] }
  mistral: { limits: {}, models: [mistral-medium-latest] }
routes:
  auto: { strategy: cascade, steps: [groq, mistral] }
`;

/** The app over two providers that answer at their own pace: first Groq is asked, then Mistral. */
export async function openStage(options: AppOptions = {}): Promise<OpenApp> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'noria.yaml'), yaml);
  const common = { answer, chunks: 8, latencyMs: 60, chunkMs: 20 };
  return openApp({
    folder,
    providers: [
      { id: 'groq', keys: [groqKey(1)], ...common },
      { id: 'mistral', keys: ['m'.repeat(32)], limits: [], ...common, latencyMs: 90 },
    ],
    ...options,
    env: { OLLAMA_BASE_URL: 'http://127.0.0.1:9', ...options.env },
  });
}

/** A second is little for a machine that has other things to do. */
export const poll = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

export function rows(page: Page): Locator {
  return page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
}

/** The ids of what is listed, top to bottom. */
export async function listed(page: Page): Promise<string[]> {
  return rows(page)
    .getByRole('link')
    .evaluateAll((links) =>
      links.map((link) => (link as HTMLAnchorElement).pathname.split('/').at(-1) ?? ''),
    );
}

/** The page listens: what comes now comes live. */
export async function openList({ page }: OpenApp, address = '/requests'): Promise<void> {
  await page.goto(address);
  await page.getByText('live', { exact: true }).waitFor();
  await page.getByRole('table').or(page.getByText('No request')).first().waitFor();
}

export interface Question {
  readonly model?: string;
  readonly stream?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks as a client does, reads to the end, and gives the trace once it is there. */
export async function ask(app: OpenApp, question: Question = {}): Promise<TraceRecord> {
  const reply = await send(app, question);
  await reply.text();
  return traceOf(app.gateway, reply);
}

function send(
  { url }: OpenApp,
  { model = 'auto', stream = false, headers = {} }: Question,
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hello' }] }),
    signal,
  });
}

function sim({ gateway }: OpenApp, id: 'groq' | 'mistral'): SimProvider {
  return gateway.fleet.get(id);
}

/** What the engine holds against its keys is forgotten. */
function forgive({ gateway: { context, fleet } }: OpenApp): void {
  for (const provider of fleet.providers.values()) provider.always(null);
  for (const provider of context.pool.providers.values()) {
    provider.breaker = { state: 'closed', failures: 0 };
    for (const node of provider.models.values())
      Object.assign(node.pace, { good: 1, rank: 0, sunkUntilAt: 0 });
    for (const key of provider.keys) context.keyring.reset(key.id);
  }
}

/** How each kind of request comes about. */
const ways = {
  served: (app) => ask(app),
  raced: (app) => {
    sim(app, 'groq').script({ kind: 'slow_first_token', ms: 600 });
    return ask(app, { stream: true, headers: { 'x-noria-strategy': 'race' } });
  },
  hedged: (app) => {
    sim(app, 'groq').script({ kind: 'slow_first_token', ms: 20_000 });
    return ask(app, { stream: true, headers: { 'x-noria-strategy': 'hedge' } });
  },
  resumed: (app) => {
    sim(app, 'groq').script({ kind: 'cut', afterChars: 40 });
    return ask(app, { stream: true });
  },
  interrupted: (app) => {
    sim(app, 'groq').script({ kind: 'cut', afterChars: 40 });
    return ask(app, { stream: true, headers: { 'x-noria-resume': 'off' } });
  },
  left: async (app) => {
    const leave = new AbortController();
    const reply = await send(app, { stream: true }, leave.signal);
    await reply.body?.getReader().read();
    leave.abort();
    return traceOf(app.gateway, reply);
  },
  failed: (app) => {
    for (const id of ['groq', 'mistral'] as const) sim(app, id).always('server_error');
    return ask(app);
  },
  unknown: (app) => ask(app, { model: 'nowhere-70b' }),
  waited: (app) => {
    sim(app, 'groq').script({ kind: 'rate_limited', waitMs: 600 });
    return ask(app, { model: 'groq/openai/gpt-oss-20b' });
  },
  cascaded: (app) => {
    sim(app, 'groq').script({ kind: 'rate_limited', waitMs: 60_000 });
    return ask(app, { stream: true });
  },
  /** After `cascaded`: the key rests. */
  skipping: (app) => ask(app),
} satisfies Record<string, (app: OpenApp) => Promise<TraceRecord>>;
export type Kind = keyof typeof ways;

/** One request of each kind, in this order: those that are cooled by a limit come last, since that is not forgotten. */
export async function askFor<K extends Kind>(
  app: OpenApp,
  ...kinds: readonly K[]
): Promise<Record<K, TraceRecord>> {
  const traces: Partial<Record<K, TraceRecord>> = {};
  for (const kind of kinds) {
    if (kind !== 'skipping') forgive(app);
    traces[kind] = await ways[kind](app);
  }
  return traces as Record<K, TraceRecord>;
}

async function traceOf({ context }: OpenApp['gateway'], { headers }: Response): Promise<TraceRecord> {
  const id = headers.get('x-noria-trace') ?? '';
  return vi.waitFor(async () => {
    const trace = await context.traces.get(id);
    if (trace === null) throw new Error(`there is no trace ${id}`);
    return trace;
  });
}
