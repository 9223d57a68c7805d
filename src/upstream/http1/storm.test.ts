import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient } from '../http.ts';
import { answering, hear, Hearing, startRawServer } from './raw-server.fixture.ts';

/** The same numbers each time. */
function createDice(): (sides: number) => number {
  let state = 7;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % sides;
  };
}

const answers: readonly ((body: string) => string)[] = [
  (body) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  (body) =>
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n${body[0]}\r\n${(body.length - 1).toString(16)}\r\n${body.slice(1)}\r\n0\r\n\r\n`,
  (body) => `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  (body) => `HTTP/1.1 103 E\r\n\r\nHTTP/1.0 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  (body) =>
    `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong`,
  (body) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(1)}`,
  () => 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nwrong',
];

/** From here on the server ends the connection: before an answer, within one, or behind one. */
const cut = 5;

test('in a storm of good, broken and aborted calls every answer is its own, and each call is over once', async () => {
  const dice = createDice();
  await using server = await startRawServer((socket) =>
    answering((request) => {
      const kind = dice(answers.length);
      if (kind >= cut || dice(20) === 0) setImmediate(() => socket.end());
      return answers[kind]!(`own ${/n=(\d+)/.exec(request)?.[1]}`);
    })(socket),
  );
  const http = createHttpClient({
    connectMs: 1_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
  });
  const late: string[] = [];
  const counted: Record<string, number> = { end: 0, failed: 0, aborted: 0 };
  async function callOne(n: number): Promise<void> {
    const leavesAt = ['sent', 'head', 'data', 'end', '', '', '', '', '', ''][dice(10)];
    let isOver = false;
    const hearing = new Hearing((what, { control }) => {
      if (isOver) late.push(`${n} ${what}`);
      if (what === 'data' && n % 3 === 0) {
        control?.pause();
        setImmediate(() => control?.resume());
      }
      if (what === leavesAt) control?.abort();
      isOver ||= what === leavesAt || what === 'end' || what === 'failed';
    });
    hear(http, { url: `${server.url}/?n=${n}`, method: 'POST', body: 'x'.repeat(dice(40_000)) }, hearing);
    while (!isOver) await turn();
    await turn();
    const how = hearing.told.at(-1) ?? '';
    if (how === 'end') expect(hearing.body).toBe(`own ${n}`);
    counted[how in counted ? how : 'aborted']! += 1;
  }
  let next = 0;
  async function keepCalling(): Promise<void> {
    while (next < 1_500) {
      next += 1;
      await callOne(next);
    }
  }
  await Promise.all(Array.from({ length: 30 }, keepCalling));
  expect(Math.min(...Object.values(counted))).toBeGreaterThan(250);
  expect(late).toEqual([]);
  await http.close();
});
