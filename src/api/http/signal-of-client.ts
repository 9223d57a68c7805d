import type { ServerResponse } from 'node:http';

/** Aborted when the connection closes before the answer has ended; not by a normal end. */
export function signalOfClient(raw: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed) controller.abort();
  raw.once('close', () => {
    if (!raw.writableEnded) controller.abort();
  });
  return controller.signal;
}
