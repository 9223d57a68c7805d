/** SQLite refuses a statement with more than 32,766 variables ("too many SQL variables"), PostgreSQL beyond 65,535. */
const MOST_VARIABLES = 16_000;

/** The rows in pieces that one statement can carry. */
export function* chunks<T>(rows: readonly T[], variablesEach = 1): Generator<readonly T[]> {
  const size = Math.max(1, Math.floor(MOST_VARIABLES / variablesEach));
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
