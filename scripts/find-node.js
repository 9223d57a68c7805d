import { existsSync } from 'node:fs';
import process from 'node:process';
import { inRoot, root } from './root.js';

/** From here on Node runs TypeScript as it is, and every dependency supports it. */
const oldest = { major: 22, minor: 19 };

/** Path of the Node that runs Noria: the one brought along, else this one if it is new enough; exits with one line if neither. */
export function findNode() {
  const brought = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(brought)) return brought;
  if (isNewEnough(process.versions.node)) return process.execPath;
  console.error(
    `Noria needs Node >= ${oldest.major}.${oldest.minor} and this is ${process.version}: ` +
      `install Node 24 from https://nodejs.org, or run "npm install --include=dev" in ${root}`,
  );
  return process.exit(1);
}

export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
