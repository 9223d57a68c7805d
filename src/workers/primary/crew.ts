import cluster from 'node:cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/types.ts';
import type { Pool } from '../../engine/pool.ts';
import { withoutBound, type Access } from '../../keyring/access.ts';
import type { Clients } from '../../keyring/access-clients.ts';
import type { Routes } from '../../keyring/routes/routes.ts';
import type { RelayListener } from '../../relay/events.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log, LogDestination } from '../../shared/log.ts';
import type { TraceRepository } from '../../store/traces.ts';
import { packed } from '../pool-change.ts';
import type { Watch } from '../watch.ts';
import type { DeskParts } from './desk.ts';
import { Newsroom } from './newsroom.ts';
import { Slot } from './slot.ts';

/** What the crew needs of the primary's context. */
export interface CrewContext {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly pool: Pool;
  readonly access: Access;
  readonly clients: Pick<Clients, 'observe'>;
  readonly firstAdminToken: string | null;
  readonly firstApiKey: string | null;
  readonly routes: Pick<Routes, 'table' | 'observe'>;
  readonly store: { readonly traces: TraceRepository };
  readonly tally: { readonly listen: RelayListener };
  readonly keepWarm: { readonly listen: RelayListener };
  readonly feed: { readonly listen: RelayListener };
}

export interface CrewOptions {
  readonly context: CrewContext;
  readonly watch: Watch;
  /** Worker processes. */
  readonly size: number;
  /** The file that a worker process runs. */
  readonly program: string;
  /** The primary's own service begins to listen at this socket. */
  readonly listen: (path: string) => Promise<unknown>;
  /** Where the workers' log lines go. */
  readonly output: LogDestination;
}

/** The worker processes of a service. */
export interface Crew {
  /** Where they listen. */
  readonly url: string;
  /** Resolves, with the reason, when workers cannot live any more; the service is to stop. */
  readonly failure: Promise<Error>;
  /** Resolves when running answers have ended and no worker is left. */
  drain(): Promise<void>;
}

/** Starts the workers and resolves when all of them listen. @throws what keeps them from it */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const { context, watch, size, program, listen, output } = options;
  const folder = mkdtempSync(join(tmpdir(), 'noria-'));
  const socketPath = join(folder, 'primary.sock');
  const newsroom = new Newsroom({ pool: context.pool, clock: context.clock });
  watch.observe(newsroom);
  const failure = Promise.withResolvers<Error>();
  const ready = Promise.withResolvers<string>();
  const listening = new Set<number>();
  let slots: readonly Slot[] = [];

  async function end(how: 'drain' | 'kill'): Promise<void> {
    await Promise.all(slots.map((slot) => slot[how]()));
    newsroom.close();
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await listen(socketPath);
    const port = await portOf(context.config.server);
    cluster.setupPrimary({ exec: program, args: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'] });
    const desk = deskParts(options, newsroom, { socketPath, port });
    slots = Array.from(
      { length: size },
      (_, place) =>
        new Slot({
          number: place + 1,
          desk,
          log: context.log,
          ticks: () => context.clock.ticks(),
          sources: watch.traces,
          write: (lines) => output.write(lines),
          listening: (url) => {
            listening.add(place);
            if (listening.size === size) ready.resolve(url);
          },
          failed: (error) => {
            ready.reject(error);
            failure.resolve(error);
          },
        }),
    );
    for (const slot of slots) slot.start();
    context.clients.observe(() => {
      const news = packed(withoutBound(context.access.hashes));
      for (const slot of slots) slot.tell(['access', news]);
    });
    context.routes.observe(() => {
      const news = packed(context.routes.table);
      for (const slot of slots) slot.tell(['routing', news]);
    });
    const url = await ready.promise;
    return { url, failure: failure.promise, drain: () => end('drain') };
  } catch (error) {
    await end('kill');
    throw error;
  }
}

function deskParts(
  { context, watch, size }: CrewOptions,
  newsroom: Newsroom,
  place: { readonly socketPath: string; readonly port: number },
): DeskParts {
  const { config, pool, access, routes, clock, store, tally, keepWarm, feed, log } = context;
  const { firstApiKey, firstAdminToken } = context;
  const { server } = config;
  // The line of waiting requests is in parts, each worker's its own: together they are as long as one.
  const deadlines = { ...config.deadlines, maxWaiting: Math.ceil(config.deadlines.maxWaiting / size) };
  const secrets = [server.apiKey, server.adminToken, firstApiKey, firstAdminToken];
  return {
    pool,
    watch,
    newsroom,
    ledger: watch.ledger,
    now: () => clock.now(),
    hear: (event, traceId) => {
      tally.listen(event, traceId);
      keepWarm.listen(event, traceId);
      feed.listen(event, traceId);
    },
    traces: store.traces,
    keptTraces: config.traces.kept,
    welcome: {
      ...place,
      config: { ...config, deadlines, server: { ...server, masterKey: null } },
      // As they are when a worker begins.
      get routing() {
        return routes.table;
      },
      get access() {
        return withoutBound(access.hashes);
      },
      conceal: secrets.filter((secret) => secret !== null),
    },
    onError: (error) => log.error({ err: error }, 'a message of a worker process failed'),
  };
}

/** Any free port is chosen here: a worker that comes later has to find the same. */
async function portOf({ host, port }: Config['server']): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen({ host, port: 0 }, resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
