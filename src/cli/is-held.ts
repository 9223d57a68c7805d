import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../store/lock-folder.ts';

/** A Noria runs on the data folder. The lock is taken for the moment of the question only, and only where a Noria has been before. */
export function isHeld(folder: string): boolean {
  if (!existsSync(join(folder, 'noria.lock')) || !canWrite(folder)) return false;
  try {
    lockFolder(folder).release();
    return false;
  } catch {
    return true;
  }
}

export function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
