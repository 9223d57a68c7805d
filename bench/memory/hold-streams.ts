import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onCore, withOpenFiles } from '../harness/pinning.ts';
import type { Held, HoldPlan } from './hold-plan.ts';

const holdFile = fileURLToPath(new URL('../hold-streams.ts', import.meta.url));

/** Streams that are open until it is disposed of. */
export interface HeldStreams extends AsyncDisposable {
  count(): Promise<Held>;
}

/** Opens the streams in a process of their own; resolves when each has had content. Rejects when one of them ended. */
export async function holdStreams(plan: HoldPlan, openFiles: number | undefined): Promise<HeldStreams> {
  const command = onCore('load', [holdFile, JSON.stringify(plan)]);
  const [program, args] = withOpenFiles(command, openFiles);
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = (kind: Held['kind']): Promise<Held> =>
    new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the streams are gone')));
      child.on('message', (message) => {
        const held = message as Held;
        if (held.kind === kind) resolve(held);
      });
    });
  const held: HeldStreams = {
    count: () => {
      const counted = said('count');
      child.send('count');
      return counted;
    },
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill);
      kill();
      await exited;
    },
  };
  const { alive, firstFailure } = await said('open');
  if (alive === plan.streams && firstFailure === null) return held;
  await held[Symbol.asyncDispose]();
  throw new Error(`${plan.streams - alive} of ${plan.streams} streams ended at once: ${firstFailure}`);
}
