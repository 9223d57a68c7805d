import { fork, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { asClient, clientKey, startGateway } from '../gateway.ts';
import { dial, headOf } from '../support/dial.ts';
import { until } from '../../fleet/testing.ts';

const groq = { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0, limits: [] } as const;
const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] });

/** Connections that this process may hold beside its own files; the crowd has a process of its own. */
function mostConnections(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft?: string | number } };
  };
  const soft = Number(userLimits?.open_files?.soft ?? 1_024);
  return Math.min(10_000, (Number.isFinite(soft) ? soft : 1_024_000) - 500);
}

async function crowdOf(count: number, url: string): Promise<ChildProcess> {
  const program = new URL('crowd.ts', import.meta.url);
  const crowd = fork(program, [new URL(url).port, String(count)]);
  await new Promise<void>((resolve, reject) => {
    crowd.once('error', reject).once('exit', () => reject(new Error('the crowd has left')));
    crowd.on('message', (told: { open: number }) => told.open === count && resolve());
  });
  return crowd;
}

async function timed(url: string): Promise<number> {
  const from = performance.now();
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  return performance.now() - from;
}

describe('who holds connections', () => {
  test('10,000 that say nothing, or never end their head, do not stop others', async () => {
    await using gateway = await startGateway({ providers: [groq], env: { LOG_LEVEL: 'error' } });
    const url = await gateway.listen();
    gateway.app.server.headersTimeout = 120_000;
    const count = mostConnections();
    if (count < 10_000) console.log(`only ${count} connections: no more files may be open here (ulimit -n)`);
    const crowd = await crowdOf(count, url);
    const times: number[] = [];
    for (let turn = 0; turn < 100; turn += 1) times.push(await timed(url));
    const connections = await new Promise<number>((resolve, reject) =>
      gateway.app.server.getConnections((error, found) => (error === null ? resolve(found) : reject(error))),
    );
    expect(connections).toBeGreaterThanOrEqual(count);
    expect(times.toSorted((a, b) => a - b)[90]).toBeLessThan(1_000);
    crowd.disconnect();
  }, 60_000);

  test('are cut off when their head takes too long, silent or dripping', async () => {
    await using gateway = await startGateway();
    gateway.app.server.headersTimeout = 500;
    const url = await gateway.listen();
    const crowd = await crowdOf(50, url);
    await new Promise<void>((resolve) =>
      crowd.on('message', (told: { closed: number }) => told.closed === 50 && resolve()),
    );
    crowd.disconnect();
    expect(
      await new Promise((resolve) => gateway.app.server.getConnections((_error, found) => resolve(found))),
    ).toBe(0);
  });

  test('a body that never ends is cut off with 408, and a running stream is not', async () => {
    await using gateway = await startGateway({
      providers: [{ ...groq, answer: 'one two three four five six seven', chunks: 7, chunkMs: 1_200 }],
    });
    gateway.app.server.requestTimeout = 500;
    gateway.app.server.headersTimeout = 400;
    const url = await gateway.listen();
    const slow = await dial(url);
    slow.socket.write(headOf([`authorization: Bearer ${clientKey}`, 'content-length: 1000']) + '{');
    const streamed = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], stream: true });
    const stream = await dial(url);
    stream.socket.write(
      headOf([`authorization: Bearer ${clientKey}`, `content-length: ${streamed.length}`]) + streamed,
    );
    await new Promise<void>((resolve) => slow.socket.once('close', () => resolve()));
    expect(slow.seen()).toMatch(/^HTTP\/1\.1 408 /);
    await new Promise<void>((resolve) => {
      stream.socket.on('data', () => stream.seen().includes('[DONE]') && resolve());
      stream.socket.once('close', () => resolve());
    });
    expect(stream.seen()).toContain('[DONE]');
    stream.socket.destroy();
  });

  test.each(['content-length', 'chunked'])(
    'a body that comes a byte at a time (%s) is read whole',
    async (framing) => {
      await using gateway = await startGateway({ providers: [groq] });
      const { socket, seen } = await dial(await gateway.listen());
      socket.setNoDelay(true);
      const length = framing === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${body.length}`;
      const wire = Buffer.from(
        headOf([`authorization: Bearer ${clientKey}`, length]) +
          (framing === 'chunked'
            ? `${body
                .split('')
                .map((byte) => `1\r\n${byte}\r\n`)
                .join('')}0\r\n\r\n`
            : body),
      );
      for (const byte of wire) {
        socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await until(() => seen().includes('chat.completion'));
      socket.destroy();
    },
  );

  test('who leaves in the middle of a body leaves nothing behind', async () => {
    await using gateway = await startGateway({ providers: [groq] });
    const url = await gateway.listen();
    for (let turn = 0; turn < 300; turn += 1) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
      const framing = turn % 2 === 0 ? 'content-length: 1000' : 'transfer-encoding: chunked';
      socket.write(
        headOf([`authorization: Bearer ${clientKey}`, framing]) + (turn % 2 === 0 ? '{"a":' : '5\r\n{"a":'),
      );
      socket.resetAndDestroy();
    }
    expect(await timed(url)).toBeLessThan(5_000);
    expect(gateway.lines.filter((line) => line.includes('"level":50'))).toEqual([]);
    expect(gateway.fleet.get('groq').calls).toHaveLength(1);
  });
});
