import { connect, type Socket } from 'node:net';

/**
 * Many connections from a process of its own, which has file descriptors of its own: half of them say nothing, half
 * send a head and never end it. Says `open N` when all stand, and `closed N` for each that was cut off.
 */
const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const sockets: Socket[] = [];
let open = 0;
let closed = 0;

function tell(): void {
  process.send?.({ open, closed });
}

for (let index = 0; index < count; index += 1) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.on('connect', () => {
    open += 1;
    if (index % 2 === 1) socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n');
    if (open === count) tell();
  });
  socket.resume();
  socket.on('close', () => {
    closed += 1;
    if (closed === count) tell();
  });
  // Not all at once: the queue of a listening socket is short.
  if (index % 200 === 199) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A slow-loris sends a header now and then, so that the connection never is silent. */
setInterval(() => {
  for (const [index, socket] of sockets.entries())
    if (index % 2 === 1 && socket.writable) socket.write(`x-${Date.now()}: y\r\n`);
}, 2_000);
process.on('disconnect', () => process.exit(0));
