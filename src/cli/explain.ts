import { ConfigError } from '../config/config-error.ts';
import { SealError } from '../config/secrets.ts';
import { StoreError } from '../store/store-error.ts';

/** What the owner can act on, in one or a few lines; anything else is a fault of ours and comes with its stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreError) return error.message;
  if (error instanceof SealError) return `Noria cannot start: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  return explainSystem(error) ?? error.stack ?? error.message;
}

/** Calls of the file system that only the data folder is the object of while Noria starts. */
const onFolder: ReadonlySet<string | undefined> = new Set([
  'mkdir',
  'open',
  'write',
  'chmod',
  'access',
  'stat',
]);

function explainSystem(
  error: Error & { code?: string; syscall?: string; port?: number; path?: string },
): string | null {
  const { code, syscall, port, path } = error;
  if (code === 'EADDRINUSE')
    return `Noria cannot start: port ${port ?? ''} is in use, perhaps by another Noria.\nStop that one, or set PORT to another number.`;
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return `Noria cannot start: it cannot listen there (${error.message}).\nCheck HOST and PORT.`;
  if (path !== undefined && onFolder.has(syscall))
    return `Noria cannot start: its data folder cannot be used (${error.message}).\nSet NORIA_DATA to a folder that this user may write to.`;
  return null;
}
