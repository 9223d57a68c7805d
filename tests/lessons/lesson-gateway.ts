import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from '../../fleet/fleet.ts';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { createServer } from '../../src/api/server.ts';
import { createContext, type Context } from '../../src/context.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { clearBench } from '../../src/engine/bench.ts';
import { closedBreaker } from '../../src/engine/breaker.ts';
import type { ChatAnswer, ChatRequest } from '../../src/relay/request.ts';
import type { NoriaError } from '../../src/shared/errors.ts';
import { chatRequest, textSink } from '../support/chat-request.ts';

const adminToken = 'admin-token-of-the-lessons';

/** Noria over a fleet, both on one clock that the test moves; its folder outlives a restart. */
export interface LessonGateway extends AsyncDisposable {
  context: Context;
  readonly fleet: Fleet;
  readonly folder: string;
  readonly clock: { now: number };
  ask(change?: Partial<ChatRequest>): Promise<ChatAnswer>;
  /** Whole answers, or the codes of the errors. */
  codes(count: number, change?: Partial<ChatRequest>): Promise<string[]>;
  stream(change?: Partial<ChatRequest>): Promise<{ raw: string; answer: ChatAnswer }>;
  admin(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  /** Ends and starts again, as after SIGTERM. */
  restart(): Promise<void>;
}

interface LessonOptions {
  readonly specs: readonly SimSpec[];
  readonly yaml?: string;
  readonly env?: Record<string, string>;
  /** Epoch ms at which the virtual clock stands; without it the real clock runs. */
  readonly at?: number;
  readonly clock?: { now: number };
}

export async function openLesson({
  specs,
  yaml,
  env = {},
  at,
  clock = { now: 0 },
}: LessonOptions): Promise<LessonGateway> {
  clock.now = at ?? 0;
  const time = at === undefined ? Date.now : (): number => clock.now;
  const fleet = await startFleet(specs, { clock: time });
  const folder = mkdtempSync(join(tmpdir(), 'noria-lesson-'));
  if (yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), yaml);
  const processEnv = {
    NORIA_ADMIN_TOKEN: adminToken,
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    ...fleet.env(),
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
    ...env,
  };
  const open = (): Promise<Context> =>
    createContext({
      env: { folder, processEnv, terminal: false },
      clock: { ...systemClock, now: time },
      logTo: { write: () => {} },
    });
  const gateway: LessonGateway = {
    context: await open(),
    fleet,
    folder,
    clock,
    ask: (change) => gateway.context.relay.chat(chatRequest({ receivedAt: time(), ...change })),
    codes: (count, change) =>
      Promise.all(
        Array.from({ length: count }, () =>
          // On a clock that stands no deadline comes: whoever waits leaves after a while.
          gateway
            .ask({ deadlineMs: 500, signal: AbortSignal.timeout(2_000), ...change })
            .then(({ meta }) => meta.provider, codeOf),
        ),
      ),
    stream: async (change) => {
      const answer = await gateway.ask({ stream: true, ...change });
      if (answer.kind !== 'stream') throw new Error('no stream');
      const sink = textSink();
      await answer.pipe(sink);
      return { raw: sink.text(), answer };
    },
    admin: async (method, url, body) => {
      const app = createServer(gateway.context);
      const answer = await app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${adminToken}` },
        ...(body && { payload: body }),
      });
      await app.close();
      return { status: answer.statusCode, body: answer.body === '' ? null : JSON.parse(answer.body) };
    },
    restart: async () => {
      await gateway.context.close();
      gateway.context = await open();
    },
    [Symbol.asyncDispose]: async () => {
      await gateway.context.close();
      await fleet.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return gateway;
}

export function codeOf(error: unknown): string {
  return (error as NoriaError).code ?? String(error);
}

/** Servers of the owner's own, each with one key: `settings` are those of noria.yaml, `{url}` apart. */
export async function ownServer(
  specs: readonly SimSpec[],
  settings: string,
  at?: number,
): Promise<LessonGateway> {
  const clock = { now: at ?? 0 };
  const servers = await startFleet(specs, at === undefined ? {} : { clock: () => clock.now });
  const providers = specs.map(
    ({ id }, index) =>
      `  ${id}: { wire: openai, base_url: "${servers.get(id).baseUrl}", keys: [{ env: OWN_KEY_${index} }], ${settings} }`,
  );
  const env = Object.fromEntries(
    specs.map(({ keys: [key] }, index) => [
      `OWN_KEY_${index}`,
      typeof key === 'string' ? key : (key?.secret ?? ''),
    ]),
  );
  const opened = await openLesson({
    specs: [],
    env,
    yaml: `providers:\n${providers.join('\n')}\n`,
    ...(at === undefined ? {} : { at }),
    clock,
  });
  const close = opened[Symbol.asyncDispose];
  return Object.assign(opened, {
    fleet: servers,
    [Symbol.asyncDispose]: async () => {
      await close();
      await servers.close();
    },
  });
}

/** As after a long quiet time: nobody cools or rests. */
export function rested(context: Context): void {
  for (const key of context.keyring.list()) context.keyring.reset(key.id);
  for (const provider of context.pool.providers.values()) {
    provider.breaker = closedBreaker;
    clearBench(provider.bench);
    for (const node of provider.models.values()) clearBench(node.bench);
  }
}
