// Runs every test; the last line is `N passed, N failed`. Arguments go to vitest: `npm test -- src/engine`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describeCounts } from './describe-counts.js';
import { findNode } from './find-node.js';
import { installChromium } from './install-chromium.js';
import { installMissing } from './install-missing.js';
import { inRoot, root } from './root.js';
import { runChild } from './run-child.js';

installMissing();
installChromium();
const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-test-'));
const countsFile = path.join(folder, 'counts.json');
const code = await runChild(
  findNode(),
  [
    inRoot('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    `--reporter=${inRoot('scripts', 'count-reporter.js')}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, env: { NORIA_TEST_COUNTS: countsFile } },
);
const outcome = describeCounts(readCounts(), code);
rmSync(folder, { recursive: true, force: true });
console.log(outcome.line);
process.exitCode = outcome.exitCode;

/** What the runner counted; undefined if it died before it could say. */
function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return undefined;
  }
}
