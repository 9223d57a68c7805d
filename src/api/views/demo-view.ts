/** GET /api/demo; POST and DELETE answer with the same. */
export interface DemoView {
  readonly running: boolean;
  /** Its id, as `x-noria-provider` shows it; null = nothing is simulated. */
  readonly provider: string | null;
  /** ISO. */
  readonly since: string | null;
}
