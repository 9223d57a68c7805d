import type { ContextOverrides } from '../context.ts';
import { closeOnSignals, startService, type Service } from '../main.ts';
import { explain } from './explain.ts';
import { greet } from './greet.ts';

/** `noria start`: runs until a signal; prints where it is, and on the first start how to get in. */
export async function start(
  wishes: Pick<ContextOverrides, 'env' | 'simulated'> = {},
): Promise<Service | null> {
  try {
    const service = await startService(wishes);
    closeOnSignals(service);
    if (process.stderr.isTTY) process.once('SIGINT', sayThatItDrains);
    process.stdout.write(greet(service));
    return service;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
    return null;
  }
}

const patienceMs = 300;

/** Somebody at a terminal who waits wants to know for what. */
function sayThatItDrains(): void {
  setTimeout(() => {
    process.stderr.write('Stopping: running answers may end (15 s at most). Ctrl-C again stops at once.\n');
  }, patienceMs).unref();
}
