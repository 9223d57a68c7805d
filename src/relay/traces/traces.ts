import { setImmediate } from 'node:timers/promises';
import type { TraceRepository, TraceRow } from '../../store/traces.ts';
import { createRecentTraces } from './recent-traces.ts';
import { isBefore, isWanted, newestFirst, type TraceQuery } from './trace-query.ts';
import type { TraceRecord } from './trace-record.ts';
import { parseTrace, readableTrace, traceRow } from './trace-row.ts';
import { createTraceSample } from './trace-sample.ts';
import type { Traced } from './traced.ts';

export type { Traced };

/** What became of the last requests: in memory all of them, in the table those that tell something and some of the rest. */
export interface Traces {
  add(trace: Traced): void;
  /** The newest first, memory and table as one. */
  list(query: TraceQuery): Promise<readonly TraceRecord[]>;
  get(id: string): Promise<TraceRecord | null>;
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
/** Traces that are made readable, and written, before others have their turn: some ms at most. */
const pieceSize = 20;

export function createTraces({ repository, scrub, flushEveryMs, kept, onError }: TracesParts): Traces {
  const sample = createTraceSample(mostWritten);
  const recent = createRecentTraces(inMemory, sample.offer);
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
        return [traceRow(readableTrace(trace, scrub))];
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
    const candidates = [...inMind()].filter((trace) => isBefore(trace, query.before)).toSorted(newestFirst);
    const found: TraceRecord[] = [];
    for await (const trace of inTurns(candidates)) {
      if (found.length === query.limit) break;
      const { record } = readableTrace(trace, scrub);
      if (isWanted(record, query)) found.push(record);
    }
    return found;
  }

  return {
    add: recent.add,
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
      if (trace !== undefined) return readableTrace(trace, scrub).record;
      const json = await repository.get(id);
      return json === null ? null : parseTrace(json);
    },
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Lets others have their turn after each piece. */
async function* inTurns<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % pieceSize === 0) await setImmediate();
    yield item;
  }
}
