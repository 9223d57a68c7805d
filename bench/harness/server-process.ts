import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onCore, withOpenFiles, type Role } from './pinning.ts';

export interface ServerOptions {
  readonly name: string;
  readonly role: Role;
  /** What `node` runs. */
  readonly args: readonly string[];
  /** Holds its log; also the folder it runs in, so that no `.env` of the project is read. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it will listen, for a server that does not say `ready at <url>`. */
  readonly port?: number;
  /** Connections that it must be able to hold, where they are more than the system's usual. */
  readonly openFiles?: number;
}

export interface ServerProcess extends AsyncDisposable {
  readonly name: string;
  readonly origin: string;
  readonly pid: number;
  /** From the start of the process until it is ready. */
  readonly startMs: number;
}

const patienceMs = 20_000;

/** Starts a server and waits until it is ready; rejects with its output if it does not get so. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { name, role, args, folder, env = {}, port, openFiles } = options;
  const log = path.join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const startedAt = performance.now();
  const [program, programArgs] = withOpenFiles(onCore(role, args), openFiles);
  const child = spawn(program, programArgs, {
    cwd: folder,
    stdio: ['ignore', output, output],
    // Nothing of the owner's environment: real keys have no place in a benchmark.
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  closeSync(output);
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);

  while (!hasExited() && performance.now() - startedAt < patienceMs) {
    const origin = port === undefined ? originSaid(log) : await originAt(port);
    if (origin !== undefined && child.pid !== undefined) {
      const startMs = performance.now() - startedAt;
      return { name, origin, pid: child.pid, startMs, [Symbol.asyncDispose]: stop };
    }
    await wait(5);
  }
  await stop();
  throw new Error(`${name} did not get ready:\n${readFileSync(log, 'utf8').slice(-2000)}`);

  async function stop(): Promise<void> {
    process.off('exit', kill);
    if (hasExited()) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const forced = setTimeout(kill, 5_000);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(forced);
  }
}

function originSaid(log: string): string | undefined {
  return /ready at (http:\/\/[\w.:[\]-]+)/.exec(readFileSync(log, 'utf8'))?.[1];
}

/** The origin once somebody listens there. */
function originAt(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (origin?: string): void => {
      socket.destroy();
      resolve(origin);
    };
    socket.once('connect', () => tell(`http://127.0.0.1:${port}`));
    socket.once('error', () => tell());
  });
}
