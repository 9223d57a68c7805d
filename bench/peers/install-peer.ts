import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Peer } from './peer.ts';

const run = promisify(execFile);
const patienceMs = 180_000;

/** The npm registry does not answer, or not with what was asked for. */
export class RegistryError extends Error {}

export interface InstalledPeer {
  readonly peer: Peer;
  readonly version: string;
  /** What Node runs. */
  readonly program: string;
}

/** Installs the newest version into a folder of its own. @throws RegistryError in one line */
export async function installPeer(peer: Peer, folder: string): Promise<InstalledPeer> {
  const prefix = path.join(folder, peer.name);
  mkdirSync(prefix, { recursive: true });
  writeFileSync(
    path.join(prefix, 'package.json'),
    JSON.stringify({ private: true, overrides: peer.overrides }),
  );
  // Nothing of a stranger's runs while it is installed.
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1'];
  try {
    await run('npm', ['install', ...flags, '--prefix', prefix, peer.package], {
      cwd: prefix,
      timeout: patienceMs,
    });
  } catch (error) {
    throw new RegistryError(
      `${peer.package} could not be installed from the npm registry: ${reasonOf(error)}`,
    );
  }
  const home = path.join(prefix, 'node_modules', peer.package);
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { peer, version, program: path.join(home, peer.program) };
}

/** npm's own words: the line that says what failed, else its code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error ? String(error.stderr) : '';
  const told = said.split('\n').filter((line) => line.startsWith('npm error '));
  const why = told.find((line) => /failed|not found|no matching/i.test(line)) ?? told[0] ?? error.message;
  return (why.split('\n')[0] ?? '').replace('npm error ', '');
}
