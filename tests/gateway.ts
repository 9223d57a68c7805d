import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { startFleet, type Fleet } from '../fleet/fleet.ts';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { createServer } from '../src/api/server.ts';
import { createContext, type Context } from '../src/context.ts';
import type { Clock } from '../src/shared/clock.ts';

export const clientKey = 'sk-noria-client-of-the-tests-0001';
export const adminToken = 'admin-token-of-the-tests-0001';
export const asClient = { authorization: `Bearer ${clientKey}` };
export const asAdmin = { authorization: `Bearer ${adminToken}` };

/** A gateway over simulated providers, not yet listening; `listen` gives its address. */
export interface TestGateway extends AsyncDisposable {
  readonly context: Context;
  readonly app: FastifyInstance;
  readonly fleet: Fleet;
  /** Every log line so far. */
  readonly lines: string[];
  listen(): Promise<string>;
}

export interface TestGatewayOptions {
  readonly providers?: readonly SimSpec[];
  readonly env?: Readonly<Record<string, string>>;
  /** Kept at the end; a new one each time without it. */
  readonly folder?: string;
  readonly clock?: Clock;
  /** As `noria demo` starts it. */
  readonly simulated?: boolean;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'noria-test-'));
}

export async function startGateway({
  providers = [],
  env = {},
  folder,
  clock,
  simulated = false,
}: TestGatewayOptions = {}): Promise<TestGateway> {
  const at = folder ?? temporaryFolder();
  const fleet = await startFleet(providers);
  const lines: string[] = [];
  const processEnv = {
    NORIA_DATA: join(at, 'data'),
    NORIA_API_KEY: clientKey,
    NORIA_ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'json',
    ...fleet.env(),
    ...env,
  };
  const context = await createContext({
    env: { folder: at, processEnv, terminal: false },
    logTo: { write: (line) => void lines.push(line) },
    ...(clock && { clock }),
    simulated,
  });
  const app = createServer(context);
  context.state.ready = true;
  return {
    context,
    app,
    fleet,
    lines,
    listen: async () => (context.address.url = await app.listen({ host: '127.0.0.1', port: 0 })),
    [Symbol.asyncDispose]: async () => {
      app.server.closeAllConnections();
      await app.close();
      await context.close();
      await fleet.close();
      if (folder === undefined) rmSync(at, { recursive: true, force: true });
    },
  };
}
