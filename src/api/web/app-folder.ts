import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the app was built to: `scripts/build-web.js`. */
export const appFolder = join(import.meta.dirname, '..', '..', '..', 'web', 'dist');

/** Names of its files as they are asked for, `assets/…` the most of them; empty = it is not built. */
export function builtFiles(folder = appFolder): ReadonlySet<string> {
  const assets = join(folder, 'assets');
  if (!existsSync(assets)) return new Set();
  return new Set([...readdirSync(folder), ...readdirSync(assets).map((name) => `assets/${name}`)]);
}
