import { fileURLToPath } from 'node:url';

/** Path of a file of the project, from its root. */
export function inProject(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}
