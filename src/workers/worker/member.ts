import type { ChatContext } from '../../api/api-context.ts';
import { createHostCheck } from '../../api/http/host-check.ts';
import type { RoutingTable } from '../../engine/routing-table.ts';
import { accessOf, type AccessHashes } from '../../keyring/access.ts';
import { logLines } from '../../relay/log-lines.ts';
import { createRelay } from '../../relay/relay.ts';
import { createTraces } from '../../relay/traces/traces.ts';
import { systemClock } from '../../shared/clock.ts';
import { createIds } from '../../shared/ids.ts';
import { createLog } from '../../shared/log.ts';
import { createScrubber } from '../../shared/scrub.ts';
import { createWires } from '../../upstream/create-wires.ts';
import { createGuard } from '../../upstream/guard/guard.ts';
import { isSimulatedOrigin, trustedOrigins } from '../../upstream/guard/trusted-origins.ts';
import { createHttpClient } from '../../upstream/http.ts';
import type { ToPrimary, ToWorker } from '../messages.ts';
import { unpacked } from '../pool-change.ts';
import { Questions } from '../questions.ts';
import type { Welcome } from '../welcome.ts';
import { distantTraces } from './distant-traces.ts';
import { createMirror } from './mirror.ts';
import { withTrials } from './trial-wires.ts';

/** One worker process without its sockets: what it needs to answer chats, as the primary has told it. */
export interface Member {
  readonly context: ChatContext & {
    readonly address: { url: string };
    readonly state: { ready: boolean; draining: boolean };
  };
  receive(message: Exclude<ToWorker, readonly ['welcome', ...unknown[]] | readonly ['drain']>): void;
  /** All that came together is received: who waits looks again. */
  received(): void;
  /** What is told leaves now. */
  leaving(): void;
  close(): Promise<void>;
}

const flushEveryMs = 3_000;

/** The same parts as in the context of a service (context.ts), but for those of which there is one: they are the primary's. */
export function createMember(welcome: Welcome, send: (message: ToPrimary) => void): Member {
  const { config } = welcome;
  let { routing } = welcome;
  const clock = systemClock;
  const now = (): number => clock.now();
  const access = accessOf(welcome.access, now);
  const scrubber = createScrubber(welcome.conceal);
  const scrub = (text: string): string => scrubber.scrub(text);
  const conceal = (secret: string): void => scrubber.add(secret);
  const log = createLog({ ...config.log, scrubber });
  const onError = (error: unknown): void => log.error({ err: error }, 'a background task failed');
  const mirror = createMirror(welcome, { send, now, random: Math.random, conceal });
  const { pool, ledger, ends } = mirror;

  const ids = createIds(Math.random, clock);
  const questions = new Questions();
  const traces = createTraces({
    repository: distantTraces(
      async (rows) => (await questions.ask((call) => send(['write', call, rows]))) === true,
    ),
    scrub,
    flushEveryMs,
    kept: config.traces.kept,
    onError,
  });
  const trusts = trustedOrigins(config);
  const http = createHttpClient({
    connectMs: config.deadlines.connectMs,
    trusts: (origin) => trusts(origin) || isSimulatedOrigin(pool, origin),
    guard: createGuard({ allowedHosts: config.server.allowedHosts }),
  });
  const content = (id: number): void => send(['content', id]);
  const lines = logLines(log, now);
  const address = { url: '' };
  const relay = createRelay({
    pool,
    routing: () => routing,
    ledger,
    http,
    wires: createWires(now, (wire) => withTrials(wire, ledger.trials, content)),
    clock,
    newTraceId: () => ids('trc'),
    scrub,
    listener: (event, traceId) => {
      lines(event, traceId);
      ends.listen(event, traceId);
    },
    deadlineMs: config.deadlines.requestMs,
    maxWaitMs: config.deadlines.maxWaitMs,
    maxWaiting: config.deadlines.maxWaiting,
    traces,
    keepBodies: config.traces.bodies,
    times: config.deadlines,
    settingsUrl: () => `${address.url}/settings`,
    onError,
  });

  return {
    context: {
      config,
      log,
      clock,
      ids,
      relay,
      access,
      hosts: createHostCheck(config.server),
      scrub,
      address,
      state: { ready: true, draining: false },
    },
    receive: (message) => {
      switch (message[0]) {
        case 'list': {
          const [, call, query] = message;
          return void traces.list(query).then((list) => send(['reply', call, list]), onError);
        }
        case 'show': {
          const [, call, id] = message;
          return void traces.get(id).then((record) => send(['reply', call, record]), onError);
        }
        case 'access':
          return access.become(unpacked(message[1]) as AccessHashes);
        case 'routing':
          routing = unpacked(message[1]) as RoutingTable;
          return;
        case 'caught_up':
          return send(['reply', message[1], true]);
        case 'reply':
          return questions.answer(message[1], message[2]);
        default:
          return mirror.learn(message);
      }
    },
    received: () => relay.turn(),
    leaving: () => ends.settle(),
    close: async () => {
      await http.close();
      await traces.close();
    },
  };
}
