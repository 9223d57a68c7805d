import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One kept fact: `b` = a bucket, `s` = a state; the last one of an id wins. */
export interface JournalRecord {
  readonly kind: 'b' | 's';
  readonly id: string;
  readonly json: string;
}

/**
 * What changed since the tables were last written, in two files that take turns. A record is in the operating system's
 * hands when `append` returns: it survives a kill -9, and no disk was waited for (no fsync; a power cut may lose the
 * last moment, see docs/decisions/0003-crash-safe-ledger.md).
 */
export interface Journal {
  append(records: readonly JournalRecord[]): void;
  /** Turns to the other file; `drop` forgets what was written before, once the tables hold it. */
  turn(): { drop(): void };
  close(): void;
}

/** Reads what an earlier life left, oldest first; a last line that was cut by the crash is left out. */
export function readJournal(folder: string): JournalRecord[] {
  const files = [0, 1]
    .map((index) => readGeneration(join(folder, fileName(index))))
    .filter((file) => file !== null);
  return files.toSorted((a, b) => a.generation - b.generation).flatMap((file) => file.records);
}

/** Forgets what an earlier life left, once the tables hold it. */
export function clearJournal(folder: string): void {
  for (const index of [0, 1]) rmSync(join(folder, fileName(index)), { force: true });
}

export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  let generation = 1;
  let fd = start();

  function start(): number {
    const opened = openSync(pathOf(generation), 'w', 0o600);
    writeSync(opened, `${generation}\n`);
    return opened;
  }

  function pathOf(turn: number): string {
    return join(folder, fileName(turn % 2));
  }

  return {
    append: (records) => {
      let text = '';
      for (const { kind, id, json } of records) text += `${kind}\t${id}\t${json}\n`;
      writeSync(fd, text);
    },
    turn: () => {
      const old = { fd, path: pathOf(generation) };
      generation += 1;
      fd = start();
      return {
        drop: () => {
          closeSync(old.fd);
          rmSync(old.path, { force: true });
        },
      };
    },
    close: () => closeSync(fd),
  };
}

function fileName(index: number): string {
  return `ledger-${index}.journal`;
}

function readGeneration(path: string): { generation: number; records: JournalRecord[] } | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const lines = text.split('\n');
  // Without its line end the last line is not whole.
  lines.pop();
  const generation = Number(lines.shift());
  if (!Number.isInteger(generation)) return null;
  return { generation, records: lines.map(parseLine).filter((record) => record !== null) };
}

function parseLine(line: string): JournalRecord | null {
  const [kind, id, json] = line.split('\t');
  return (kind === 'b' || kind === 's') && id !== undefined && json !== undefined ? { kind, id, json } : null;
}
