import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever it was cloned. */
export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** A path inside the project. */
export function inRoot(...parts) {
  return path.join(root, ...parts);
}
