/** Some of a sequence whose length nobody knows beforehand, spread evenly over all of it. */
export interface EvenSample<T> {
  readonly offer: (item: T) => void;
  /** What it holds now, in the order in which it was offered. */
  held(): readonly T[];
  /** At most `most` of what was offered, the last that is held among them; the sample is empty then. */
  take(most: number): readonly T[];
}

/** Holds less than twice `size` items: when it is full, every second one goes, and from then on fewer are let in. */
export function createEvenSample<T>(size: number): EvenSample<T> {
  let held: T[] = [];
  let offered = 0;
  let every = 1;
  return {
    held: () => held,
    offer: (item) => {
      const isChosen = offered % every === 0;
      offered += 1;
      if (!isChosen) return;
      held.push(item);
      if (held.length < 2 * size) return;
      held = held.filter((_, index) => index % 2 === 0);
      every *= 2;
    },
    take: (most) => {
      const items = spread(held, most);
      held = [];
      offered = 0;
      every = 1;
      return items;
    },
  };
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const count = items.length;
  return items.filter(
    (_, index) => Math.floor(((index + 1) * most) / count) > Math.floor((index * most) / count),
  );
}
