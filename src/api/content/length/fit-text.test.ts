import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, type Fit } from './fit-text.ts';
import { countGraphemes } from './graphemes.ts';
import { lengthLimit } from './length-limit.ts';
import { blueskyLength, mastodonLength, strictest, threadsLength, xLength } from './measures.ts';

function within(most: number, change: Partial<Fit> = {}): Fit {
  return { limit: { most, measure: strictest }, dropsHashtags: false, headline: false, ...change };
}

describe('a text is counted as its platform counts', () => {
  it.each([
    ['héllo', 5],
    ['日本', 4],
    ['👩‍👩‍👧', 2],
    ['a\u202f!', 4],
    ['“a”—’', 5],
    ['…', 2],
    ['https://noria.example.com/a/very/long/path?with=query', 23],
    ['see noria.fr now', 31],
  ])('X: %j is %i', (text, length) => expect(xLength(text)).toBe(length));

  it('Mastodon: graphemes, links as 23; Bluesky: graphemes and bytes; Threads: emoji by their bytes', () => {
    expect(mastodonLength('👩‍👩‍👧 https://a.fr/very/long/address/of/something')).toBe(25);
    expect([blueskyLength('👩‍👩‍👧 a'), blueskyLength('👩‍👩‍👧'.repeat(200))]).toEqual([3, 360]);
    expect([threadsLength('é'), threadsLength('🎉')]).toEqual([1, 4]);
  });

  it.each([
    ['X', 280],
    ['Twitter', 280],
    ['twitter/x', 280],
    ['Instagram', 2_200],
    ['linked in', 3_000],
    ['Facebook', 5_000],
    ['TikTok', 2_200],
    ['threads', 500],
    ['Mastodon', 500],
    ['bluesky', 300],
    ['something new', 280],
    ['', 280],
  ])('a post for %j has at most %i', (platform, most) =>
    expect(lengthLimit('social-media-post', platform).most).toBe(most),
  );
});

describe('a text that is too long', () => {
  it('of one line ends behind a word that leads to none', () => {
    const title = 'Gourde isotherme en inox pour les voyages et la randonnée';
    expect(fitText(title, within(46, { headline: true }))).toBe('Gourde isotherme en inox pour les voyages');
    expect(fitText('Une gourde « pour la montagne et la mer »', within(20, { headline: true }))).toBe(
      'Une gourde',
    );
  });

  it('ends behind a sentence where one ends late enough, else behind a word with an ellipsis', () => {
    const text = 'Une belle phrase. Une autre phrase, bien plus longue.';
    expect(fitText(text, within(25))).toBe('Une belle phrase.');
    expect(fitText('Une phrase sans fin qui va et qui vient', within(20))).toBe('Une phrase sans fin…');
  });

  it('loses its hashtags first, from the end, and keeps those that fit', () => {
    const fit = within(30, { dropsHashtags: true });
    expect(fitText('Une belle phrase. #été #mer #soleil', fit)).toBe('Une belle phrase. #été #mer');
    expect(fitText('Une phrase\n#été #mer #soleil #sable\nUne autre phrase', fit)).toBe(
      'Une phrase\nUne autre phrase',
    );
  });

  it('in a script without spaces ends between words', () => {
    expect(fitText('这是一个非常好的水瓶，适合旅行和徒步，保温效果很好', within(12))).toBe(
      '这是一个非常好的水瓶…',
    );
  });

  it('of one word cannot be cut', () => {
    expect(fitText('a'.repeat(500), within(60))).toBeNull();
    expect(fitText(`#${'a'.repeat(500)}`, within(60, { dropsHashtags: true }))).toBeNull();
  });
});

const words = fc.constantFrom(
  'mot',
  'l’eau',
  'de',
  'été',
  'Hello',
  'phrase.',
  'Oui\u202f!',
  'a\u00a0:',
  '«\u202foui\u202f»',
  '#été',
  '#mer_2024',
  '@noria',
  '👩‍👩‍👧',
  '🎉🎉',
  'e\u0301te\u0301',
  'https://noria.fr/a',
  '(bien',
  'sûr)',
  'שלום',
  'anticonstitutionnellement',
);
const spaces = fc.constantFrom(' ', '\n', '\n\n', ' ');
const anyText = fc
  .array(fc.tuple(words, spaces), { minLength: 1, maxLength: 60 })
  .map((some) => some.flat().join('').trim());
const measures = fc.constantFrom(strictest, xLength, mastodonLength, blueskyLength, threadsLength);

describe('whatever is cut', () => {
  it('is within its limit, and holds only whole words, hashtags, links and emoji of the text', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 1, max: 200 }),
        measures,
        fc.record({ headline: fc.boolean(), dropsHashtags: fc.boolean() }),
        (text, most, measure, how) => {
          const cut = fitText(text, { limit: { most, measure }, ...how });
          if (measure(text) <= most) expect(cut).toBe(text);
          if (measure(text) <= most || cut === null) return;
          expect(measure(cut)).toBeLessThanOrEqual(most);
          const given = new Set(text.split(/[^\S\u00a0\u202f]+/).flatMap((unit) => [unit, bare(unit)]));
          for (const unit of cut.split(/[^\S\u00a0\u202f]+/)) expect(given).toContain(bare(unit));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('of anything at all is within its limit and cuts no grapheme', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (text, most) => {
          const cut = fitText(text, within(most));
          if (cut === null) return;
          expect(cut.length).toBeLessThanOrEqual(most);
          expect(cut.isWellFormed() || !text.isWellFormed()).toBe(true);
          expect(countGraphemes(cut)).toBeLessThanOrEqual(countGraphemes(text) + 1);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** Punctuation at the end of what was cut goes, and an ellipsis comes. */
function bare(unit: string): string {
  return unit
    .replace(/^[\p{P}\u00a0\u202f]*(?=[#@]?[\p{L}\p{N}\p{S}]|$)/u, (lead) => lead.replace(/[^#@]/gu, ''))
    .replace(/[\p{P}\u00a0\u202f]+$/u, '');
}
