import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { inRoot } from './root.js';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program with this process's own input and output, passes signals on, and resolves to its exit code
 * (128 + number if a signal ended it).
 */
export function runChild(program, args, { cwd = process.cwd(), env = {} } = {}) {
  const child = spawn(program, args, { cwd, stdio: 'inherit', env: { ...projectEnv(), ...env } });
  const listeners = forwarded.map((signal) => [signal, () => passOn(child, signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const watch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      for (const [name, listener] of listeners) process.off(name, listener);
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

/** The environment with the project's own tools first in the path, so that they run on the Node brought along. */
export function projectEnv() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'; // Windows: Path
  const tools = inRoot('node_modules', '.bin');
  return { ...process.env, [name]: [tools, process.env[name]].filter(Boolean).join(path.delimiter) };
}

function passOn(child, signal) {
  // A terminal sends Ctrl-C to the child as well; twice would cut its shutdown short.
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}

/** npm that is told to stop ends only the shell it put between us; without this the child would live on and hold its port. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 200);
  return timer;
}
