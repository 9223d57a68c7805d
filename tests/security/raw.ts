import { connect } from 'node:net';

/** Sends bytes as they are and gives what comes back until the connection ends, or until `enough` of it is there. */
export async function speak(url: string, text: string | Buffer, enough = /\r\n\r\n[^]*\}$/): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let seen = '';
  await new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      seen += bytes.toString('latin1');
      if (enough.test(seen)) resolve();
    });
    socket.on('close', () => resolve()).on('error', () => resolve());
    socket.write(text);
  });
  socket.destroy();
  return seen;
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
