/** Numbers from 0 (included) to 1 (excluded), the same ones for the same seed. */
export type Random = () => number;

/** mulberry32: 32 bits of state, quick, and good enough for traffic; never for secrets. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ 0x85ebca6b;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A waiting time whose mean is `mean`, as between events that know nothing of each other. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** A log-normal size or duration of that mean; a spread of 0 is always the mean, of 0.7 between a half and the double most of the time. */
export function spreadAround(random: Random, mean: number, spread: number): number {
  return mean * Math.exp(spread * normal(random) - (spread * spread) / 2);
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
