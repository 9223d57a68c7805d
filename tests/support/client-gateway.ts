import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { startGateway, temporaryFolder, type TestGateway } from '../gateway.ts';

/** A gateway that listens, for a client's own library. */
export interface ClientGateway extends AsyncDisposable, Pick<TestGateway, 'context' | 'fleet' | 'lines'> {
  /** Without a path. */
  readonly url: string;
}

export async function openClientGateway(options: {
  readonly specs?: readonly SimSpec[];
  readonly yaml: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ClientGateway> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'noria.yaml'), options.yaml);
  const env = {
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    RAW_API_KEY: 'raw-key-of-the-tests-0001',
    ...options.env,
  };
  const gateway = await startGateway({ providers: options.specs ?? [], env, folder });
  const url = await gateway.listen();
  return {
    url,
    context: gateway.context,
    fleet: gateway.fleet,
    lines: gateway.lines,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server that speaks OpenAI's dialect and answers exactly what the test says. */
export interface RawProvider extends AsyncDisposable {
  readonly baseUrl: string;
  /** Bodies of the calls, as they came. */
  readonly bodies: string[];
}

export async function startRawProvider(
  answer: (res: ServerResponse, body: string, req: IncomingMessage) => void,
): Promise<RawProvider> {
  const bodies: string[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (text: string) => void (body += text));
    req.on('end', () => {
      if (req.method !== 'POST') return void res.writeHead(404).end();
      bodies.push(body);
      answer(res, body, req);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    bodies,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The configuration of a gateway over one such server, whose model is `raw-model`. */
export function rawYaml({ baseUrl }: RawProvider): string {
  return `providers: { raw: { wire: openai, base_url: "${baseUrl}", models: [raw-model], limits: {} } }\nroutes: { auto: { strategy: cascade, steps: [raw] } }\n`;
}

/** Chunks with these deltas as a stream in OpenAI's format; the last one has the finish reason. */
export function sseOf(deltas: readonly object[], finish: string, usage: object | null = null): string {
  const head = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_750_000_000,
    model: 'raw-model',
  };
  const told = deltas.map((delta) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: null, ...withLogprobs(delta) }],
  }));
  const chunks = [
    ...told,
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
    ...(usage === null ? [] : [{ ...head, choices: [], usage }]),
  ];
  return `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

function withLogprobs(delta: object): object {
  return 'logprobs' in delta ? { logprobs: delta.logprobs, delta: { ...delta, logprobs: undefined } } : {};
}

export function sendStream(res: ServerResponse, text: string): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
}

export function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
