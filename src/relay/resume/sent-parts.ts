/** A text that a client has read, as far as it matters at the end. */
export interface SentParts {
  /** Without what follows: what a request may end with. */
  readonly text: string;
  /** The white space behind it: many providers refuse or drop it in a last turn. */
  readonly blank: string;
  /** The first half of a surrogate pair whose second half never came; '' = none. */
  readonly half: string;
}

export function sentParts(sent: string): SentParts {
  const half = endsInHalf(sent) ? sent.slice(-1) : '';
  const whole = half === '' ? sent : sent.slice(0, -1);
  const text = whole.trimEnd();
  return { text, blank: whole.slice(text.length), half };
}

/** The last character needs one more code unit. */
export function endsInHalf(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code < 0xdc00;
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** A word begins here: at the beginning, or behind white space. */
export function isWordStart(text: string, at: number): boolean {
  return !isBlank(text.charAt(at)) && (at === 0 || isBlank(text.charAt(at - 1)));
}
