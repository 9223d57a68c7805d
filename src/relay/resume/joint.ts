/** How many characters of an answer repeat what was sent; `open` = that depends on what comes; `none` = nobody can tell. */
export type Joint = number | 'open' | 'none';

export interface JointFinder {
  /** An answer that repeats the text from its beginning is one to wait for. */
  readonly mayEcho: boolean;
  /** `isWhole`: nothing more comes. Asked again with more of the answer after `open`. */
  find(answer: string, isWhole: boolean): Joint;
}

/** Equal characters that are no chance any more. */
export const telling = 16;

export interface Ending {
  /** White space at the end of what was sent, which the request had not. */
  readonly blank: string;
  /** First half of a surrogate pair at its end. */
  readonly half: string;
  readonly isWhole: boolean;
}

/** How much of what follows the joint the client has as well: the white space there, and half a character. */
export function goesOnAt(rest: string, { blank, half, isWhole }: Ending): Joint {
  const lead = rest.length - rest.trimStart().length;
  if (!isWhole && lead === rest.length && lead < blank.length) return 'open';
  let shared = Math.min(lead, blank.length);
  while (!blank.endsWith(rest.slice(0, shared))) shared -= 1;
  if (half === '') return shared;
  if (shared === rest.length) return isWhole ? 'none' : 'open';
  return rest[shared] === half ? shared + 1 : 'none';
}
