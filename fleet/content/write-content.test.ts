import { describe, expect, it, test } from 'vitest';
import { writeContent } from './write-content.ts';

/** The words in which Noria asks; `tests/content-simulated.test.ts` holds them against the real ones. */
function asked(what: string, data: object, more: readonly object[] = []): Record<string, unknown> {
  const order = `${what}\nWrite in this language: "French (français)".\nIts tone: "professional".\nLength: about 50 characters, never more than 60, spaces included. One line, no full stop.`;
  const content = `${order}\n\n<data>\n${JSON.stringify({ keywords: [], ...data }, null, 1)}\n</data>`;
  return { messages: [{ role: 'system', content: 'rules' }, { role: 'user', content }, ...more] };
}

const title = 'Write one title of a product page: what the product is, then what sets it apart.';
const three = 'Write 3 different texts, each a title of a product page: what the product is.';

describe('a simulated model that is asked for content', () => {
  it('writes what is asked for, and nothing for any other conversation', () => {
    expect(writeContent(asked(title, { topic: 'gourde en inox.' }))).toMatch(/^Gourde en inox/);
    expect(
      writeContent({ messages: [{ role: 'user', content: 'Write one title of a product page' }] }),
    ).toBeNull();
    expect(writeContent({ messages: 'nothing' })).toBeNull();
    expect(writeContent(asked('Sing one song.', { topic: 'x' }))).toBeNull();
    expect(
      writeContent({ messages: [{ role: 'user', content: `${title}\n<data>\n{\n</data>` }] }),
    ).toBeNull();
  });

  test.each([
    ['a few words', 'Gourde'],
    [
      'a whole sentence',
      'Une gourde isotherme en inox brossé, double paroi, pour la montagne et pour la ville',
    ],
    ['one endless word', 'x'.repeat(80)],
    ['nothing but signs', '?!'],
  ])('keeps to the length with %s', (_, topic) => {
    const texts = writeContent(asked(three, { topic }))?.split('\n=====\n') ?? [];
    expect(new Set(texts).size).toBe(3);
    for (const text of texts) expect([text, text.length <= 60 && text.length > 4]).toEqual([text, true]);
  });

  it('uses each keyword', () => {
    const data = { topic: 'Gourde isotherme de randonnée', keywords: ['inox', 'randonnée', '24 h'] };
    for (const text of (writeContent(asked(three, data)) ?? '').split('\n=====\n')) {
      expect(text).toMatch(/inox.*24 h/);
      expect(text.length).toBeLessThanOrEqual(60);
    }
  });

  it('asked again, writes as many others as are missing', () => {
    const topic = 'gourde';
    const first = writeContent(asked(three, { topic })) ?? '';
    const again = asked(three, { topic }, [
      { role: 'assistant', content: first },
      {
        role: 'user',
        content:
          'Of these texts not all can be used:\n- …\nWrite 2 more texts in which all of this is right.',
      },
    ]);
    const others = (writeContent(again) ?? '').split('\n=====\n');
    expect(others).toHaveLength(2);
    for (const text of others) expect(first).not.toContain(text);
  });
});
