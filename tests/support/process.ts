import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The gateway as its own process, as an owner runs it. */
export interface NoriaProcess {
  readonly url: string;
  readonly pid: number;
  /** ms from the spawn to the line that says it is ready. */
  readonly readyMs: number;
  readonly output: () => string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface NoriaProcessOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** `start` without it. */
  readonly command?: 'start' | 'demo';
}

/** Starts `src/cli/noria.ts` in `folder` and waits until it is ready. @throws Error with its output when it ends before */
export async function startNoria({
  folder,
  env,
  command = 'start',
}: NoriaProcessOptions): Promise<NoriaProcess> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(root, 'src/cli/noria.ts'), command], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const ready = /Noria is ready at (\S+)/.exec(output);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    child.once('exit', (code) => reject(new Error(`Noria ended with ${code}:\n${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    readyMs: performance.now() - from,
    output: () => output,
    kill: (signal) => end(child, signal),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
