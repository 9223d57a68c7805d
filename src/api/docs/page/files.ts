import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface PageFile {
  readonly name: string;
  readonly type: string;
  /** Swagger UI's, as @fastify/swagger-ui brings it along; else ours, beside this file. */
  readonly isViewers: boolean;
}

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

const files: readonly PageFile[] = [
  { name: 'swagger-ui.css', type: style, isViewers: true },
  { name: 'swagger-ui-bundle.js', type: script, isViewers: true },
  { name: 'docs.css', type: style, isViewers: false },
  { name: 'docs.js', type: script, isViewers: false },
];

/** By name: no other file can be asked for. */
export const pageFiles: ReadonlyMap<string, PageFile> = new Map(files.map((file) => [file.name, file]));

/** As bytes: they are large, and hold no secret that would have to be looked for. */
export function readPageFile({ name, isViewers }: PageFile): Promise<Buffer> {
  return readFile(join(isViewers ? viewersFolder() : import.meta.dirname, name));
}

function viewersFolder(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@fastify/swagger-ui')), 'static');
}
