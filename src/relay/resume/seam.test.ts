import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Continuation } from '../../catalog/types.ts';
import { chooseAnchor } from './choose-anchor.ts';
import { createSeam, type Seam } from './seam.ts';

const river =
  'The river never stops, and the wheel turns with it: bucket after bucket, dip after dip. The wat';
const rest = 'er keeps its level, said nobody.';

interface Run {
  /** What came out at each piece, then at the end; null = nothing yet. */
  readonly steps: readonly (string | null)[];
  /** null = rejected. */
  readonly text: string | null;
  readonly seam: Seam;
}

function run(how: Continuation, sent: string, pieces: readonly string[]): Run {
  const anchor = how === 'instruction' ? sent.trimEnd().slice(chooseAnchor(sent.trimEnd())) : '';
  const seam = createSeam({ sent, how, anchor });
  const steps = [...pieces.map((piece) => seam.push(piece)), seam.end()];
  return { steps, text: steps.at(-1) === null ? null : steps.join(''), seam };
}

/** What goes to the client, whatever pieces the answer comes in. */
function joined(how: Continuation, sent: string, answer: string): string | null {
  const whole = run(how, sent, [answer]);
  const single = run(how, sent, Array.from(answer));
  const units = run(how, sent, answer.split(''));
  expect(single.text).toBe(whole.text);
  expect(units.text).toBe(whole.text);
  expect(single.seam.overlap).toBe(whole.seam.overlap);
  expect(whole.seam.rejected).toBe(whole.text === null);
  return whole.text;
}

const every = ['prefix', 'assistant', 'instruction'] as const;
const direct = ['prefix', 'assistant'] as const;

describe.each(every)('an answer that begins with everything that was sent: %s', (how) => {
  it('is passed on from where the client is', () => {
    expect(joined(how, river, river + rest)).toBe(rest);
  });

  it('may differ in white space at its beginning and behind the text', () => {
    expect(joined(how, river, `\n${river}${rest}`)).toBe(how === 'assistant' ? null : rest);
    expect(joined(how, `\n${river}`, `\n${river}${rest}`)).toBe(rest);
    expect(joined(how, `${river} \n`, `${river} \n\n${rest}`)).toBe(`\n${rest}`);
    expect(joined(how, `${river}\n\n`, `${river}\n${rest}`)).toBe(rest);
    expect(joined(how, `${river}\n`, river + rest)).toBe(rest);
  });

  it('is a good end when nothing comes behind it', () => {
    expect(joined(how, river, river)).toBe('');
  });

  it('is another answer when it leaves the text on the way', () => {
    expect(joined(how, river, 'The river never stops, but the wheel does.')).toBeNull();
    expect(joined(how, river, 'The river never stops, and')).toBeNull();
  });

  it('is not kept while it repeats: it may be long', () => {
    const sent = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join(' ');
    expect(run(how, sent, `${sent} and more`.match(/.{1,7}/g) ?? []).text).toBe(' and more');
  });
});

