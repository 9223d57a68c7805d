import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';

export interface MasterKey {
  readonly bytes: Buffer;
  /** Where it comes from, for messages. */
  readonly source: string;
  readonly warnings: readonly string[];
}

export interface MasterKeyOptions {
  readonly dataFolder: string;
  /** NORIA_MASTER_KEY; wins over the file. */
  readonly configured: string | null;
}

const BYTES = 32;
const OWNER_ONLY = 0o600;

/** The 32 bytes of a key written in base64 (or base64url, padded or not); null = something else. */
export function parseMasterKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return null;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === BYTES ? bytes : null;
}

/**
 * The configured key, else that of `<data>/master.key`, which the first start makes.
 * @throws ConfigError when the file cannot be read, written, or holds no key
 */
export function loadMasterKey({ dataFolder, configured }: MasterKeyOptions): MasterKey {
  if (configured !== null) return fromSetting(configured);
  const path = join(dataFolder, 'master.key');
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const made = makeOnce(path);
    const warnings = made ? [] : closeToOthers(path);
    return { bytes: readKey(path), source: path, warnings };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`the master key ${path} cannot be read or made: ${reason}`], { cause: error });
  }
}

function fromSetting(text: string): MasterKey {
  const bytes = parseMasterKey(text);
  if (bytes === null) throw new ConfigError(['NORIA_MASTER_KEY is not 32 bytes in base64']);
  return { bytes, source: 'NORIA_MASTER_KEY', warnings: [] };
}

function readKey(path: string): Buffer {
  const bytes = parseMasterKey(readFileSync(path, 'utf8'));
  if (bytes !== null) return bytes;
  throw new ConfigError([
    `the master key ${path} is damaged: it must hold 32 bytes in base64. Put the right file back from a backup; ` +
      'without it the stored keys cannot be opened. If nothing is stored yet, delete the file and a new one is made',
  ]);
}

/** Makes the file as a whole or not at all, also when two processes start at once. False = it was there. */
function makeOnce(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false;
  const text = `${randomBytes(BYTES).toString('base64')}\n`;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeDurably(draft, text);
    return linkOnce(draft, path, text);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linkOnce(draft: string, path: string, text: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some file systems know no hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    writeDurably(path, text);
    return true;
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', OWNER_ONLY);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function closeToOthers(path: string): string[] {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === 'win32' || mode === OWNER_ONLY) return [];
  chmodSync(path, OWNER_ONLY);
  return [
    `${path} had mode ${mode.toString(8).padStart(4, '0')}; it is 0600 now. Who could read it could open the stored keys`,
  ];
}
