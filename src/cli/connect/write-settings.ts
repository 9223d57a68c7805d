import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { applyEntries } from './apply-entries.ts';
import type { Change } from './formats/format.ts';
import { FileFault } from './formats/format.ts';
import type { SettingsFile } from './tool.ts';

export interface Written {
  readonly path: string;
  readonly changes: readonly Change[];
  /** Where the file as it was is kept; null = there was none, or nothing changed. */
  readonly backup: string | null;
}

/** A settings file as it is, and as it is going to be. */
export interface Plan {
  readonly file: SettingsFile;
  /** null = there is none yet. */
  readonly before: string | null;
  readonly after: string;
  readonly changes: readonly Change[];
}

const ownerOnly = 0o600;

/** Reads a file and decides what changes in it; nothing is written yet. @throws FileFault with the file's name */
export function planSettings(file: SettingsFile): Plan {
  try {
    const before = readIfThere(file.path);
    const { text, changes } = applyEntries(before ?? '', file);
    return { file, before, after: text, changes };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    throw new FileFault(`${file.path}: ${error.message}\nIt was left as it is.`);
  }
}

/** Replaces the file as a whole, after a copy of it beside it. Nothing to change = nothing is touched. */
export function writeSettings({ file, before, after, changes }: Plan, now: number): Written {
  const { path } = file;
  if (changes.length === 0) return { path, changes, backup: null };
  // A link (dotfiles are often kept elsewhere) stays one.
  const target = before === null ? path : realpathSync(path);
  if (before === null) mkdirSync(dirname(path), { recursive: true });
  const mode = before === null ? ownerOnly : statSync(target).mode & 0o777;
  const backup = before === null ? null : backUp(target, now);
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  try {
    writeDurably(draft, after, mode);
    if (readIfThere(target) !== before)
      throw new FileFault(`${path} was changed by something else meanwhile: try again`);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    if (backup !== null) rmSync(backup, { force: true });
    throw error;
  }
  return { path, changes, backup };
}

/** `settings.json.2026-11-21T21-30-05.bak`, as private as the file itself. */
function backUp(path: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  let backup = `${path}.${stamp}.bak`;
  for (let count = 2; readIfThere(backup) !== null; count += 1) backup = `${path}.${stamp}-${count}.bak`;
  copyFileSync(path, backup);
  chmodSync(backup, statSync(path).mode & 0o777);
  return backup;
}

function writeDurably(path: string, text: string, mode: number): void {
  const handle = openSync(path, 'wx', ownerOnly);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(path, mode);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new FileFault(`it cannot be read (${code ?? message})`);
  }
}
