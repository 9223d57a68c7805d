// Builds the web app, `web/` → `web/dist`, if anything of it has changed since the last time. `node scripts/build-web.js` does so by hand.
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { findNode } from './find-node.js';
import { inRoot, root } from './root.js';
import { squeeze } from './squeeze.js';

const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
const dist = inRoot('web', 'dist');
const stampFile = path.join(dist, '.stamp');

/** One hash of the sources where nothing is to be done, about two seconds otherwise. Exits the process with what went wrong. */
export function buildWeb() {
  if (!existsSync(vite)) return; // Packed: the app came built.
  const wanted = stampOf();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  // Beside it, and put in its place when it is whole: somebody may be reading the old one.
  const fresh = inRoot('web', `.dist-${process.pid}`);
  const { status, stdout, stderr } = spawnSync(
    findNode(),
    [vite, 'build', '--outDir', path.basename(fresh), '--logLevel', 'warn'],
    // Tests run with another NODE_ENV, and would build React's slow side.
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    console.error(`${stdout}${stderr}\nThe web app could not be built: see above.`);
    process.exit(status || 1);
  }
  squeeze(fresh);
  writeFileSync(path.join(fresh, '.stamp'), wanted);
  const old = `${fresh}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Builds it anew with every change, for developers; ends with this process. */
export function watchWeb() {
  if (!existsSync(vite)) return;
  const child = spawn(findNode(), [vite, 'build', '--watch', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.once('exit', () => child.kill());
}

/** Of everything that the build reads. */
function stampOf() {
  const hash = createHash('sha256');
  const shared = ['views', 'content'].flatMap((folder) => sources(inRoot('src', 'api', folder)));
  const own = [inRoot('package-lock.json'), inRoot('vite.config.ts'), ...sources(inRoot('web'))];
  for (const file of [...own, ...shared]) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return `${hash.digest('hex')}\n`;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && !name.startsWith('.') && !name.includes('.test.'))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const found = path.join(folder, entry.name);
      return entry.isDirectory() ? sources(found) : [found];
    });
}

if (process.argv[1] === import.meta.filename) buildWeb();
