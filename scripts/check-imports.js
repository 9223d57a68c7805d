// Keeps imports pointing down the house: `node scripts/check-imports.js` prints every one that does not, as file:line.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { findImportViolations } from './find-import-violations.js';
import { root } from './root.js';

const folders = ['src', 'fleet', 'bench', 'tests', 'web'];

const files = new Map();
for (const folder of folders.filter((name) => existsSync(path.join(root, name)))) {
  for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.includes('dist') || !/\.[jt]sx?$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8'));
  }
}

const violations = findImportViolations(files);
for (const { file, line, message } of violations) console.log(`${file}:${line} ${message}`);
process.exitCode = violations.length > 0 ? 1 : 0;
