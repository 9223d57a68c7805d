import { pairQuotes } from './pair-quotes.ts';
import { standIns } from './protect.ts';

/** Spaces within a line. */
const gap = String.raw`[ \t\u00a0\u2009\u202f]`;
const letter = String.raw`[\p{L}\p{M}\p{N}${standIns}]`;
const letterOnly = String.raw`[\p{L}\p{M}${standIns}]`;

const rules: readonly (readonly [RegExp, string])[] = [
  [/\.{3,}|\.(?: \.){2,}/g, '…'],
  [rule(`“${gap}+`), '“'],
  [rule(`${gap}+”`), '”'],
  [rule(`(?<=${letter}\\s)'n'(?=\\s)`), '’n’'],
  [rule(`(?<=^|[\\s(“])'([^'\\n]*${letter}[.,!?…]?)'(?=$|[\\s.,;:!?)”—])`), '‘$1’'],
  [rule(`(?<=${letter})'(?=${letterOnly})`), '’'],
  // dogs' · '90s · 'n'
  [rule(`(?<=${letterOnly})'(?=$|[\\s.,;:!?)”])`), '’'],
  [rule(`(?<=^|[\\s“])'(?=\\d0s|${letterOnly})`), '’'],
  [rule(`(?<=[^\\s])${gap}+([,.;:!?…]+)(?=$|[\\s”’)])`), '$1'],
  [rule(`(?<=\\d)${gap}+(?=%)`), ''],
  [
    rule(`(?<=${letter}|[”’)…])(?:${gap}*--${gap}*|${gap}+-${gap}+|${gap}+—${gap}+)(?=${letterOnly}|[“‘])`),
    '—',
  ],
];

/** English typography: curly quotation marks and apostrophes, no space before punctuation, … and — without spaces. */
export function typesetEnglish(text: string): string {
  return rules.reduce((done, [pattern, by]) => done.replace(pattern, by), pairQuotes(text, '“', '”'));
}

function rule(source: string): RegExp {
  return new RegExp(source, 'gmu');
}
