/** Epoch ms as the outside reads it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: number | null): string | null {
  return at === null || !Number.isFinite(at) ? null : iso(at);
}
