import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient, type HttpClient } from '../http.ts';
import { answering, hear, startRawServer } from './raw-server.fixture.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** All that a call was. */
async function call(http: HttpClient, url: string, size: number): Promise<WeakRef<object>[]> {
  const body = Buffer.alloc(size, 'x');
  const headers = { 'x-size': String(size) };
  const hearing = hear(http, { url, method: 'POST', headers, body });
  await hearing.over;
  expect(hearing.body).toBe('ab');
  const { control } = hearing;
  return [body, headers, hearing, control!].map((one) => new WeakRef<object>(one));
}

test.each([10, 100_000])('a kept connection keeps nothing of its calls of %i bytes', async (size) => {
  await using server = await startRawServer(
    answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n'),
  );
  const http = createHttpClient({
    connectMs: 1_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
  });
  const first = await call(http, server.url, size);
  const left = (refs: readonly WeakRef<object>[]) => refs.filter((ref) => ref.deref() !== undefined).length;
  for (let turns = 0; turns < 20 && left(first) > 0; turns += 1) {
    await turn();
    collect();
  }
  expect(left(first)).toBe(0);
  const second = await call(http, server.url, size);
  for (let turns = 0; turns < 20 && left(second) > 0; turns += 1) {
    await turn();
    collect();
  }
  expect(left(second)).toBe(0);
  expect(server.sockets.map(({ destroyed }) => destroyed)).toEqual([false]);
  await http.close();
});
