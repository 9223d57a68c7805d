import { closest, distance } from 'fastest-levenshtein';

/** The known names that look most like what was written, the nearest first. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const first = closest(wanted, names);
  const others = names
    .filter((name) => name !== first)
    .map((name) => ({ name, far: distance(wanted, name) - (name.includes(wanted) ? wanted.length : 0) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 4);
  return [first, ...others.map(({ name }) => name)];
}
