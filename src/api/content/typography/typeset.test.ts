import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeset } from './typeset.ts';

/** ⍽ is the narrow no-break space, ␣ the no-break one. */
function marked(text: string): string {
  return text.replaceAll('\u202f', '⍽').replaceAll('\u00a0', '␣');
}

describe('French typography', () => {
  it.each([
    ["L'eau, c'est la vie!", 'L’eau, c’est la vie⍽!'],
    ['Quoi?! Vraiment ; oui', 'Quoi⍽?! Vraiment⍽; oui'],
    ['Note: à lire', 'Note␣: à lire'],
    ['Note : à lire', 'Note␣: à lire'],
    ['Il dit "oui"', 'Il dit «⍽oui⍽»'],
    ['Il dit “oui” et «non»', 'Il dit «⍽oui⍽» et «⍽non⍽»'],
    ["Le mot 'oui' !", 'Le mot «⍽oui⍽»⍽!'],
    ['12 000 gourdes, 1 234 567 €', '12⍽000 gourdes, 1⍽234⍽567⍽€'],
    ['29,99€ et 20% de 750 ml à 20°C', '29,99⍽€ et 20⍽% de 750⍽ml à 20⍽°C'],
    ['Fini ...', 'Fini…'],
    ['mot—mot et mot -- mot', 'mot — mot et mot – mot'],
    ['deux  espaces , ici .', 'deux espaces, ici.'],
    ['Vraiment (?) oui (bien sûr !)', 'Vraiment (?) oui (bien sûr⍽!)'],
    ['cœur, œuf et Æ', 'cœur, œuf et Æ'],
    ['à 10:30, en 16:9 :) <3 :-D', 'à 10:30, en 16:9 :) <3 :-D'],
    ['https://x.fr/a?b=c;d:e!f et a.b@c.fr!', 'https://x.fr/a?b=c;d:e!f et a.b@c.fr⍽!'],
    ["#L_été! @noria? `a ? b : 'c'`", "#L_été⍽! @noria⍽? `a ? b : 'c'`"],
    ['06 12 34 56 78 et 2024 300', '06 12 34 56 78 et 2024 300'],
    ['3.14, v2.0 et 1,5', '3.14, v2.0 et 1,5'],
    ['Bravo 🎉!', 'Bravo 🎉⍽!'],
  ])('%j → %s', (given, wanted) => expect(marked(typeset(given, 'fr'))).toBe(wanted));
});

describe('English typography', () => {
  it.each([
    ['It\'s "great" ! Really ?', 'It’s “great”! Really?'],
    ["dogs' '90s rock 'n' roll, 'hello'", 'dogs’ ’90s rock ’n’ roll, ‘hello’'],
    ['wait... what -- no', 'wait… what—no'],
    ['« Bonjour » : yes', '“Bonjour”: yes'],
    ['a 15.6" screen and "x"', 'a 15.6" screen and “x”'],
    ['20 % off at 10:30 ;) https://a.com/?a=b', '20% off at 10:30 ;) https://a.com/?a=b'],
    ['10 - 20', '10 - 20'],
  ])('%j → %s', (given, wanted) => expect(marked(typeset(given, 'en'))).toBe(wanted));
});

const pieces = [
  'mot',
  "l'eau",
  'été',
  '12',
  '000',
  '"',
  '«',
  '»',
  '“',
  '”',
  "'",
  '’',
  '!',
  '?',
  ';',
  ':',
  ',',
  '.',
  '...',
  '…',
  '(',
  ')',
  '-',
  '--',
  '—',
  ' ',
  '  ',
  '\u00a0',
  '\u202f',
  '\n',
  '\n\n\n',
  '%',
  '€',
  ':)',
  '#été',
  '@a',
  'https://a.fr/b?c;d',
  'a@b.fr',
  '10:30',
  '🎉',
  '👩‍👩‍👧',
  'שלום',
  '漢字',
  '`x ? y`',
  '\u{F0001}',
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((some) => some.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

describe('typography of anything', () => {
  it.each(['fr', 'en', 'de'])('in %s done twice is the same as done once', (language) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = typeset(text, language);
        expect(marked(typeset(once, language))).toBe(marked(once));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['fr', 'en', 'de'])('in %s changes no letter, digit or emoji', (language) => {
    const core = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu, '');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(core(typeset(text, language))).toBe(core(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['fr', 'en'])('in %s leaves links, addresses, hashtags and times whole', (language) => {
    const kept = fc.constantFrom(
      'https://a.fr/b?c=d;e!f:g',
      'a.b+c@d.fr',
      '#été_2024',
      '10:30',
      '`a ? b ; c`',
    );
    fc.assert(
      fc.property(kept, anyText, (piece, text) => {
        fc.pre(!text.includes('`'));
        expect(typeset(`${text.replace(/[#@]/g, '')}\n${piece} mot`, language)).toContain(piece);
      }),
      { numRuns: 500 },
    );
  });
});
