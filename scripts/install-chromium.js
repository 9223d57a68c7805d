import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { findChromium } from './find-chromium.js';

/** The browser, and letters for it to draw. */
const packages = ['chromium', 'fonts-dejavu-core'];
const byHand = `apt-get install ${packages.join(' ')}`;

/** Gets the system's browser, which the tests of the app use, where it is missing and the user may do so. Exits with the line that helps where not. */
export function installChromium() {
  if (findChromium() !== undefined) return;
  const root = rootPrefix();
  if (root === null || !can('apt-get', ['--version']))
    return giveUp(`install it (Debian: ${byHand}) and run this again`);
  console.error(`Installing Chromium for the tests of the app (${byHand}), once: about a minute …`);
  run([...root, 'apt-get', 'update', '-qq']);
  run([...root, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages]);
  if (findChromium() === undefined) giveUp(`"${byHand}" did not bring it: see above`);
}

/** What stands before a command that only root may give; null = this user may not. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return can('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}

function can(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function run([program, ...args]) {
  spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function giveUp(what) {
  console.error(`The tests need Chromium in the PATH: ${what}.`);
  process.exit(1);
}
