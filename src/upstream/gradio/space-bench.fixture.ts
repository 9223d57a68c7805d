import { provider } from '../../catalog/providers/hf_space.ts';
import {
  recordChat,
  startServer,
  type Arrival,
  type ChatOptions,
  type Recording,
  type TestServer,
} from '../anthropic/record-chat.ts';
import { createStreamState, type ChatCall, type Wire } from '../wire.ts';
import { createGradioWire } from './gradio-wire.ts';

export type Ask = Partial<ChatOptions> & { readonly wire?: Wire };

/** For tests only: a Space of the test's own making, and calls to it. One server at a time. */
export interface SpaceBench extends AsyncDisposable {
  /** Epoch ms. */
  clock: number;
  /** Calls that were handed over to OpenAI's wire, which here speaks to nobody. */
  readonly delegated: ChatCall[];
  readonly server: () => TestServer;
  readonly serve: (answer: (arrival: Arrival) => void) => Promise<void>;
  readonly newWire: () => Wire;
  readonly ask: (options?: Ask) => Promise<Recording>;
  readonly paths: () => readonly string[];
  /** The body of the first POST. */
  readonly posted: () => unknown;
}

export const body = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 50, temperature: 0.2 };

export function createSpaceBench(): SpaceBench {
  let server: TestServer | null = null;
  const delegated: ChatCall[] = [];
  const openai: Wire = {
    chat: (call, _http, listener) => {
      delegated.push(call);
      queueMicrotask(() => listener.ended({ ...createStreamState(), done: true }));
      return { abort: () => {}, pause: () => {}, resume: () => {} };
    },
  };

  async function close(): Promise<void> {
    await server?.[Symbol.asyncDispose]();
    server = null;
  }

  const bench: SpaceBench = {
    clock: 0,
    delegated,
    server: () => {
      if (server === null) throw new Error('nothing is served');
      return server;
    },
    serve: async (answer) => {
      await close();
      server = await startServer(answer);
    },
    newWire: () => createGradioWire({ now: () => bench.clock, openai }),
    ask: ({ wire = bench.newWire(), ...options } = {}) =>
      recordChat(wire, { provider, baseUrl: server?.url ?? '', body, stream: true, ...options }),
    paths: () => bench.server().arrivals.map(({ path }) => path),
    posted: () => bench.server().arrivals.find(({ path }) => path.startsWith('POST'))?.body,
    [Symbol.asyncDispose]: close,
  };
  return bench;
}

export function wholeText(told: Recording): unknown {
  const completion = JSON.parse(String(told.whole?.body)) as { choices: { message: { content: string } }[] };
  return completion.choices[0]?.message.content;
}
