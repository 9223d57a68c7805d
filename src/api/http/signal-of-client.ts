import type { Leaving } from '../../relay/request.ts';
import type { ClientResponse } from './client-response.ts';

/** Aborted when the connection closes before the answer has ended; not by a normal end. */
export function signalOfClient(raw: ClientResponse): Leaving {
  const signal = new ClientSignal();
  if (raw.destroyed) signal.abort();
  // It comes once: a listener that takes itself off again costs more.
  raw.on('close', () => {
    if (!raw.writableEnded) signal.abort();
  });
  return signal;
}

/** What the relay needs of an AbortSignal, without the cost of an event target a request. */
class ClientSignal implements Leaving {
  aborted = false;
  #listeners: (() => void)[] = [];

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((known) => known !== listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}
