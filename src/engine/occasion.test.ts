import { describe, expect, it } from 'vitest';
import { occasionOf, type Look } from './occasion.ts';

const plain: Look = { chars: 40, vision: false, tools: false, json: false, lastUserText: '', systemText: '' };

describe('what auto sees', () => {
  it.each([
    ['Hello, how are you?', 'chat'],
    ['Quelle heure est-il à Prague ?', 'chat'],
    ['What class should I take at university?', 'chat'],
    ['I want to import cheese from France.', 'chat'],
    ['Fix this:\n```\nlet x = 1\n```', 'code'],
    ['Why does my Python script raise an exception?', 'code'],
    ['function add(a, b) { return a + b }', 'code'],
    ['Corrige cette fonction, elle ne marche pas', 'code'],
    ['Write me a short story about a mill', 'creative'],
    ['Écris un poème sur la rivière', 'creative'],
    ['Imagine une rivière sans fin', 'creative'],
  ])('%s → %s', (lastUserText, occasion) => {
    expect(occasionOf({ ...plain, lastUserText })).toBe(occasion);
  });

  it('a persona in the system message is creative', () => {
    expect(
      occasionOf({ ...plain, systemText: 'You are Mira. Always stay in character.', lastUserText: 'Hi' }),
    ).toBe('creative');
  });

  it('what it must be able to do comes before what it is about', () => {
    const code = { ...plain, lastUserText: 'debug this python code' };
    expect(occasionOf({ ...code, chars: 30_000 })).toBe('long');
    expect(occasionOf({ ...code, chars: 30_000, json: true })).toBe('json');
    expect(occasionOf({ ...code, json: true, tools: true })).toBe('tools');
    expect(occasionOf({ ...code, tools: true, vision: true })).toBe('vision');
  });

  it('looks at the beginning of a long text only, and at any text in no time', () => {
    const long = { ...plain, lastUserText: `${'a '.repeat(200_000)} python` };
    expect(occasionOf(long)).toBe('chat');
    expect(occasionOf({ ...plain, lastUserText: `const ${'x'.repeat(5_000)}` })).toBe('chat');
  });
});
