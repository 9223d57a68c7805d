/** Lets a number of calls run at once; the others wait in the order in which they came. */
export interface Gate {
  /** Calls `run` now or later; gives what takes it out of the queue, or frees its place when it runs. */
  enter(run: () => void): () => void;
}

/** `places`: null = as many as come. */
export function createGate(places: number | null): Gate {
  const queue: (() => void)[] = [];
  let running = 0;

  function next(): void {
    while (queue.length > 0 && running < (places ?? Infinity)) {
      running += 1;
      queue.shift()?.();
    }
  }

  return {
    enter: (run) => {
      queue.push(run);
      let left = false;
      next();
      return () => {
        if (left) return;
        left = true;
        const waits = queue.indexOf(run);
        if (waits >= 0) queue.splice(waits, 1);
        else running -= 1;
        next();
      };
    },
  };
}