describe.each(direct)('an answer to a trailing turn: %s', (how) => {
  it('goes on at once', () => {
    const { steps, seam } = run(how, river, ['er', ' keeps']);
    expect(steps).toEqual(['er', ' keeps', '']);
    expect(seam.overlap).toBe(0);
  });

  it('is a good end when it is empty', () => {
    expect(joined(how, river, '')).toBe('');
  });

  test.each([
    'dip after dip. The wat',
    'bucket, dip after dip. The wat',
    river.slice(-60).replace(/^\S*\s/, ''),
  ])('that repeats the last words first is passed on behind them: %s', (tail) => {
    expect(joined(how, river, tail + rest)).toBe(rest);
    expect(joined(how, `${river}\n`, `${tail}\n\nNext`)).toBe('\nNext');
  });

  it('is taken as it is when fewer than 16 characters are the same, or they begin inside a word', () => {
    expect(joined(how, river, 'The wat The wat')).toBe('The wat The wat');
    expect(joined(how, river, 'ip after dip. The water')).toBe('ip after dip. The water');
  });

  it('waits only while it could be a repetition', () => {
    expect(run(how, river, ['dip', ' after', ' dawn', ' it']).steps).toEqual([
      null,
      null,
      'dip after dawn',
      ' it',
      '',
    ]);
  });

  it('is taken as it is when it begins with white space: the turn itself goes on, and says its words again', () => {
    const line = 'The miller sleeps in his mill.';
    expect(joined(how, `It is late. ${line}`, ` ${line} ${line} The`)).toBe(` ${line} ${line} The`);
    expect(joined(how, `It is late. ${'ha '.repeat(10)}ha`, ' ha ha ha ha ha ha ha')).toBe(
      ' ha ha ha ha ha ha ha',
    );
  });

  it('may go on with a long line', () => {
    expect(joined(how, `Title\n${'='.repeat(20)}`, `${'='.repeat(20)}\nText`)).toBe(
      `${'='.repeat(20)}\nText`,
    );
  });

  it('is taken as it is where the text, white space included, has said its last words twice in a row', () => {
    const lines = '- one line of the list\n- I will not talk.\n- I will not talk.\n';
    expect(joined(how, lines, '- I will not talk.\nDone.')).toBe('- I will not talk.\nDone.');
    expect(joined(how, `Laugh: ${'ha '.repeat(20)}`, 'ha ha ha ha ha ha ha ha!')).toBe(
      'ha ha ha ha ha ha ha ha!',
    );
  });

  it('is rejected where it could go on behind two repetitions', () => {
    const code = 'x();\nwheel.turn(buckets, 1);\nwheel.turn(buckets';
    expect(joined(how, code, 'wheel.turn(buckets, 1);\nwheel.turn(buckets, 2);')).toBeNull();
  });

  it('may begin as the text did where the text does so itself: a refrain', () => {
    const song = 'Row, row, row your boat, gently.\nRow, row, row your boat, again.\n';
    expect(joined(how, song, 'Row, row, row your boat, at last.')).toBe('Row, row, row your boat, at last.');
  });
});

describe('white space at the joint', () => {
  it('that the request had trimmed is not doubled', () => {
    expect(joined('assistant', `${river} `, ` ${rest}`)).toBe(rest);
    expect(joined('assistant', `${river}\n`, `\n\n${rest}`)).toBe(`\n${rest}`);
    expect(joined('assistant', 'def turn(wheel, buckets):\n  ', '\n    dip()')).toBe('  dip()');
  });

  it('may be missing in the answer', () => {
    expect(joined('assistant', `${river} `, rest)).toBe(rest);
    expect(joined('instruction', `${river}\n\n`, `dip after dip. The wat${rest}`)).toBeNull();
    expect(joined('instruction', `${river}\n\n`, `bucket, dip after dip. The wat${rest}`)).toBe(rest);
  });

  it('is the provider’s own where the request had it', () => {
    expect(joined('prefix', `${river}\n`, `\n${rest}`)).toBe(`\n${rest}`);
  });
});

describe('an answer that was told how to begin', () => {
  const anchor = 'bucket, dip after dip. The wat';

  it('is passed on behind that, as soon as it is there', () => {
    const { steps, seam } = run('instruction', river, ['bucket, dip', ' after dip. The wat', 'er', ' keeps']);
    expect(steps).toEqual([null, '', 'er', ' keeps', '']);
    expect(seam.overlap).toBe(anchor.length);
  });

  test.each([
    ['white space', `\n ${anchor}`],
    ['dots', `… ${anchor}`],
    ['words that come before it in the text', `turns with it: bucket after ${anchor}`],
    ['a sentence of its own', `Sure, here it goes:\n\n${anchor}`],
    ['a sentence of its own, and words of the text', `Sure:\n\nit: bucket after ${anchor}`],
    ['a sentence of its own, and everything', `Sure, the whole answer:\n\n${river}`],
  ])('may have %s before it', (_name, beginning) => {
    expect(joined('instruction', river, beginning + rest)).toBe(rest);
  });

  test.each([
    ['quotes, dashes and spaces', 'He said "it’s – well – done"', "He said “it's — well — done”"],
    ['no-break spaces', 'La réponse est : oui, bien sûr', 'La réponse est\u00A0: oui, bien\u202Fsûr'],
  ])('may have its own %s', (_name, told, written) => {
    expect(joined('instruction', `Bien. ${told}`, `${written}, and so on`)).toBe(', and so on');
  });

  test.each([
    ['goes on without it', rest],
    ['comes to it inside a sentence', `I go on from bucket, dip after dip. The wat${rest}`],
    ['quotes it', `You stopped at "${anchor}".\n\nNow then.`],
    ['quotes it on a line of its own and then begins', `You stopped at:\n${anchor}\n\n${anchor}${rest}`],
    ['says too much before it', `${'Well, let me see. '.repeat(12)}\n${anchor}${rest}`],
    ['says something else', 'I am sorry, but I cannot continue this text. Is there anything else?'],
    ['stops inside it', 'bucket, dip after'],
    ['says nothing', ''],
  ])('is rejected when it %s', (_name, answer) => {
    expect(joined('instruction', river, answer)).toBeNull();
  });

  it('is rejected at a few hundred characters, not at its end', () => {
    const seam = createSeam({ sent: river, how: 'instruction', anchor });
    for (let count = 0; count < 40 && !seam.rejected; count += 1) seam.push('Something else. ');
    expect(seam.rejected).toBe(true);
    expect([seam.push('more'), seam.end(), seam.overlap]).toEqual([null, null, null]);
  });

  it('is a good end when nothing comes behind it', () => {
    expect(joined('instruction', river, anchor)).toBe('');
    expect(joined('instruction', `${river}\n`, `${anchor}\n`)).toBe('');
  });

  it('must begin with everything where only a few characters were sent', () => {
    expect(joined('instruction', 'The ri', 'The river')).toBe('ver');
    expect(joined('instruction', 'The ri', 'A river')).toBeNull();
  });

  it('is rejected where two places of a repetitive text would do', () => {
    const lines = 'I will not talk in class.\n'.repeat(20);
    expect(joined('instruction', lines, 'I will not talk in class.\n'.repeat(4))).toBeNull();
    expect(joined('instruction', lines, 'I will not talk in class.\nThat is all.')).toBe('That is all.');
  });
});

