import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { clientKey, startGateway, temporaryFolder, type TestGateway } from '../gateway.ts';

/** For tests only: a listening gateway and Anthropic's own library before it. */
export interface AnthropicGateway extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly url: string;
  readonly client: Anthropic;
}

export interface AnthropicGatewayOptions {
  readonly providers?: readonly SimSpec[];
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openAnthropic(options: AnthropicGatewayOptions = {}): Promise<AnthropicGateway> {
  const folder = temporaryFolder();
  if (options.yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), options.yaml);
  const gateway = await startGateway({
    folder,
    providers: options.providers ?? [],
    env: { OLLAMA_BASE_URL: 'http://127.0.0.1:9', ...options.env },
  });
  const url = await gateway.listen();
  return {
    gateway,
    url,
    client: clientAt(url),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function clientAt(baseURL: string, apiKey: string | null = clientKey): Anthropic {
  return new Anthropic({ apiKey, authToken: null, baseURL, maxRetries: 0 });
}

/** A call as a provider of the test sees it. */
export interface OddCall {
  readonly path: string;
  readonly text: string;
  readonly res: ServerResponse;
}

/** A gateway over one provider that answers as the test says. */
export interface OddProvider extends AnthropicGateway {
  /** Its chat calls. */
  readonly calls: readonly OddCall[];
  /** The body of the last one. */
  asked(): Record<string, unknown>;
}

export async function openOver(
  wire: 'openai' | 'anthropic',
  answer: (call: OddCall) => void,
): Promise<OddProvider> {
  const calls: OddCall[] = [];
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => void pieces.push(piece));
    req.on('end', () => {
      if (req.method !== 'POST') return void res.writeHead(404).end();
      const call = { path: req.url ?? '', text: Buffer.concat(pieces).toString(), res };
      calls.push(call);
      answer(call);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const opened = await openAnthropic(overBase(wire, base));
  return {
    ...opened,
    calls,
    asked: () => JSON.parse(calls.at(-1)?.text ?? 'null') as Record<string, unknown>,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

function overBase(wire: 'openai' | 'anthropic', base: string): AnthropicGatewayOptions {
  if (wire === 'openai')
    return {
      yaml: `providers: { odd: { wire: openai, base_url: "${base}", models: [model-of-odd], limits: {} } }`,
      env: { ODD_API_KEY: 'a-key-of-the-odd-provider' },
    };
  return {
    yaml: 'providers: { anthropic: { models: [claude-of-odd], limits: {} } }',
    env: { ANTHROPIC_BASE_URL: base, ANTHROPIC_API_KEY: 'sk-ant-api03-00000000000000000000000000' },
  };
}

/** One event of Anthropic's stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function eventsIn(raw: string): readonly StreamEvent[] {
  return raw
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      return { event, data: JSON.parse(data) as Record<string, unknown> };
    });
}

/** The raw answer to a raw call, as a client without a library sees it. */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-api-key': clientKey, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
