import { Server, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { TimerWheel } from '../../../shared/timer-wheel.ts';
import { serverLimits } from '../server-limits.ts';
import { PlainConnection, type PlainConnectionParts, type PlainRoute } from './plain-connection.ts';

const badRequest = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n';

/**
 * Node's HTTP server with a shorter way for one route (docs/decisions/0011-plain-connections.md): a connection is read here
 * as long as its requests are plain, and is Node's from the first that is not.
 */
export class PlainServer extends Server {
  readonly #connections = new Set<PlainConnection>();

  constructor(route: PlainRoute, onRequest: RequestListener) {
    super(serverLimits, onRequest);
    const toNode = this.listeners('connection');
    this.removeAllListeners('connection');
    const wheel = new TimerWheel(() => performance.now());
    const parts: PlainConnectionParts = {
      route,
      wheel,
      dateLine: createDateLine(),
      toNode: (socket) => toNode.forEach((listener) => listener.call(this, socket)),
      broken: (socket) => {
        // What Node says where nobody else does.
        if (!this.emit('clientError', unfinished(), socket)) socket.end(badRequest);
      },
      forget: (connection) => this.#connections.delete(connection),
    };
    this.on('connection', (socket: Socket) => this.#connections.add(new PlainConnection(socket, parts)));
  }

  override closeIdleConnections(): void {
    for (const connection of this.#connections) if (connection.isIdle) connection.socket.destroy();
    super.closeIdleConnections();
  }

  override closeAllConnections(): void {
    for (const { socket } of this.#connections) socket.destroy();
    super.closeAllConnections();
  }
}

/** As Node's parser calls it. */
function unfinished(): Error {
  return Object.assign(new Error('the connection ended in the middle of a request'), {
    code: 'HPE_INVALID_EOF_STATE',
  });
}

/** RFC 9110, 6.6.1. Made once a second. */
function createDateLine(): () => string {
  let line = '';
  let second = 0;
  return () => {
    const now = Date.now();
    if (now - second >= 1_000 || now < second) {
      second = now - (now % 1_000);
      line = `date: ${new Date(second).toUTCString()}\r\n`;
    }
    return line;
  };
}
