import type { Duplex } from 'node:stream';

/** Messages to the other side; those of one turn of the event loop go as one line. */
export interface Channel<Out> {
  /** Encoded when it leaves: what is changed in the same turn is told as it is then. */
  send(message: Out): void;
  /** One message that is JSON already. */
  sendText(json: string): void;
  /** Sends what is left and ends. */
  close(): void;
}

/** What is done with messages of the other side. */
export interface ChannelEnd<In> {
  receive(message: In): void;
  /** All messages that came together have been received. */
  received?(): void;
  /** Before a line leaves. */
  leaving?(): void;
  /** Nothing more comes: the other side has ended or was killed. */
  closed(): void;
  /** A message that could not be dealt with; the others are. */
  failed(error: unknown): void;
}

/** A line is a JSON array of messages. */
export function openChannel<In, Out>(socket: Duplex, end: ChannelEnd<In>): Channel<Out> {
  let queue: (Out | string)[] = [];
  let scheduled = false;
  let rest = '';

  function flush(): void {
    scheduled = false;
    end.leaving?.();
    if (queue.length === 0) return;
    const line = queue.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',');
    queue = [];
    if (socket.writable) socket.write(`[${line}]\n`);
  }

  function push(item: Out | string): void {
    queue.push(item);
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function read(text: string): void {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      const line = rest + text.slice(from, at);
      rest = '';
      from = at + 1;
      for (const message of JSON.parse(line) as In[]) receive(message);
    }
    rest += text.slice(from);
    end.received?.();
    // What this has called for need not wait for others.
    flush();
  }

  function receive(message: In): void {
    try {
      end.receive(message);
    } catch (error) {
      end.failed(error);
    }
  }

  socket.setEncoding('utf8');
  socket.on('data', read);
  // Its end is told by `close`.
  socket.on('error', () => undefined);
  socket.on('close', () => end.closed());
  return {
    send: push,
    sendText: push,
    close: () => {
      flush();
      socket.end();
    },
  };
}
