import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Continuation } from '../../src/catalog/types.ts';
import { resumed, seededSizes, type Resumption } from '../support/resumed.ts';

/** Every kind of joint: accents, quotes, no-break spaces, emoji of several code units, lists, code, a sentence said four times. */
const river =
  'La rivière ne s’arrête jamais : « elle tourne », dit-on, seau après seau. 🌊\n\n' +
  'Chaque seau plonge à son tour, puis remonte. L’été, l’eau est basse ; l’hiver, elle déborde !\n' +
  '- Un seau se vide.\n- Un seau se remplit.\n- Un seau attend.\n\n' +
  'Chaque seau plonge à son tour, puis remonte. Ça coule, ça coule, et ça ne finit pas… 😀👩‍🚀 ' +
  'Le 3e jour, vers 18 h 30, quelqu’un demanda: "Où va-t-elle, cette eau?"\n' +
  '```js\nwheel.turn(buckets);\n  river.rest();\n```\nPersonne ne répondit. ' +
  'Chaque seau plonge à son tour, puis remonte.  Fin: cafe\u0301.';

const ways = [
  { how: 'prefix', echoes: true },
  { how: 'prefix', echoes: false },
  { how: 'assistant', echoes: false },
  { how: 'instruction', echoes: false },
] as const satisfies readonly { how: Continuation; echoes: boolean }[];
const manners = ['exact', 'obeys', 'restarts', 'repeats', 'chats', 'refuses'] as const;
type World = Pick<Resumption, 'how' | 'echoes' | 'manner'>;
const worlds: readonly World[] = ways.flatMap((way) => manners.map((manner) => ({ ...way, manner })));

/** Of all places where a stream can die: where the client was told of it, and where it got a wrong text. */
function everyCut(text: string, world: World): { rejected: number[]; wrong: number[] } {
  const rejected: number[] = [];
  const wrong: number[] = [];
  for (let cut = 0; cut <= text.length; cut += 1) {
    for (const largest of [3, 12, 80]) {
      const got = resumed({ text, cut, ...world, sizes: seededSizes(cut * 100 + largest, largest) });
      if (got === null) rejected.push(cut);
      else if (got !== text) wrong.push(cut);
    }
  }
  return { rejected, wrong };
}

describe('law 7: a text that another lane continues is the whole text, or the client is told', () => {
  test.each(worlds)('$how (echo: $echoes), a model that $manner', (world) => {
    const { rejected, wrong } = everyCut(river, world);
    expect(wrong).toEqual([]);
    // A refusal is a 400, and another lane's turn.
    if (world.manner !== 'refuses' || world.how === 'instruction') expect(rejected).toEqual([]);
  });

  const structured = {
    list: ['apples in Paris', 'pears in Paris', 'apples in Lyon', 'apples in Rome', 'plums in Rome']
      .map((what, index) => `- The price of ${what} is ${index + 4} euros\n`)
      .join(''),
    table: `| day | requests | refused |\n|---|---|---|\n${[1, 2, 3, 4, 5, 6, 7]
      .map((day) => `| 2026-11-0${day} | 14400 | 0 |\n`)
      .join('')}\nAll days are alike.`,
    json: `[\n${[1, 2, 3, 4].map((id) => `  { "id": ${id}, "full": true, "tags": ["a", "b"] },\n`).join('')}]\n`,
    code: ['turn', 'stop']
      .map(
        (name) =>
          `function ${name}(wheel) {\n  for (const bucket of wheel) {\n    bucket.dip();\n  }\n  return wheel;\n}\n\n`,
      )
      .join(''),
    chinese:
      '河水从不停歇，水轮随之转动。一个桶接一个桶，一次又一次地浸入水中。😀每个桶轮流浸入，河水从不停歇，水轮随之转动。',
  };

  test.each(Object.entries(structured))('in a text of equal lines: %s', (_name, text) => {
    for (const world of worlds) {
      const { rejected, wrong } = everyCut(text, world);
      expect({ ...world, wrong }).toEqual({ ...world, wrong: [] });
      const share = rejected.length / (3 * text.length);
      if (world.manner !== 'refuses')
        expect({ ...world, isRare: share < 0.02 }).toEqual({ ...world, isRare: true });
    }
  });

  test.each([
    [
      'a refrain',
      'Row, row, row your boat,\nGently down the stream.\nMerrily, merrily, merrily, merrily,\nLife is but a dream.\n\n'.repeat(
        3,
      ),
    ],
    ['a line a hundred times', 'I will not talk in class.\n'.repeat(20)],
    ['laughter', `${'ha '.repeat(50)}and so on.`],
    ['numbers', '0, '.repeat(60)],
  ])('what providers are documented to do is never guessed about, not even in %s', (_name, text) => {
    for (const world of worlds) if (isDocumented(world)) expect(everyCut(text, world).wrong).toEqual([]);
  });
});

