import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from '../../fleet/fleet.ts';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { createContext, type Context } from '../../src/context.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { ChatAnswer, ChatRequest } from '../../src/relay/request.ts';
import { chatRequest, textSink } from './chat-request.ts';

/** The whole gateway but its HTTP surface, over simulated providers, in a folder of its own. */
export interface Gateway extends AsyncDisposable {
  readonly context: Context;
  readonly fleet: Fleet;
  readonly logs: string[];
  ask(change?: Partial<ChatRequest>): Promise<ChatAnswer>;
  /** A streamed answer as the client's text, and all that was sent. */
  stream(change?: Partial<ChatRequest>): Promise<{ text: string; raw: string; answer: ChatAnswer }>;
}

export interface GatewayOptions {
  readonly specs: readonly SimSpec[];
  readonly yaml?: string;
  readonly env?: Record<string, string>;
  readonly clock?: Clock;
}

export async function openGateway({ specs, yaml, env = {}, clock }: GatewayOptions): Promise<Gateway> {
  const fleet = await startFleet(specs);
  const folder = mkdtempSync(join(tmpdir(), 'noria-gateway-'));
  if (yaml !== undefined) writeFileSync(join(folder, 'noria.yaml'), yaml);
  const logs: string[] = [];
  const processEnv = {
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    ...fleet.env(),
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'pretty',
    ...env,
  };
  const context = await createContext({
    env: { folder, processEnv, terminal: false },
    logTo: { write: (line) => logs.push(line) },
    ...(clock && { clock }),
  });
  await context.discovery.start();
  const ask: Gateway['ask'] = (change) => context.relay.chat(chatRequest(change));
  return {
    context,
    fleet,
    logs,
    ask,
    stream: async (change) => {
      const answer = await ask({ stream: true, ...change });
      if (answer.kind !== 'stream') throw new Error('no stream');
      const sink = textSink();
      await answer.pipe(sink);
      return { text: contentOf(sink.text()), raw: sink.text(), answer };
    },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await fleet.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a reader of the stream sees. */
export function contentOf(raw: string): string {
  return eventsOf(raw)
    .map(
      (event) =>
        (event as { choices?: { delta?: { content?: string } }[] }).choices?.[0]?.delta?.content ?? '',
    )
    .join('');
}

export function eventsOf(raw: string): unknown[] {
  return raw
    .split('\n\n')
    .filter((event) => event.startsWith('data: ') && event !== 'data: [DONE]')
    .map((event) => JSON.parse(event.slice(6)) as unknown);
}

/** A made-up key of the right shape for Groq. */
export function groqKey(index: number): string {
  return `gsk_test${String(index).padStart(3, '0')}${'a'.repeat(40)}${index}`;
}

export const refillMinute = { kind: 'refill', ms: 60_000 } as const;
