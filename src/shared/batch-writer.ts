import { writeSync, write } from 'node:fs';
import type { LogDestination } from './log.ts';

/** A destination that must be emptied before the process ends. */
export interface BatchWriter extends LogDestination {
  /** Writes what is left, at once. */
  flush(): void;
}

/** ms that a line may wait for others. */
const gatherMs = 20;
/** Bytes of a chunk; a full one is written without waiting. */
const chunkBytes = 65_536;
/** A UTF-16 unit needs so many bytes at most. */
const longestUnit = 3;
/** A reader that takes nothing must not fill the memory: beyond so many bytes, lines are dropped and counted. */
const most = 64 * 1024 * 1024;

/** Gathers lines as bytes and writes them beside the work: a line costs its encoding, a chunk one call to the system. */
export function createBatchWriter(fd: number): BatchWriter {
  const full: Buffer[] = [];
  let fullBytes = 0;
  let chunk: Buffer = Buffer.allocUnsafe(chunkBytes);
  /** A chunk that has been written and can be filled anew. */
  let spare: Buffer | null = null;
  let used = 0;
  let writing = false;
  let dropped = 0;
  let broken = false;
  let timer: NodeJS.Timeout | null = null;

  function add(line: string): void {
    const need = line.length * longestUnit;
    if (used + need > chunkBytes) turn();
    if (need > chunkBytes) fill(Buffer.from(line));
    else used += chunk.write(line, used);
  }

  /** The chunk waits to be written, another is filled. */
  function turn(): void {
    if (used === 0) return;
    fill(chunk.subarray(0, used));
    chunk = spare ?? Buffer.allocUnsafe(chunkBytes);
    spare = null;
    used = 0;
  }

  function fill(bytes: Buffer): void {
    full.push(bytes);
    fullBytes += bytes.length;
  }

  function next(): Buffer | undefined {
    if (dropped > 0 && fullBytes === 0) {
      add(`{"level":"warn","msg":"${dropped} log lines were dropped: nobody reads the log"}\n`);
      dropped = 0;
    }
    if (full.length === 0) turn();
    const bytes = full.shift();
    fullBytes -= bytes?.length ?? 0;
    return bytes;
  }

  function start(): void {
    timer = null;
    if (writing || broken) return;
    const bytes = next();
    if (bytes === undefined) return;
    writing = true;
    push(bytes, bytes);
  }

  function push(bytes: Buffer, whole: Buffer): void {
    write(fd, bytes, 0, bytes.length, null, (error, written) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => push(bytes, whole), gatherMs);
      if (error === null && written < bytes.length) return push(bytes.subarray(written), whole);
      writing = false;
      // A reader that went away ends the log, not the process.
      broken = error !== null;
      if (whole.buffer.byteLength === chunkBytes) spare = Buffer.from(whole.buffer);
      if (full.length > 0) start();
      else if (used > 0) timer ??= setTimeout(start, gatherMs);
    });
  }

  return {
    write: (line) => {
      if (broken) return;
      if (fullBytes > most) {
        dropped += 1;
        return;
      }
      add(line);
      if (full.length > 0 && !writing) start();
      else if (!writing) timer ??= setTimeout(start, gatherMs);
    },
    flush: () => {
      if (broken) return;
      try {
        for (let bytes = next(); bytes !== undefined; bytes = next()) writeSync(fd, bytes);
      } catch {
        broken = true;
      }
    },
  };
}
