import { createEvenSample, type EvenSample } from './even-sample.ts';
import type { Traced } from './traced.ts';

/** Traces that wait to be written: first those that tell something, then of those where all went well. */
export function createTraceSample(size: number): EvenSample<Traced> {
  const eventful = createEvenSample<Traced>(size);
  const plain = createEvenSample<Traced>(size);
  return {
    offer: (trace) => (trace.isPlain ? plain : eventful).offer(trace),
    held: () => [...eventful.held(), ...plain.held()],
    take: (most) => {
      const first = eventful.take(most);
      return [...first, ...plain.take(most - first.length)];
    },
  };
}
