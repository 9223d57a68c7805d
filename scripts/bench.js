// Runs the benchmarks; arguments go to bench/main.ts: `npm run bench -- --quick`.
import process from 'node:process';
import { findNode } from './find-node.js';
import { installMissing } from './install-missing.js';
import { root } from './root.js';
import { runChild } from './run-child.js';

installMissing();
process.exitCode = await runChild(findNode(), ['bench/main.ts', ...process.argv.slice(2)], { cwd: root });
