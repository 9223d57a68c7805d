import { describe, expect, it, test } from 'vitest';
import { continueText } from './continue-text.ts';
import { readTurns } from './parsed-chat.ts';

const text =
  'The wheel turns and each bucket dips in its turn.\n\nA river that never stops needs more than one source.';
const plain = { text, anchor: null, manner: 'exact', echoes: false } as const;
const prefill = text.slice(0, 70);
const anchor = 'that never stops needs';
const told = { ...plain, prefill: text.slice(0, text.indexOf(anchor)).trimEnd(), anchor };
const behindAnchor = text.slice(text.indexOf(anchor) + anchor.length);

describe('behind a trailing turn', () => {
  test.each(['exact', 'obeys', 'chats', 'refuses'] as const)(
    'a model that %s goes on where it ends',
    (manner) => {
      expect(continueText({ ...plain, prefill, manner })).toBe(text.slice(70));
      expect(continueText({ ...plain, prefill: text.slice(0, 49), manner })).toBe(text.slice(49));
    },
  );

  it('one that restarts says everything, one that repeats says its last words first', () => {
    expect(continueText({ ...plain, prefill, manner: 'restarts' })).toBe(text);
    expect(continueText({ ...plain, prefill, manner: 'repeats' })).toBe(text.slice(text.indexOf('turn.')));
    expect(continueText({ ...plain, prefill: 'The wheel', manner: 'repeats' })).toBe(text);
  });

  it('a provider may send the turn again', () => {
    expect(continueText({ ...plain, prefill, echoes: true })).toBe(text);
    expect(continueText({ ...plain, prefill: 'Other', echoes: true })).toBe(`Other ${text}`);
  });

  it('what another model began is continued as well as can be', () => {
    expect(continueText({ ...plain, prefill: 'Other' })).toBe(` … and so on, says ${text}`);
  });
});

describe('behind an instruction', () => {
  test.each(['exact', 'obeys', 'refuses'] as const)(
    'a model that %s begins with what it was told',
    (manner) => {
      expect(continueText({ ...told, manner })).toBe(anchor + behindAnchor);
    },
  );

  it('one that chats says something first, one that repeats the words before', () => {
    expect(continueText({ ...told, manner: 'chats' })).toBe(
      `Sure, here it goes:\n\n${anchor}${behindAnchor}`,
    );
    expect(continueText({ ...told, manner: 'repeats' })).toBe(
      `in its turn.\n\nA river ${anchor}${behindAnchor}`,
    );
    expect(continueText({ ...told, manner: 'restarts' })).toBe(text);
  });

  it('nothing but a beginning may be told', () => {
    expect(continueText({ ...plain, prefill: '', anchor: 'The wh' })).toBe(text);
  });
});

it('an instruction is a paragraph at the end of a user turn; the question is what stands before it', () => {
  const words = 'Go on.\n<begin>one\n\ntwo</begin>';
  const asked = { role: 'user', content: 'Hello' };
  expect(
    readTurns([asked, { role: 'assistant', content: 'Hi' }, { role: 'user', content: words }]),
  ).toMatchObject({
    lastUserText: 'Hello',
    prefill: 'Hi',
    anchor: 'one\n\ntwo',
  });
  expect(readTurns([{ role: 'user', content: `Hello\n\n${words}` }])).toMatchObject({
    lastUserText: 'Hello',
    prefill: '',
    anchor: 'one\n\ntwo',
  });
  expect(readTurns([asked])).toMatchObject({ lastUserText: 'Hello', prefill: '', anchor: null });
});
