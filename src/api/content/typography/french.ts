import { pairQuotes } from './pair-quotes.ts';
import { standIns } from './protect.ts';

const thin = '\u202f';
const fixed = '\u00a0';
/** Spaces within a line. */
const gap = String.raw`[ \t\u00a0\u2009\u202f]`;
const letter = String.raw`[\p{L}\p{M}\p{N}${standIns}]`;
const letterOnly = String.raw`[\p{L}\p{M}${standIns}]`;

const single = rule(`(?<=^|[\\s(«])'([^'\\n]*${letter}[.!?…]?)'(?=$|[\\s.,;:!?)»])`);

const rules: readonly (readonly [RegExp, string])[] = [
  [/\.{3,}|\.(?: \.){2,}/g, '…'],
  [rule(`(?<=${letter})'(?=${letterOnly})`), '’'],
  [rule(`«${gap}*`), `«${thin}`],
  [rule(`${gap}*»`), `${thin}»`],
  // (?) and !? stay together; a question mark inside a word is none.
  [rule(`(?<=[^\\s(\\[«¡¿;!?])${gap}*([;!?]+)(?!${letter}|[/=&])`), `${thin}$1`],
  [rule(`(?<=[^\\s(\\[«;!?:])${gap}*:(?=\\s|$)`), `${fixed}:`],
  [rule(`(?<=[^\\s])${gap}+([,.])(?=\\s|$)`), '$1'],
  [rule(`(?<=${letter})${gap}+…`), '…'],
  // 1 234 567
  [rule(`(?<![\\d.,]|\\d${gap})\\d{1,3}(?:${gap}\\d{3})+(?![\\d]|${gap}\\d)`), 'group'],
  [rule(`(?<=\\d)${gap}*(?=[%‰€£])`), thin],
  [rule(`(?<=\\d)${gap}*(?=°[CF](?!\\p{L}))`), thin],
  [
    rule(`(?<=\\d)${gap}+(?=(?:ml|cl|dl|L|l|g|kg|mg|mm|cm|m|km|h|min|s|W|kW|V|Go|Mo|To)(?![\\p{L}\\p{N}]))`),
    thin,
  ],
  [rule(`(?<=[\\p{L}${standIns}…»)!?])${gap}+-{1,2}${gap}+(?=[\\p{L}${standIns}«])`), ' – '],
  [rule(`(?<=${letterOnly})—(?=${letterOnly})`), ' — '],
];

/**
 * French typography: narrow no-break spaces before ; ! ? and within « », a no-break space before the colon, between
 * the thousands and before % and units; ’ and …. Spelling and ligatures stay as they are.
 */
export function typesetFrench(text: string): string {
  return rules.reduce(
    (done, [pattern, by]) =>
      by === 'group'
        ? done.replace(pattern, (number) => number.replace(new RegExp(gap, 'gu'), thin))
        : done.replace(pattern, by),
    pairQuotes(text.replace(single, '"$1"'), '«', '»'),
  );
}

function rule(source: string): RegExp {
  return new RegExp(source, 'gmu');
}
