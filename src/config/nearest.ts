import { distance } from 'fastest-levenshtein';

/** The candidate that was probably meant, or undefined when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const lower = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const far = distance(lower, candidate.toLowerCase());
    // A name of which nothing is left is not a slip of the finger.
    if (far >= bestDistance || far >= Math.min(name.length, candidate.length)) continue;
    best = candidate;
    bestDistance = far;
  }
  return best;
}

/** ` Did you mean "groq"?`, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const meant = nearest(name, candidates);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
