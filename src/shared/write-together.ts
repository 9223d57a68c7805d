import type { Socket } from 'node:net';

/** Beyond this, two writes of bytes are cheaper than one of text. */
export const longestText = 16_384;

/**
 * Writes Latin-1 text, bytes and Latin-1 text behind them. Short ones leave as one text, a character a byte, in one call of
 * the system; a text and a buffer would be two. False = the socket takes no more for now.
 */
export function writeTogether(socket: Socket, before: string, bytes: Buffer, after = ''): boolean {
  if (bytes.length <= longestText) return socket.write(before + bytes.toString('latin1') + after, 'latin1');
  socket.cork();
  if (before !== '') socket.write(before, 'latin1');
  let takesMore = socket.write(bytes);
  if (after !== '') takesMore = socket.write(after, 'latin1');
  socket.uncork();
  return takesMore;
}
