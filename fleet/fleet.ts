import { startSimProvider, type RunningProvider } from './provider/sim-provider.ts';
import type { SimProvider, SimSpec } from './sim-spec.ts';

export interface FleetOptions {
  /** Epoch ms for every counter and record; default the real clock. */
  readonly clock?: () => number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface Fleet extends AsyncDisposable {
  readonly providers: ReadonlyMap<string, SimProvider>;
  get(id: string): SimProvider;
  /** Base URLs and keys, ready for Noria's environment. */
  env(): Record<string, string>;
  /** Stops listening and breaks every open connection. */
  close(): Promise<void>;
}

/** Starts one HTTP server for each spec. */
export async function startFleet(specs: readonly SimSpec[], options: FleetOptions = {}): Promise<Fleet> {
  const { clock = Date.now, host = '127.0.0.1' } = options;
  const running = new Map<string, RunningProvider>();
  const close = async (): Promise<void> => {
    await Promise.all([...running.values()].map((provider) => provider.close()));
  };
  try {
    for (const spec of specs) {
      if (running.has(spec.id)) throw new Error(`two simulated providers are called ${spec.id}`);
      running.set(spec.id, await startSimProvider(spec, { clock, host }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    providers: running,
    get(id) {
      const provider = running.get(id);
      if (provider === undefined) throw new Error(`no simulated provider is called ${id}`);
      return provider;
    },
    env: () =>
      Object.assign({}, ...[...running.values()].map((provider) => provider.env())) as Record<string, string>,
    close,
    [Symbol.asyncDispose]: close,
  };
}
