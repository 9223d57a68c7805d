import { writeSync, write } from 'node:fs';
import type { LogDestination } from './log.ts';

/** A destination that must be emptied before the process ends. */
export interface BatchWriter extends LogDestination {
  /** Writes what is left, at once. */
  flush(): void;
}

/** ms that a line may wait for others. */
const gatherMs = 20;
/** Characters that are written without waiting. */
const enough = 65_536;
/** A reader that takes nothing must not fill the memory: beyond this, lines are dropped and counted. */
const most = 64 * 1024 * 1024;

/** Gathers lines and writes them beside the work: a line costs a push, a batch one call to the system. */
export function createBatchWriter(fd: number): BatchWriter {
  let lines: string[] = [];
  let size = 0;
  let writing = false;
  let dropped = 0;
  let broken = false;
  let timer: NodeJS.Timeout | null = null;

  function start(): void {
    timer = null;
    if (writing || broken || lines.length === 0) return;
    writing = true;
    push(Buffer.from(take()));
  }

  function push(bytes: Buffer): void {
    write(fd, bytes, 0, bytes.length, null, (error, written) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => push(bytes), gatherMs);
      if (error === null && written < bytes.length) return push(bytes.subarray(written));
      writing = false;
      // A reader that went away ends the log, not the process.
      broken = error !== null;
      if (size > 0 && timer === null) timer = setTimeout(start, gatherMs);
    });
  }

  function take(): string {
    if (dropped > 0)
      lines.push(`{"level":"warn","msg":"${dropped} log lines were dropped: nobody reads the log"}\n`);
    const text = lines.join('');
    lines = [];
    size = 0;
    dropped = 0;
    return text;
  }

  return {
    write: (line) => {
      if (broken) return;
      if (size > most) {
        dropped += 1;
        return;
      }
      lines.push(line);
      size += line.length;
      if (size >= enough && !writing) start();
      else timer ??= setTimeout(start, gatherMs);
    },
    flush: () => {
      if (broken || lines.length === 0) return;
      try {
        writeSync(fd, take());
      } catch {
        broken = true;
      }
    },
  };
}
