import { connect, type Socket } from 'node:net';

/** A connection by hand: what is sent and when is the test's word. */
export async function dial(
  url: string,
): Promise<{ socket: Socket; seen: () => string; closed: () => boolean }> {
  let text = '';
  let closed = false;
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('end', () => (closed = true)).on('close', () => (closed = true));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return { socket, seen: () => text, closed: () => closed };
}

/** The head of a chat call, with these lines. */
export function headOf(lines: readonly string[]): string {
  return `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
