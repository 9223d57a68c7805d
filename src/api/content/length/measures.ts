import { urlPattern } from '../links.ts';
import { countGraphemes, graphemesOf } from './graphemes.ts';

// The web app counts with the same: nothing here that a browser lacks.

/** How long a text is, as somebody counts it. */
export type Measure = (text: string) => number;

/**
 * UTF-16 units, as JavaScript, Java and most forms count. No other count (graphemes, code points) is ever more: what
 * fits by this one fits by all.
 */
export const strictest: Measure = (text) => text.length;

const url = new RegExp(urlPattern, 'giu');
const emoji = /^\p{RGI_Emoji}$/v;
/** Whatever its length, X and Mastodon count a link so. */
const linkLength = 23;

/** As X counts: https://github.com/twitter/twitter-text/blob/master/config/v3.json */
export const xLength: Measure = (text) => {
  const links = [...text.matchAll(url)].length;
  const rest = text.replace(url, '').normalize('NFC');
  return links * linkLength + graphemesOf(rest).reduce((sum, part) => sum + xWeight(part), 0);
};

/** An emoji of any number of code points weighs 2; else each code point 1 in these ranges, 2 beyond. */
function xWeight(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  let weight = 0;
  for (const char of grapheme) weight += isLight(char.codePointAt(0) ?? 0) ? 1 : 2;
  return weight;
}

function isLight(code: number): boolean {
  return (
    code <= 4_351 ||
    (code >= 8_192 && code <= 8_205) ||
    (code >= 8_208 && code <= 8_223) ||
    (code >= 8_242 && code <= 8_247)
  );
}

/** Graphemes, a link as 23: https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb */
export const mastodonLength: Measure = (text) =>
  [...text.matchAll(url)].length * linkLength + countGraphemes(text.replace(url, ''));

const encoder = new TextEncoder();

/** In UTF-8. */
function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** 300 graphemes and 3,000 bytes: https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json */
export const blueskyLength: Measure = (text) => Math.max(countGraphemes(text), Math.ceil(bytesOf(text) / 10));

/** Emoji count by their UTF-8 bytes: https://developers.facebook.com/docs/threads/posts */
export const threadsLength: Measure = (text) =>
  graphemesOf(text).reduce((sum, part) => sum + (emoji.test(part) ? bytesOf(part) : part.length), 0);
