import Database from 'better-sqlite3';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

/** Holds a data folder for this process alone. The system lets go of it when the process ends, however it ends. */
export interface FolderLock {
  release(): void;
}

/** Two processes on one folder would each count what the other spends. @throws StoreError when another one holds it */
export function lockFolder(folder: string): FolderLock {
  const sqlite = new Database(join(folder, 'noria.lock'), { timeout: 0 });
  try {
    sqlite.exec('begin exclusive');
  } catch (cause) {
    sqlite.close();
    throw new StoreError(
      `Another Noria is running on ${folder}: stop it, or set NORIA_DATA to a folder of its own.`,
      { cause },
    );
  }
  return { release: () => void sqlite.close() };
}
