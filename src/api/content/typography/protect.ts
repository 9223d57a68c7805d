import { emailPattern, hashtagPattern, mentionPattern, urlPattern } from '../links.ts';

/** Private characters stand for what must stay as it is; to every rule they are letters. */
export const standIns = String.raw`\u{F0000}-\u{FFFFD}`;
const first = 0xf0000;
const most = 0xfffd;

const pieces = new RegExp(
  [
    '`[^`\\n]+`',
    emailPattern,
    urlPattern,
    hashtagPattern,
    mentionPattern,
    // 10:30, 16:9
    String.raw`(?<!\d)\d{1,9}(?::\d{1,9})+`,
    // :smile:
    String.raw`(?<![\p{L}\p{N}]):[a-z0-9_+-]{2,}:`,
    // Emoticons
    String.raw`(?<![\p{L}\p{N}.…,;:!?])(?:[:;=]['’]?[-^]?[)(DPpOo3/\\|*\[\]]+|<3|\^_?\^)(?![\p{L}\p{N}])`,
  ].join('|'),
  'giu',
);

export interface Protected {
  readonly text: string;
  restore(text: string): string;
}

/** Hides links, hashtags, code, times and emoticons from the rules of typography. */
export function protect(text: string): Protected {
  const kept: string[] = [];
  const hidden = text.replace(new RegExp(`[${standIns}]`, 'gu'), '').replace(pieces, (piece) => {
    if (kept.length >= most) return piece;
    kept.push(piece);
    return String.fromCodePoint(first + kept.length - 1);
  });
  return {
    text: hidden,
    restore: (changed) =>
      changed.replace(
        new RegExp(`[${standIns}]`, 'gu'),
        (mark) => kept[(mark.codePointAt(0) ?? 0) - first] ?? '',
      ),
  };
}
