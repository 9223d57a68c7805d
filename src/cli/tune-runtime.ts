import { setFlagsFromString } from 'node:v8';

/**
 * Called before anything is allocated. V8 watches which objects live long and then makes their like in the old
 * generation at once. Under a burst right after the start every object of a running request looks long-lived, and from
 * then on each of them holds the whole graph of its request until the next full collection: a scavenge took 20 ms
 * instead of 2, a tenth of all time (docs/performance.md).
 */
export function tuneRuntime(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
