import { telling, type Joint, type JointFinder } from './joint.ts';
import { isBlank } from './sent-parts.ts';

/** Characters that may come before the anchor. */
const longestPreamble = 200;

/**
 * For an answer that was told how to begin. The text goes on behind the anchor, which stands at the beginning, behind
 * words that come before it in the text, or behind a preamble; never anywhere else, and never where two places would do.
 */
export function anchoredJoint(text: string, anchor: string): JointFinder {
  const context = text.slice(0, text.length - anchor.length).trimEnd();
  const pattern = tolerant(anchor);
  /** Where else the anchor stands in the text: from there an answer could have begun as well. */
  const others = occurrences(text, anchor).slice(0, -1);
  const isAmbiguousEcho = others.some((at) => text.endsWith(text.slice(0, at + anchor.length)));
  const limit = longestPreamble + 2 * anchor.length;

  function find(answer: string, isWhole: boolean): Joint {
    const own = answer.trimStart();
    if (own.startsWith(text)) return isAmbiguousEcho ? 'none' : answer.length - own.length + text.length;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(answer); match !== null; match = pattern.exec(answer)) {
      const before = answer.slice(0, match.index);
      if (before.length > longestPreamble) break;
      if (leadsTo(before, context))
        return judge({ answer, from: match.index, to: pattern.lastIndex, isWhole });
      pattern.lastIndex = match.index + 1;
    }
    return isWhole || answer.length > limit ? 'none' : 'open';
  }

  /** Whether an anchor that was found is the one. */
  function judge({ answer, from, to, isWhole }: Candidate): Joint {
    const repeated = answer.slice(from);
    if (others.some((at) => repeated.startsWith(text.slice(at)))) return 'none';
    if (!isWhole && others.some((at) => text.startsWith(repeated, at))) return 'open';
    // A few characters come again by chance, and nobody quotes them.
    if (anchor.length < telling || isOwnWords(answer.slice(0, from), context)) return to;
    const behind = wordsOf(answer.slice(to));
    if (behind.startsWith(wordsOf(anchor))) return 'none';
    return !isWhole && wordsOf(anchor).startsWith(behind) ? 'open' : to;
  }

  return { mayEcho: true, find };
}

interface Candidate {
  readonly answer: string;
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

/** What stands before an anchor ends with a line break or dots, or with the words that come before the anchor in the text. */
function leadsTo(before: string, context: string): boolean {
  const starts = [0, ...[...before.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return starts.some((start) => isOwnWords(before.slice(start).replace(/^[\s.…]+/, ''), context));
}

/** Nothing, or the last words of the context. */
function isOwnWords(words: string, context: string): boolean {
  return isBlank(words) || context.endsWith(words.trim());
}

/** From the first letter or digit on: an anchor that comes again right behind itself was quoted the first time. */
function wordsOf(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, '');
}

function occurrences(text: string, piece: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) found.push(at);
  return found;
}

/** Models write quotes, dashes and spaces in their own way: the anchor is left out, so that changes nothing. */
function tolerant(anchor: string): RegExp {
  const source = anchor
    .replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`\s+`)
    .replace(/['’‘]/g, "['’‘]")
    .replace(/["“”]/g, '["“”]')
    .replace(/\\-|[‐‑–—]/g, String.raw`[-‐‑–—]`);
  return new RegExp(source, 'g');
}
