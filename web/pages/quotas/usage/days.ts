const dayMs = 86_400_000;

/** `count` days in UTC up to that of `iso`, the earliest first: `2026-11-21`. */
export function daysUntil(iso: string, count: number): string[] {
  const last = Date.parse(iso.slice(0, 10));
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}
