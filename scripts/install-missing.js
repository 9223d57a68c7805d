import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { warmUp } from './compile-cache.js';
import { inRoot, root } from './root.js';

/**
 * Runs `npm install` if package-lock.json changed since the last time; costs one hash of it otherwise.
 * Exits the process with one line if that fails.
 */
export function installMissing() {
  const lock = inRoot('package-lock.json');
  if (!existsSync(lock)) return; // Packed: npm has installed what is needed and leaves no lock file.
  const stamp = inRoot('node_modules', '.noria-installed');
  const wanted = stampOf(lock);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.error('Installing what is missing (npm install), once: about half a minute …');
  // Not `npm ci`: platform packages that are optional elsewhere are absent from the lock file, which it refuses.
  // The development dependencies are always wanted: one of them is the Node that runs Noria.
  const { status, error } = spawnSync(
    'npm',
    [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--prefer-offline',
      '--loglevel=error',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
  );
  if (status !== 0) {
    console.error(
      `npm install failed${error ? ` (${error.message})` : ''}: see above, then run it again in ${root}`,
    );
    process.exit(status || 1);
  }
  writeFileSync(stamp, wanted);
  warmUp();
}

/** The platform is part of it: node_modules copied from another kind of machine holds the wrong binaries. */
function stampOf(lock) {
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}
