import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Answers what is no HTTP as the framework does for a service of one process. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, message } = faultOf(error.code);
  const label = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ error: label, message, statusCode: status });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${label}\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\n\r\n${body}`,
    );
  socket.destroy(error);
}

function faultOf(code: string | undefined): { readonly status: number; readonly message: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, message: 'Client Timeout' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, message: 'Exceeded maximum allowed HTTP header size' };
    default:
      return { status: 400, message: 'Client Error' };
  }
}
