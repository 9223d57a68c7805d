/** GET, POST and DELETE /api/session. */
export interface SessionView {
  readonly signed_in: boolean;
  /** ISO; null = not signed in by this browser. */
  readonly expires_at: string | null;
  /** Every provider of this gateway is simulated: `noria demo`. */
  readonly simulated?: true;
}