describe('a model that reasons first has begun a turn of its own', () => {
  it('and is believed only when it repeats the text', () => {
    for (const [answer, expected] of [
      [rest, null],
      [river + rest, rest],
      [`dip after dip. The wat${rest}`, rest],
    ] as const) {
      const seam = createSeam({ sent: river, how: 'assistant', anchor: '' });
      seam.distrust();
      expect(seam.push(answer)).toBe(expected);
    }
  });

  it('which is right where nothing was sent', () => {
    const seam = createSeam({ sent: '', how: 'instruction', anchor: '' });
    seam.distrust();
    expect([seam.push('The river'), seam.end(), seam.overlap]).toEqual(['The river', '', 0]);
  });
});

describe('characters of two halves', () => {
  it('are never passed on in two pieces', () => {
    const { steps } = run('assistant', river, ['er ', '🌊'.slice(0, 1), `${'🌊'.slice(1)} and`]);
    expect(steps).toEqual(['er ', '', '🌊 and', '']);
  });

  test.each(every)('are completed when the first stream died between the halves: %s', (how) => {
    const sent = `${river} ${'🌊'.slice(0, 1)}`;
    const answers = {
      prefix: '🌊 yes',
      assistant: ' 🌊 yes',
      instruction: `bucket, dip after dip. The wat 🌊 yes`,
    };
    const anchor = how === 'instruction' ? 'bucket, dip after dip. The wat' : '';
    const seam = createSeam({ sent, how, anchor });
    expect(`${seam.push(answers[how])}${seam.end()}`).toBe(`${'🌊'.slice(1)} yes`);
    expect(createSeam({ sent, how, anchor }).push(`${anchor} no wave`)).toBeNull();
  });

  it('and marks behind a letter belong to the rest', () => {
    expect(joined('instruction', 'Il a bu le verre au cafe', 'Il a bu le verre au cafe\u0301, oui')).toBe(
      '\u0301, oui',
    );
  });
});

describe('whatever comes', () => {
  const anyText = fc.oneof(fc.lorem({ maxCount: 20 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
  const pieces = fc.array(
    fc.oneof(anyText, fc.constantFrom(river, 'dip after dip. The wat', '\n', 'Sure:\n\n')),
  );

  it('what goes to the client is the end of the answer, and what was left out is known', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...every),
        fc.oneof(anyText, fc.constant(river)),
        pieces,
        (how, sent, answer) => {
          const { steps, text, seam } = run(how, sent, answer);
          const whole = answer.join('');
          if (text === null) {
            expect(steps.every((step) => step === null)).toBe(true);
            return;
          }
          expect(whole.slice(seam.overlap ?? -1)).toBe(text);
          if (how !== 'instruction' || sent.trim() === '') return;
          const told = sent.trimEnd().slice(chooseAnchor(sent.trimEnd()));
          expect(
            whole
              .slice(0, seam.overlap ?? -1)
              .replace(/\s+/g, ' ')
              .trimEnd(),
          ).toContain(told.replace(/\s+/g, ' '));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
