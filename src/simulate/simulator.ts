import { Worker } from 'node:worker_threads';
import type { Leaving } from '../relay/request.ts';
import type { Clock } from '../shared/clock.ts';
import { NoriaError } from '../shared/errors.ts';
import type { DayPlan } from './day-plan.ts';
import type { DayResult } from './day-result.ts';

/** Lives days in threads of their own, so that the gateway goes on serving meanwhile. */
export interface Simulator {
  /** @throws NoriaError conflict (enough of them run), deadline_exceeded, client_closed */
  run(plan: DayPlan, signal: Leaving): Promise<DayResult>;
  readonly running: number;
  /** Ends what runs. */
  close(): Promise<void>;
}

export interface SimulatorParts {
  readonly clock: Pick<Clock, 'after' | 'cancel'>;
  readonly mostAtOnce: number;
  readonly timeLimitMs: number;
}

const memoryMb = 512;

export function createSimulator({ clock, mostAtOnce, timeLimitMs }: SimulatorParts): Simulator {
  const running = new Set<Worker>();

  function run(plan: DayPlan, signal: Leaving): Promise<DayResult> {
    if (running.size >= mostAtOnce)
      throw new NoriaError(
        'conflict',
        `As many simulations are running as may run at once (${mostAtOnce}): ask again when one has ended`,
      );
    const worker = new Worker(new URL('day-worker.ts', import.meta.url), {
      workerData: plan,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    running.add(worker);
    return new Promise<DayResult>((resolve, reject) => {
      const stop = (error: NoriaError): void => {
        reject(error);
        void worker.terminate();
      };
      const leave = (): void => stop(new NoriaError('client_closed', 'The client left'));
      const timer = clock.after(timeLimitMs, () => stop(tooLong(timeLimitMs)));
      signal.addEventListener('abort', leave);
      worker.once('message', (result: DayResult) => {
        running.delete(worker);
        resolve(result);
      });
      worker.once('error', (cause) => reject(broken(cause)));
      worker.once('exit', () => {
        clock.cancel(timer);
        signal.removeEventListener('abort', leave);
        running.delete(worker);
        reject(new NoriaError('shutting_down', 'The simulation was stopped'));
      });
      if (signal.aborted) leave();
    });
  }

  return {
    run,
    get running() {
      return running.size;
    },
    close: async () => {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

function tooLong(timeLimitMs: number): NoriaError {
  return new NoriaError(
    'deadline_exceeded',
    `The simulation took longer than ${timeLimitMs / 1_000} s and was stopped: ask for fewer hours or requests`,
  );
}

function broken(cause: unknown): NoriaError {
  return new NoriaError('internal', 'The simulation failed', {}, { cause });
}
