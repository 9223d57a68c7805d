import { provider } from '../../catalog/providers/anthropic.ts';
import { anthropicWire } from './anthropic-wire.ts';
import {
  recordChat,
  startServer,
  type Arrival,
  type ChatOptions,
  type Recording,
  type TestServer,
} from './record-chat.ts';

/** For tests only: one call to a server that answers as the test says. */
export interface Asked extends Recording {
  readonly arrival: Arrival | undefined;
}

export async function ask(
  answer: (arrival: Arrival) => void,
  options: Partial<ChatOptions> = {},
): Promise<Asked> {
  await using server: TestServer = await startServer(answer);
  const body = { messages: [{ role: 'user', content: 'Hello' }] };
  const told = await recordChat(anthropicWire, {
    provider,
    baseUrl: `${server.url}/v1`,
    body,
    secret: 'sk-ant-test',
    ...options,
  });
  return { ...told, arrival: server.arrivals[0] };
}

export function json(status: number, body: unknown): (arrival: Arrival) => void {
  return ({ res }) =>
    res
      .writeHead(status, { 'content-type': 'application/json', 'request-id': 'r1' })
      .end(JSON.stringify(body));
}

export function stream(text: string, ends = true): (arrival: Pick<Arrival, 'res'>) => void {
  return ({ res }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    res.write(text);
    if (ends) res.end();
  };
}

export const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-test',
  content: [
    { type: 'thinking', thinking: 'Hm.', signature: 'x' },
    { type: 'text', text: 'It is ' },
    { type: 'text', text: 'sunny.' },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Brno' } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 10, cache_read_input_tokens: 30, cache_creation_input_tokens: 5, output_tokens: 7 },
};
