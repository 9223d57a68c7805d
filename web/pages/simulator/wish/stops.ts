/** Where sliders stop: a slider over a million requests has to take larger steps the further it goes. */
export const trafficStops: readonly number[] = [100, 1_000, 10_000, 100_000].flatMap((power) =>
  [1, 1.5, 2, 3, 4, 5, 6, 8].map((step) => step * power),
);

export const hourStops: readonly number[] = [1, 2, 3, 6, 12, 18, 24, 48, 72, 120, 168, 336, 744];
export const accountStops: readonly number[] = Array.from({ length: 21 }, (_, count) => count);

/** The place of the stop that is nearest below, or the first one. */
export function stopAt(stops: readonly number[], value: number): number {
  return Math.max(
    0,
    stops.findLastIndex((stop) => stop <= value),
  );
}
