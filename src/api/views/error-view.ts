/** How the administrator's routes tell an error. */
export interface ErrorView {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly param?: string;
    /** When trying again can succeed. */
    readonly retry_after_ms?: number;
  };
}
