export interface NamedBucket {
  readonly unit: string;
  readonly side?: string;
  /** `now` for what counts only running calls. */
  readonly window: string;
}

const form =
  /^(?:(?<side>input|output) )?(?<unit>\w+) (?:a (?<window>second|minute|hour|day|month)|at once)$/;

/** A limit as a trace names it: `input tokens a minute`, `requests at once`; null = named in another way. */
export function parseBucket(text: string): NamedBucket | null {
  const { unit, side, window = 'now' } = form.exec(text)?.groups ?? {};
  if (unit === undefined) return null;
  return { unit, window, ...(side === undefined ? {} : { side }) };
}
