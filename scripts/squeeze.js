import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const texts = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Below it the headers weigh more than what is saved. */
const least = 1_000;

/** Puts a `.br` and a `.gz` beside every text of a folder, once, so that no answer is compressed while it is sent. */
export function squeeze(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !texts.test(file)) continue;
    const bytes = readFileSync(file);
    if (bytes.length < least) continue;
    writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes));
    writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  }
}
