import { setImmediate } from 'node:timers/promises';
import type { RelayEvent } from '../../relay/events.ts';
import type { TraceDetail, TraceRecord } from '../../relay/traces/trace-record.ts';
import type { Traces } from '../../relay/traces/traces.ts';

export interface RequestWatchParts {
  readonly traces: Pick<Traces, 'get'>;
  /** Monotone ms. */
  readonly ticks: () => number;
  readonly onRequest: (trace: TraceRecord) => void;
  /** One has ended that is not told. */
  readonly onMissed: () => void;
  readonly onError: (error: unknown) => void;
}

/** Requests that are told in one second, and that may wait to be looked up. */
const mostASecond = 20;
const secondMs = 1_000;
/** Ends of which more than one event tells are told once. */
const mostRemembered = 100;

/** Requests as they end, looked up by their traces: some of them when there are many. */
export class RequestWatch {
  readonly #parts: RequestWatchParts;
  readonly #told = new Set<string>();
  #queue: string[] = [];
  #looking = false;
  #second = -Infinity;
  #count = 0;

  constructor(parts: RequestWatchParts) {
    this.#parts = parts;
  }

  heard(event: RelayEvent, traceId: string): void {
    if (!endsRequest(event) || this.#told.has(traceId) || this.#queue.includes(traceId)) return;
    if (!this.#hasRoom()) return this.#parts.onMissed();
    this.#queue.push(traceId);
    if (!this.#looking) void this.#lookUp();
  }

  /** Nobody wants the rest. */
  close(): void {
    this.#queue = [];
  }

  #hasRoom(): boolean {
    const now = this.#parts.ticks();
    if (now - this.#second >= secondMs) {
      this.#second = now;
      this.#count = 0;
    }
    if (this.#count >= mostASecond || this.#queue.length >= mostASecond) return false;
    this.#count += 1;
    return true;
  }

  async #lookUp(): Promise<void> {
    this.#looking = true;
    // The trace is put away after its last event is told.
    await setImmediate();
    for (let id = this.#queue[0]; id !== undefined; id = this.#queue[0]) {
      try {
        const trace = await this.#parts.traces.get(id);
        if (trace !== null && this.#queue[0] === id) this.#tell(trace);
      } catch (error) {
        this.#parts.onError(error);
      }
      if (this.#queue[0] === id) this.#queue.shift();
    }
    this.#looking = false;
  }

  /** What was said is shown by the trace alone. */
  #tell({ bodies: _, ...trace }: TraceDetail): void {
    // Of an event that ends a call of Noria itself nobody can tell.
    if (trace.purpose !== null) return;
    for (const id of this.#told) if (this.#told.size >= mostRemembered) this.#told.delete(id);
    this.#told.add(trace.id);
    this.#parts.onRequest(trace);
  }
}

/** A client that leaves in the middle of a stream ends its request without another word. */
function endsRequest(event: RelayEvent): boolean {
  if (event.kind === 'left') return true;
  return (event.kind === 'served' || event.kind === 'gave_up') && event.purpose === null;
}
