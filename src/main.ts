import closeWithGrace from 'close-with-grace';
import { createServer } from './api/server.ts';
import { createContext, type Context, type ContextOverrides } from './context.ts';

/** A running service. */
export interface Service {
  readonly context: Context;
  readonly url: string;
  close(): Promise<void>;
}

/** How long running answers may go on once the service is told to stop. */
const drainMs = 15_000;

/** Starts everything and resolves when requests can be taken. @throws ConfigError and its kin, in words for people */
export async function startService(overrides: ContextOverrides = {}): Promise<Service> {
  const context = await createContext(overrides);
  try {
    const server = createServer(context);
    await context.discovery.start();
    context.keepWarm.start();
    const { host, port } = context.config.server;
    context.address.url = await server.listen({ host, port });
    context.state.ready = true;
    return {
      context,
      url: context.address.url,
      close: async () => {
        context.state.draining = true;
        await server.close();
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
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
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A second request to stop after this means: at once. */
const repeatMs = 1_000;
