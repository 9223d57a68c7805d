import { setImmediate } from 'node:timers/promises';
import type { StoredTrace, TraceRepository, TraceRow } from '../../store/traces.ts';
import { createRecentTraces } from './recent-traces.ts';
import { createBodyRoom } from './body-room.ts';
import { hasFacts, hasText, isInTime, newestFirst, type TraceQuery } from './trace-query.ts';
import type { TraceDetail, TraceRecord } from './trace-record.ts';
import { parseBodies, parseTrace, readableTrace, traceRow } from './trace-row.ts';
import { createTraceSample } from './trace-sample.ts';
import type { Traced } from './traced.ts';

export type { Traced };

/** What became of the last requests: in memory all of them, in the table those that tell something and some of the rest. */
export interface Traces {
  add(trace: Traced): void;
  /** The newest first, memory and table as one. */
  list(query: TraceQuery): Promise<readonly TraceRecord[]>;
  get(id: string): Promise<TraceDetail | null>;
  /** Never rejects: what cannot be written is told to `onError` and tried again with the next flush. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface TracesParts {
  readonly repository: TraceRepository;
  /** Hides every known key in a text. The relay has done so already: this is the last door to the disk and the outside. */
  readonly scrub: (text: string) => string;
  readonly flushEveryMs: number;
  /** Rows of the table; 0 = traces live in memory only. */
  readonly kept: number;
  readonly onError: (error: unknown) => void;
}

const inMemory = 2_000;
const mostWritten = 300;
/** Requests of which what was said is in memory, where it is kept at all: up to 50 kB each. */
const bodiesInMemory = 500;
/** Traces that are made readable, and written, before others have their turn: some ms at most. */
const pieceSize = 20;

export function createTraces({ repository, scrub, flushEveryMs, kept, onError }: TracesParts): Traces {
  const sample = createTraceSample(mostWritten);
  const recent = createRecentTraces(inMemory, sample.offer);
  const room = createBodyRoom(bodiesInMemory);
  let writing: readonly Traced[] = [];
  let flushed = Promise.resolve();
  const timer = setInterval(() => void flush(), flushEveryMs).unref();

  /** One after the other, so that closing waits for the one that runs. */
  function flush(): Promise<void> {
    flushed = flushed.then(writeSample);
    return flushed;
  }

  async function writeSample(): Promise<void> {
    recent.sift();
    writing = sample.take(Math.min(mostWritten, kept));
    try {
      do {
        await repository.write(rowsOf(writing.slice(0, pieceSize)), kept);
        writing = writing.slice(pieceSize);
        await setImmediate();
      } while (writing.length > 0);
    } catch (error) {
      for (const trace of writing) sample.offer(trace);
      writing = [];
      onError(error);
    }
  }

  /** A trace that cannot be made readable does not keep the others from the table. */
  function rowsOf(traces: readonly Traced[]): readonly TraceRow[] {
    return traces.flatMap((trace) => {
      try {
        return [traceRow(readableTrace(trace, scrub), trace.bodies?.shown(scrub))];
      } catch (error) {
        onError(error);
        return [];
      }
    });
  }

  /** Also those that have left the ring and are not in the table yet. */
  function inMind(): Set<Traced> {
    return new Set([...recent.all(), ...sample.held(), ...writing]);
  }

  async function listInMind(query: TraceQuery): Promise<TraceRecord[]> {
    const candidates = [...inMind()]
      .filter((trace) => isInTime(trace, query) && hasFacts(trace, query))
      .toSorted(newestFirst);
    const found: TraceRecord[] = [];
    for await (const trace of inTurns(candidates)) {
      if (found.length === query.limit) break;
      const record = trace.record();
      if (hasText(record, query, scrub)) found.push(readableTrace(trace, scrub, record).record);
    }
    return found;
  }

  return {
    add: (trace) => {
      recent.add(trace);
      // Seldom: only where the owner wants them kept.
      if (trace.bodies) room.add(trace);
    },
    flush,
    async list(asked) {
      const query = { ...asked, text: asked.text?.toLowerCase() };
      // Memory first: what goes from there to the table meanwhile is seen twice, not missed.
      const found = new Map((await listInMind(query)).map((record) => [record.id, record]));
      for (const json of await repository.find(query, query.limit)) {
        const record = parseTrace(json);
        if (!found.has(record.id)) found.set(record.id, record);
      }
      return [...found.values()].toSorted(newestFirst).slice(0, query.limit);
    },
    async get(id) {
      const trace = [...inMind()].find((candidate) => candidate.id === id);
      if (trace?.bodies) return { ...readableTrace(trace, scrub).record, bodies: trace.bodies.shown(scrub) };
      // What was said may be there alone.
      const row = await repository.get(id);
      const record = trace === undefined ? parsedOf(row) : readableTrace(trace, scrub).record;
      return record === null ? null : { ...record, bodies: parseBodies(row?.bodies ?? null) };
    },
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

function parsedOf(row: StoredTrace | null): TraceRecord | null {
  return row === null ? null : parseTrace(row.json);
}

/** Lets others have their turn after each piece. */
async function* inTurns<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % pieceSize === 0) await setImmediate();
    yield item;
  }
}
