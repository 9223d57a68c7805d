import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { demoSpecs } from './demo-fleet.ts';
import { startDemoTraffic } from './demo-traffic.ts';
import { startFleet } from './fleet.ts';
import { chat, until } from './testing.ts';

it('the demo fleet says that it is simulated and has three groq keys of two accounts', async () => {
  const specs = demoSpecs().map((spec) => ({ ...spec, latencyMs: 0, chunkMs: 0 }));
  await using fleet = await startFleet(specs);
  expect(fleet.env()['GROQ_API_KEYS']?.split(',')).toHaveLength(3);
  for (const spec of specs) {
    const key = spec.keys[0];
    const secret = key === undefined ? '' : typeof key === 'string' ? key : key.secret;
    const provider = fleet.get(spec.id);
    const model = {
      groq: 'openai/gpt-oss-120b',
      mistral: 'mistral-small-latest',
      gemini: 'gemini-3.5-flash-lite',
      openrouter: 'openrouter/free',
    }[spec.id];
    const path = spec.id === 'ollama' ? { path: '/v1/chat/completions' } : {};
    const seen = await chat(provider, model ?? 'llama3.1:8b', { key: secret, ...path });
    expect(seen.raw).toContain('(simulated)');
  }
});

it('demo traffic asks streamed and not, and stops with the signal', async () => {
  const seen: { auth: string | undefined; stream: boolean }[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => (body += part.toString()));
    req.on('end', () => {
      seen.push({
        auth: req.headers.authorization,
        stream: (JSON.parse(body) as { stream: boolean }).stream,
      });
      res.writeHead(500).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  const { port } = server.address() as AddressInfo;
  const traffic = startDemoTraffic({
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: 'sk-noria-demo',
    perMinute: 60_000,
    signal: stop.signal,
  });
  await until(() => seen.length >= 4);
  stop.abort();
  await traffic;
  expect(new Set(seen.map(({ stream }) => stream))).toEqual(new Set([true, false]));
  expect(seen[0]?.auth).toBe('Bearer sk-noria-demo');
  server.closeAllConnections();
  server.close();
});
