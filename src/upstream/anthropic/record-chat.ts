import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from '../../catalog/types.ts';
import type { Answer } from '../../engine/classification.ts';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient, type HttpHeaders } from '../http.ts';
import type { ChatBody, ChatCall, StreamState, WholeAnswer, Wire, WireControl } from '../wire.ts';

/** For tests only: what a wire told its listener, in order. */
export interface Recording {
  readonly order: string[];
  /** All bytes that were passed on. */
  text: string;
  head: HttpHeaders | null;
  state: StreamState | null;
  whole: WholeAnswer | null;
  refused: Answer | null;
  broken: Error | null;
}

export interface Arrival {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: string;
  readonly body: unknown;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: Arrival[];
}

/** An HTTP server on a free loopback port that answers as `answer` does. */
export async function startServer(answer: (arrival: Arrival) => void): Promise<TestServer> {
  const arrivals: Arrival[] = [];
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      const arrival = {
        req,
        res,
        path: `${req.method} ${req.url}`,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      };
      arrivals.push(arrival);
      answer(arrival);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface ChatOptions {
  readonly provider: Provider;
  readonly baseUrl: string;
  readonly body: ChatBody;
  readonly secret?: string;
  readonly stream?: boolean;
  readonly usage?: boolean;
  /** Waited for before the client closes: that an abort alone closes the socket. */
  readonly until?: Promise<void>;
  /** Told after every call of the listener: to abort on the way. */
  readonly onTold?: (told: string, control: WireControl) => void;
}

export function callOf(options: ChatOptions): ChatCall {
  return {
    task: 'chat',
    provider: options.provider,
    baseUrl: options.baseUrl,
    secret: options.secret ?? '',
    model: 'test-model',
    body: options.body,
    stream: options.stream ?? false,
    bytes: null,
    mayOverwrite: false,
    facts: null,
    clientWantsUsage: options.usage ?? false,
    maxTokens: null,
    refusedParams: new Set(),
  };
}

/** One call, to its end, or to the moment the test aborts it. */
export async function recordChat(wire: Wire, options: ChatOptions): Promise<Recording> {
  const guard = createGuard({ allowedHosts: ['127.0.0.1'] });
  const http = createHttpClient({ connectMs: 1_000, trusts: () => false, guard });
  const record: Recording = {
    order: [],
    text: '',
    head: null,
    state: null,
    whole: null,
    refused: null,
    broken: null,
  };
  const { promise, resolve } = Promise.withResolvers<void>();
  const note = (told: string, isLast: boolean): void => {
    record.order.push(told);
    options.onTold?.(told, { ...control, abort: () => (control.abort(), resolve()) });
    if (isLast) resolve();
  };
  const control: WireControl = wire.chat(callOf(options), http, {
    sent: () => note('sent', false),
    head: (headers) => ((record.head = headers), note('head', false)),
    chunk: (bytes, state) => {
      record.text += bytes === null ? '' : bytes.toString();
      record.state = state;
      note(bytes === null ? 'beat' : 'chunk', false);
    },
    ended: (state) => ((record.state = state), note('ended', true)),
    whole: (answer) => ((record.whole = answer), note('whole', true)),
    refused: (answer) => ((record.refused = answer), note('refused', true)),
    broken: (error) => ((record.broken = error), note('broken', true)),
  });
  await promise;
  await options.until;
  // Whatever would come too late has the time to come.
  await new Promise((later) => setTimeout(later, 5));
  await http.close();
  return record;
}

/** The chunks of a stream, parsed. */
export function chunksOf(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')) as Record<string, unknown>);
}

/** The text that a reader of the stream sees. */
export function contentOf(text: string): string {
  return chunksOf(text)
    .flatMap((chunk) => chunk.choices as readonly { delta: { content?: string } }[])
    .map(({ delta }) => delta.content ?? '')
    .join('');
}
