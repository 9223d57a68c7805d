import { startSimProvider } from './provider/sim-provider.ts';
import { simulatedAnswer } from './simulated-answer.ts';

/** One simulated provider, for a gateway that has no other. */
export interface Simulation {
  /** OpenAI's dialect, without a key: http://127.0.0.1:41234/v1. */
  readonly baseUrl: string;
  /** Takes no new connection, and ends when the running answers have, or after so many ms. */
  drain(withinMs: number): Promise<void>;
  /** At once. */
  close(): Promise<void>;
}

/** Starts it on any free port of the loopback address. @throws Error of the system when there is none */
export async function startSimulation(id: string, model: string): Promise<Simulation> {
  const provider = await startSimProvider(
    {
      id,
      // A local server of this kind wants no key.
      profile: 'ollama',
      keys: [],
      models: [model],
      limits: [],
      latencyMs: () => 150 + Math.random() * 250,
      chunkMs: 30,
      chunks: 20,
      parallel: 64,
      // What another model has begun is no text for it: it says its own, which nobody joins to the other's.
      continues: 'restarts',
      answer: simulatedAnswer,
      keepBodies: 0,
      keepCalls: 100,
    },
    { clock: Date.now, host: '127.0.0.1' },
  );
  return {
    baseUrl: `${provider.baseUrl}/v1`,
    drain: (withinMs) => provider.drain(withinMs),
    close: () => provider.close(),
  };
}
