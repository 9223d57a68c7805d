import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import { createServer } from './api/server.ts';
import { createContext, type Context, type ContextOverrides } from './context.ts';
import { standardOutput, type LogDestination } from './shared/log.ts';
import type { Crew } from './workers/primary/crew.ts';

/** A running service. */
export interface Service {
  readonly context: Context;
  readonly url: string;
  /** Resolves when the service cannot go on, with the reason; it is to be closed then. */
  readonly failure: Promise<Error>;
  close(): Promise<void>;
}

/** How long running answers may go on once the service is told to stop. */
const drainMs = 15_000;

/** Starts everything and resolves when requests can be taken. @throws ConfigError and its kin, in words for people */
export async function startService(overrides: ContextOverrides = {}): Promise<Service> {
  const logTo = overrides.logTo ?? standardOutput();
  const context = await createContext({ ...overrides, logTo });
  try {
    const server = createServer(context);
    await context.discovery.start();
    context.keepWarm.start();
    const size = overrides.workers ?? context.config.server.workers;
    const crew = await crewOf(context, { size, output: logTo, server });
    const { host, port } = context.config.server;
    context.address.url = crew?.url ?? (await server.listen({ host, port }));
    context.state.ready = true;
    return {
      context,
      url: context.address.url,
      failure: crew?.failure ?? new Promise<never>(() => undefined),
      close: async () => {
        context.state.draining = true;
        context.feed.close();
        await crew?.drain();
        await server.close();
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

interface CrewPlan {
  readonly size: number;
  readonly output: LogDestination;
  readonly server: FastifyInstance;
}

/** The worker processes, listening; null = this process does everything. Without them the server is closed. */
async function crewOf(context: Context, { size, output, server }: CrewPlan): Promise<Crew | null> {
  const { watch } = context;
  if (watch === null) return null;
  // One process alone has no use for it.
  const { startCrew } = await import('./workers/primary/crew.ts');
  const program = fileURLToPath(new URL('cli/worker.ts', import.meta.url));
  try {
    return await startCrew({
      context,
      watch,
      size,
      program,
      output,
      listen: (path) => server.listen({ path }),
    });
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Ends with the process. A signal drains first; the same signal told twice at once (a terminal and npm both) is one. */
export function closeOnSignals(service: Service): void {
  closeWithGrace({ delay: drainMs, logger: false, skip: [...signals] }, async ({ err }) => {
    if (err !== undefined) service.context.log.error({ err }, 'Noria stops after an error');
    await service.close();
  });
  let askedAt = 0;
  const stop = (): void => {
    const now = performance.now();
    if (askedAt > 0 && now - askedAt > repeatMs) process.exit(1);
    if (askedAt > 0) return;
    askedAt = now;
    setTimeout(() => process.exit(1), drainMs).unref();
    void service.close().then(() => process.exit(0), fail);
  };
  const fail = (error: unknown): void => {
    service.context.log.error({ err: error }, 'Noria did not stop cleanly');
    process.exit(1);
  };
  for (const signal of signals) process.on(signal, stop);
  endOnFailure(service).catch(fail);
}

/** Ends with an error once the service cannot go on. */
async function endOnFailure(service: Service): Promise<void> {
  const error = await service.failure;
  service.context.log.error({ err: error }, `Noria stops: ${error.message}`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), drainMs).unref();
  await service.close();
  process.exit(1);
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A second request to stop after this means: at once. */
const repeatMs = 1_000;
