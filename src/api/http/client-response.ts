/**
 * What an answer needs of the one who carries it to the client: Node's own response, or that of a plain connection.
 * Shapes and order are those of `node:http`: a head once, then bytes, then the end.
 */
export interface ClientResponse {
  /** The connection is gone. */
  readonly destroyed: boolean;
  readonly headersSent: boolean;
  /** `end` was called. */
  readonly writableEnded: boolean;
  /** As names and values in turn, or by name; names in lower case. Without a `content-length` the body goes out in chunks. */
  writeHead(status: number, headers: string[] | Readonly<Record<string, string | number>>): unknown;
  /** False = wait for a drain. */
  write(bytes: Buffer | string): boolean;
  end(body?: Buffer | string): unknown;
  end(text: string, encoding: 'latin1'): unknown;
  /** `close`: the connection is gone, or the answer is out. */
  on(event: 'close' | 'drain', listener: () => void): unknown;
  destroy(): unknown;
}
