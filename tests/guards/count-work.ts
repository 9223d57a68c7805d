/**
 * What one routed request and one chunk of a stream cost in things that can be counted: prints Work as JSON. In a
 * process of its own, `node --expose-gc --min-semi-space-size=256 --max-semi-space-size=256`, so that nothing else
 * allocates and nothing is collected meanwhile.
 */
import { createHook } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promiseHooks } from 'node:v8';
import Database from 'better-sqlite3';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { logLines } from '../../src/relay/log-lines.ts';
import { createRelay } from '../../src/relay/relay.ts';
import { openTally } from '../../src/relay/tally.ts';
import { createTraces } from '../../src/relay/traces/traces.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { createIds } from '../../src/shared/ids.ts';
import { createLog } from '../../src/shared/log.ts';
import { createScrubber } from '../../src/shared/scrub.ts';
import { ledgerTables } from '../../src/store/ledger-tables.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { HttpClient, HttpListener } from '../../src/upstream/http.ts';
import { openaiWire } from '../../src/upstream/openai/openai-wire.ts';
import { chatRequest } from '../support/chat-request.ts';
import { createWorld, limit, minutes } from '../support/world.ts';
import type { Counts, Work } from './work.ts';

const requests = 2_000;
const shortStream = 100;
const longStream = 1_100;
const streams = 100;

const counted = { promises: 0, timers: 0, ticks: 0, statements: 0 };
const hook = createHook({
  init: (_id, type) => {
    if (type === 'Timeout' || type === 'Immediate') counted.timers += 1;
    if (type === 'TickObject') counted.ticks += 1;
  },
});
countStatements();

const folder = mkdtempSync(join(tmpdir(), 'noria-guard-'));
const store = openStore(join(folder, 'noria.sqlite'));
const fail = (error: unknown): never => {
  throw error;
};
// No disk work of the background falls into a measurement.
const foldEveryMs = 1e8;
const ledger = createMemoryLedger({
  durable: { folder, tables: ledgerTables(store.ledger), foldEveryMs, onError: fail },
});
const { pool } = createWorld(
  [
    {
      id: 'groq',
      keys: Array.from({ length: 8 }, (_, index) => ({ id: `key-${index}` })),
      limits: [limit(1e9, minutes.refill), limit(1e9, minutes.fixed), limit(1e12, minutes.fixed, 'tokens')],
    },
  ],
  Math.random,
  ledger,
);
const scrubber = createScrubber(['gsk_planted0000000000000000000001']);
const log = createLog({ level: 'info', format: 'json', scrubber, destination: { write: () => undefined } });
const scrub = (text: string): string => scrubber.scrub(text);
const tally = await openTally({
  usage: store.usage,
  now: Date.now,
  flushEveryMs: foldEveryMs,
  onError: fail,
});
const traces = createTraces({
  repository: store.traces,
  scrub,
  flushEveryMs: foldEveryMs,
  kept: 500,
  onError: fail,
});
const lines = logLines(log, Date.now);
const ids = createIds();
const routing = { routes: new Map(), aliases: new Map() };
const relay = createRelay({
  pool,
  routing: () => routing,
  ledger,
  http: answeringAtOnce(),
  wires: { openai: openaiWire },
  clock: systemClock,
  newTraceId: () => ids('trc'),
  scrub,
  listener: (event, traceId) => {
    lines(event, traceId);
    tally.listen(event, traceId);
  },
  deadlineMs: 60_000,
  maxWaitMs: 10_000,
  maxWaiting: 100,
  traces,
  times: { firstTokenMs: 20_000, silenceMs: 20_000 },
  settingsUrl: () => '',
  onError: fail,
});

let chunks = shortStream;
const nobodyLeaves = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};
const message = { role: 'user', content: 'The wheel turns and each bucket dips in turn into the river.' };

async function whole(): Promise<void> {
  await relay.chat(chatRequest({ body: { model: 'auto', messages: [message] }, signal: nobodyLeaves }));
}

async function streamed(): Promise<void> {
  const answer = await relay.chat(chatRequest({ body: { messages: [message], stream: true }, stream: true }));
  if (answer.kind !== 'stream') throw new Error('no stream');
  await answer.pipe({ write: () => true, onDrain: () => undefined, end: () => undefined });
}

// Until what is hot is compiled, loops and small objects cost more.
await repeat(whole, 20_000);
const request = await measured(whole, requests);
chunks = longStream;
await repeat(streamed, 20);
const long = await measured(streamed, streams);
chunks = shortStream;
await repeat(streamed, 20);
const short = await measured(streamed, streams);
const perChunk = (name: keyof typeof request): number =>
  (long[name] - short[name]) / (longStream - shortStream);
const work: Work = {
  request,
  chunk: {
    bytes: perChunk('bytes'),
    promises: perChunk('promises'),
    timers: perChunk('timers'),
    ticks: perChunk('ticks'),
    statements: perChunk('statements'),
  },
};
console.log(JSON.stringify(work));
await tally.close();
await traces.close();
await ledger.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);

async function repeat(one: () => Promise<void>, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await one();
}

/** For each of so many: the bytes first, for counting allocates as well. */
async function measured(one: () => Promise<void>, times: number): Promise<Counts> {
  globalThis.gc?.();
  await wait(50);
  const heapUsed = process.memoryUsage().heapUsed;
  await repeat(one, times);
  const bytes = process.memoryUsage().heapUsed - heapUsed;
  const before = { ...counted };
  const stop = promiseHooks.onInit(() => void (counted.promises += 1)) as () => void;
  hook.enable();
  await repeat(one, times);
  hook.disable();
  stop();
  const each = (name: keyof typeof before): number => (counted[name] - before[name]) / times;
  return {
    bytes: bytes / times,
    promises: each('promises'),
    timers: each('timers'),
    ticks: each('ticks'),
    statements: each('statements'),
  };
}

/** Every statement that any connection runs. */
function countStatements(): void {
  const probe = new Database(':memory:');
  const statement = Object.getPrototypeOf(probe.prepare('select 1')) as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of ['run', 'get', 'all', 'iterate']) {
    const original = statement[name];
    if (original === undefined) throw new Error(`better-sqlite3 has no ${name}`);
    statement[name] = function counting(this: unknown, ...args: unknown[]): unknown {
      counted.statements += 1;
      return original.apply(this, args);
    };
  }
  probe.close();
}

/** A provider that answers in the same turn; it allocates nothing of its own. */
function answeringAtOnce(): HttpClient {
  const usage = { prompt_tokens: 20, completion_tokens: 5 };
  const event = (fields: object): Buffer =>
    Buffer.from(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', ...fields })}\n\n`,
    );
  const answer = Buffer.from(
    JSON.stringify({ choices: [{ index: 0, message: { content: 'Yes.' }, finish_reason: 'stop' }], usage }),
  );
  const piece = event({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }] });
  const last = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage });
  const done = Buffer.from('data: [DONE]\n\n');
  const json = { 'content-type': 'application/json' };
  const events = { 'content-type': 'text/event-stream' };
  const control = { abort: () => undefined, pause: () => undefined, resume: () => undefined };
  const stream = (listener: HttpListener): void => {
    for (let index = 0; index < chunks; index += 1) listener.data(piece);
    listener.data(last);
    listener.data(done);
  };
  return {
    start: (call, listener) => {
      const isStream = call.headers['accept'] === 'text/event-stream';
      queueMicrotask(() => {
        listener.sent();
        listener.head(200, isStream ? events : json);
        if (isStream) stream(listener);
        else listener.data(answer);
        listener.end();
      });
      return control;
    },
    close: () => Promise.resolve(),
  };
}
