import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReasoningFilter, withoutReasoning } from './reasoning-filter.ts';

function streamed(text: string, cuts: readonly number[]): string {
  const filter = new ReasoningFilter();
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  const given = at.slice(1).map((end, index) => filter.push(text.slice(at[index], end)));
  return given.join('') + filter.end();
}

const cases: readonly (readonly [string, string])[] = [
  ['<think>secret</think>\n\nHi', 'Hi'],
  ['\n<THINK>secret</THINK>\nHi', 'Hi'],
  ['[THINK]secret[/THINK]Hi', 'Hi'],
  ['◁think▷secret◁/think▷Hi', 'Hi'],
  ['<thinking>a < b and <b>c</b></thinking>Hi <b>you</b>', 'Hi <b>you</b>'],
  ['One <think>secret</think>two', 'One two'],
  ['<think>a</think><think>b</think>Hi', 'Hi'],
  ['<think>cut off in the midst of it', ''],
  ['Write <think> before it', 'Write <think> before it'],
  ['The tag `<think>` opens, `</think>` closes', 'The tag `<think>` opens, `</think>` closes'],
  ['```\n<think>code</think>\n```\nHi', '```\n<think>code</think>\n```\nHi'],
  ['a < b, [1] and <thinker>', 'a < b, [1] and <thinker>'],
  ['  const a = 1;', '  const a = 1;'],
  ['<thin', '<thin'],
  ['', ''],
];

describe('reasoning is left out', () => {
  it.each(cases)('%j → %j, whole and cut anywhere', (text, wanted) => {
    expect(withoutReasoning(text)).toBe(wanted);
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 12 }), (cuts) => {
        expect(streamed(text, cuts)).toBe(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('gives a text without tags back as it is, whatever it is and wherever it is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(200)), (text, cuts) => {
        fc.pre(text.trim() !== '');
        expect(streamed(text, cuts)).toBe(text);
      }),
    );
  });

  it('knows a block whose opening tag stands in the prompt template, when it sees the whole', () => {
    expect(withoutReasoning('secret thoughts</think>\n\nHi')).toBe('Hi');
  });

  it('gives every character as soon as it is certain', () => {
    const filter = new ReasoningFilter();
    expect(
      ['Hi <', 'th', 'ere ', '<think>no', '</think', '>', 'end'].map((part) => filter.push(part)),
    ).toEqual(['Hi ', '', '<there ', '', '', '', 'end']);
  });
});
