/** A worker process, as the service starts it: `src/workers` says what it does. */
import { runWorker } from '../workers/worker/run-worker.ts';
import { tuneRuntime } from './tune-runtime.ts';

tuneRuntime();
runWorker();
