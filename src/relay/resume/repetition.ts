import { isBlank } from './sent-parts.ts';

/** The text is one piece said at least twice: `ha ha ha ha`. */
export function isPeriodic(text: string): boolean {
  return 2 * periodOf(text) <= text.length;
}

/** Somewhere in the text the piece stands twice in a row, white space between them or not. */
export function isSaidTwice(piece: string, text: string): boolean {
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    let next = at + piece.length;
    while (next < text.length && isBlank(text.charAt(next))) next += 1;
    if (text.startsWith(piece, next)) return true;
  }
  return false;
}

/** Smallest shift that lays the text upon itself (the failure function of Knuth, Morris and Pratt). */
function periodOf(text: string): number {
  const borders = new Int32Array(text.length + 1);
  let border = 0;
  for (let at = 1; at < text.length; at += 1) {
    while (border > 0 && text[at] !== text[border]) border = borders[border] ?? 0;
    if (text[at] === text[border]) border += 1;
    borders[at + 1] = border;
  }
  return text.length - (borders[text.length] ?? 0);
}
