/** Lets `width` calls run at once; the others wait in order. */
export interface Gate {
  /** Calls `run` now or later; the returned function gives the place back, or up. */
  enter(run: () => void): () => void;
}

export function createGate(width: number): Gate {
  const waiting: { run: () => void }[] = [];
  let running = 0;
  const advance = (): void => {
    while (running < width) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      next.run();
    }
  };
  return {
    enter(run) {
      const place = { run };
      waiting.push(place);
      advance();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const index = waiting.indexOf(place);
        if (index >= 0) waiting.splice(index, 1);
        else running -= 1;
        advance();
      };
    },
  };
}