/** Instructions in any manner, an echo behind a prefix, a trailing turn that is continued, or at worst answered anew. */
function isDocumented({ how, echoes, manner }: World): boolean {
  if (how === 'instruction') return true;
  return manner !== 'repeats' && (how === 'assistant' || echoes);
}

describe('law 7 over random texts', () => {
  const chunks = fc
    .tuple(fc.integer(), fc.constantFrom(1, 4, 30, 400))
    .map(([seed, largest]) => seededSizes(seed, largest));
  /** Few words, so that they come again, and whatever Unicode has. */
  const fewWords = fc
    .array(
      fc.constantFrom(
        'la',
        'ha',
        'the',
        'wheel',
        'turns',
        'bucket',
        'river,',
        'été',
        '🌊',
        '- x',
        '\n',
        '\n\n',
        ' ',
      ),
      { maxLength: 90 },
    )
    .map((words) => words.join(' '));
  const manyWords = fc.lorem({ maxCount: 90 });
  const anyUnicode = fc.string({ unit: 'binary', maxLength: 200 });
  const anyText = fc.oneof(fewWords, manyWords, anyUnicode);
  const manner = fc.constantFrom(...manners);

  it('by instruction the text is whole, or the client is told, however the text repeats itself', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), manner, chunks, (text, at, how, sizes) => {
        const cut = at % (text.length + 1);
        fc.pre(!isGreeting(text, cut));
        const got = resumed({ text, cut, how: 'instruction', echoes: false, manner: how, sizes });
        if (got !== null) expect(got).toBe(text);
      }),
      { numRuns: 4_000 },
    );
  });

  it('behind a trailing turn as well, unless it says all it has said again at once', () => {
    const documented = worlds.filter(isDocumented);
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom(...documented), chunks, (text, at, world, sizes) => {
        const cut = at % (text.length + 1);
        fc.pre(!saysAllAgain(text, cut) && !isGreeting(text, cut));
        const got = resumed({ text, cut, ...world, sizes });
        if (got !== null) expect(got).toBe(text);
      }),
      { numRuns: 4_000 },
    );
  });

  it('and whatever the provider does there, where the text does not say its last words again at once', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom(...worlds), chunks, (text, at, world, sizes) => {
        const cut = at % (text.length + 1);
        fc.pre(!saysItAgain(text, cut) && !isGreeting(text, cut));
        const got = resumed({ text, cut, ...world, sizes });
        if (got !== null) expect(got).toBe(text);
      }),
      { numRuns: 4_000 },
    );
  });

  it('prose is hardly ever refused', () => {
    let refused = 0;
    const runs = 2_000;
    fc.assert(
      fc.property(
        fc.lorem({ maxCount: 120 }),
        fc.nat(),
        fc.constantFrom(...worlds),
        chunks,
        (text, at, world, sizes) => {
          fc.pre(world.manner !== 'refuses');
          if (resumed({ text, cut: at % (text.length + 1), ...world, sizes }) === null) refused += 1;
        },
      ),
      { numRuns: runs, seed: 7 },
    );
    expect(refused / runs).toBeLessThan(0.01);
  });
});

/**
 * Where no reader of an answer could tell: the rest begins with what was sent last (or with all of it), or the text says
 * its last words twice in a row already.
 */
function saysItAgain(text: string, cut: number): boolean {
  const { sent, rest } = sides(text, cut);
  const tails = Array.from({ length: Math.max(0, sent.length - 15) }, (_, at) => sent.slice(at));
  return (
    saysAllAgain(text, cut) ||
    tails.some(
      (tail) => rest.startsWith(tail) || isDouble(tail) || sent.split(tail).slice(1, -1).some(isBlank),
    )
  );
}

function saysAllAgain(text: string, cut: number): boolean {
  const { sent, rest } = sides(text, cut);
  return sent !== '' && rest.startsWith(sent);
}

/** As a provider sees them: it is asked to go on behind a whole character. */
function sides(text: string, cut: number): { sent: string; rest: string } {
  const code = text.charCodeAt(cut - 1);
  const whole = code >= 0xd800 && code < 0xdc00 ? cut - 1 : cut;
  return { sent: text.slice(0, whole).trim(), rest: text.slice(whole).trim() };
}

/** A few characters that a chatting model's own sentence begins with as well: what the client gets is a whole answer, too. */
function isGreeting(text: string, cut: number): boolean {
  const sent = text.slice(0, cut).trim();
  return sent !== '' && 'Sure, here it goes:'.startsWith(sent);
}

function isDouble(words: string): boolean {
  const shifts = Array.from({ length: Math.floor(words.length / 2) }, (_, index) => index + 1);
  return shifts.some((shift) => words.startsWith(words.slice(shift)));
}

function isBlank(words: string): boolean {
  return words.trim() === '';
}
