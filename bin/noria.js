#!/usr/bin/env node
// Plain JavaScript for any Node >= 20: installs what is missing, then hands over to the Node that Noria brings along.
import { buildWeb, watchWeb } from '../scripts/build-web.js';
import { findNode } from '../scripts/find-node.js';
import { installMissing } from '../scripts/install-missing.js';
import { compileCache } from '../scripts/compile-cache.js';
import { inRoot } from '../scripts/root.js';
import { runChild } from '../scripts/run-child.js';

const entry = inRoot('src', 'cli', 'noria.ts');
/** Commands that serve the web app. */
const serving = new Set(['start', 'demo', 'dev']);
const [command = 'start', ...rest] = process.argv.slice(2);

installMissing();
if (serving.has(command)) buildWeb();
if (command === 'dev') watchWeb();
process.exitCode = await runChild(
  findNode(),
  command === 'dev'
    ? ['--watch', '--watch-preserve-output', entry, 'start', ...rest]
    : [entry, command, ...rest],
  { env: compileCache() },
);
