export const dayMs = 86_400_000;

/** `2026-11-21`, in UTC. `at`: epoch ms. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
