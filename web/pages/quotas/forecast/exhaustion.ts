import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';

export interface Exhaustion {
  /** Who runs out next; `at` is ISO. */
  readonly next: { readonly name: string; readonly at: string } | null;
  /** Who has run out. */
  readonly out: readonly string[];
  /** ISO; when the last of them runs out, null = not all do. */
  readonly allAt: string | null;
}

/** Of providers' forecasts at `now`, epoch ms. */
export function exhaustion(
  providers: readonly Pick<ProviderForecastView, 'name' | 'runs_out_at'>[],
  now: number,
): Exhaustion {
  const ending = providers
    .flatMap(({ name, runs_out_at: at }) => (at === null ? [] : [{ name, at }]))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const coming = ending.filter(({ at }) => Date.parse(at) > now);
  const isAll = ending.length === providers.length && coming.length > 0 && providers.length > 1;
  return {
    next: coming[0] ?? null,
    out: ending.filter(({ at }) => Date.parse(at) <= now).map(({ name }) => name),
    allAt: isAll ? (ending.at(-1)?.at ?? null) : null,
  };
}
