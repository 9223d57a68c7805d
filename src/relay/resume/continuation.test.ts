import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ChatBody } from '../../upstream/wire.ts';
import { chooseAnchor } from './choose-anchor.ts';
import { continuationOf } from './continuation.ts';

const question = { role: 'user', content: 'Tell me about the river.' };
const sent =
  'The river never stops, and the wheel turns with it: bucket after bucket, dip after dip. The wat';

function asked(how: 'prefix' | 'assistant' | 'instruction', text: string, body: ChatBody = {}) {
  const before = structuredClone(body);
  const made = continuationOf({ body: { messages: [question], ...body }, sent: text, how });
  expect(body).toEqual(before);
  return made;
}

describe('by prefix', () => {
  it('the text is the beginning of the last turn, as it is', () => {
    const { body, anchor, context } = asked('prefix', `${sent} \n`);
    expect(body.messages).toEqual([question, { role: 'assistant', content: `${sent} \n`, prefix: true }]);
    expect([anchor, context]).toEqual(['', `${sent} \n`]);
  });

  it('half a character is left out: no provider can read it', () => {
    expect(asked('prefix', `${sent} ${'🌊'.slice(0, 1)}`).context).toBe(`${sent} `);
  });
});

describe('by a trailing turn', () => {
  it('the text ends without white space, which some refuse', () => {
    const { body, anchor, how } = asked('assistant', `${sent} \n`);
    expect(body.messages).toEqual([question, { role: 'assistant', content: sent }]);
    expect([anchor, how]).toEqual(['', 'assistant']);
  });

  it('a few characters are asked by instruction instead: an echo would be no proof', () => {
    expect(asked('assistant', 'The river')).toMatchObject({ how: 'instruction', anchor: 'The river' });
  });
});

describe('by instruction', () => {
  it('the last words are what the answer must begin with, what comes before is the model’s turn', () => {
    const { body, anchor, context, how } = asked('instruction', sent);
    expect(anchor).toBe('bucket, dip after dip. The wat');
    expect(`${context} ${anchor}`).toBe(sent);
    expect(how).toBe('instruction');
    expect(body.messages).toEqual([
      question,
      { role: 'assistant', content: context },
      {
        role: 'user',
        content: expect.stringMatching(
          /^Your last message broke off[^\n]*\n<begin>bucket, dip after dip\. The wat<\/begin>$/,
        ),
      },
    ]);
  });

  it('a short text is asked anew, in the client’s own turn', () => {
    const { body, anchor, context } = asked('instruction', 'The river ');
    expect([anchor, context]).toEqual(['The river', '']);
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: expect.stringMatching(/^Tell me about the river\.\n\n[^\n]*\n<begin>The river<\/begin>$/),
      },
    ]);
  });

  it('the client’s turn may be a list of parts, or none of its own', () => {
    const image = { type: 'image_url', image_url: { url: 'https://a.example/b.png' } };
    const parts = asked('instruction', 'Oh', { messages: [{ role: 'user', content: [image] }] });
    expect(parts.body.messages).toEqual([
      {
        role: 'user',
        content: [image, { type: 'text', text: expect.stringContaining('<begin>Oh</begin>') }],
      },
    ]);
    const system = { role: 'system', content: 'Greet.' };
    expect(asked('instruction', 'Oh', { messages: [system] }).body.messages).toEqual([
      system,
      { role: 'user', content: expect.stringContaining('<begin>Oh</begin>') },
    ]);
  });

  it('with nothing sent, or nothing but white space, it is the same question again', () => {
    for (const text of ['', '\n\n'])
      for (const how of ['prefix', 'assistant', 'instruction'] as const)
        expect(asked(how, text)).toMatchObject({ body: { messages: [question] }, anchor: '', context: '' });
  });
});

describe('a client that had put words into the model’s mouth', () => {
  const messages = [question, { role: 'assistant', content: 'Once upon a time, ', prefix: true }];

  test.each(['prefix', 'assistant', 'instruction'] as const)(
    'gets one turn of the model, never two: %s',
    (how) => {
      const made = asked(how, sent, { messages });
      const roles = (made.body.messages ?? []).map(({ role }) => role);
      expect(roles.filter((role, index) => role === roles[index - 1])).toEqual([]);
      expect(made.sent).toBe(`Once upon a time, ${sent}`);
      expect(made.body.messages?.[1]?.content).toBe(made.context);
      expect(made.context.startsWith('Once upon a time, The river')).toBe(true);
      expect(made.body.messages?.[1]?.prefix).toBe(how === 'prefix' ? true : undefined);
    },
  );

  it('is not given them twice when the first answer repeated them', () => {
    expect(asked('assistant', `Once upon a time, ${sent}`, { messages }).sent).toBe(
      `Once upon a time, ${sent}`,
    );
  });

  it('may have written a list of parts, or a turn without text', () => {
    const parts = [
      question,
      { role: 'assistant', content: [{ type: 'text', text: 'Well, ' }, { type: 'image_url' }] },
    ];
    expect(asked('assistant', sent, { messages: parts }).context).toBe(`Well, ${sent}`);
    const silent = [question, { role: 'assistant', content: null, name: 'bot' }];
    expect(asked('assistant', sent, { messages: silent }).body.messages).toEqual([
      question,
      { role: 'assistant', content: sent, name: 'bot' },
    ]);
  });
});

describe('the client’s other fields', () => {
  it('stay', () => {
    const body = { temperature: 0.3, stop: ['END'], x_unknown: { a: 1 } };
    expect(asked('instruction', sent, body).body).toMatchObject(body);
  });

  it('but for the bounds, which hold for the whole answer', () => {
    const text = 'x'.repeat(400);
    const bounds = { max_tokens: 1_000, max_completion_tokens: 110 };
    expect(asked('assistant', text, bounds).body).toMatchObject({
      max_tokens: 900,
      max_completion_tokens: 16,
    });
    expect(asked('assistant', text).body).not.toHaveProperty('max_tokens');
    expect(asked('assistant', text, { max_tokens: null }).body).toMatchObject({ max_tokens: null });
    expect(asked('assistant', text, { max_tokens: 5 }).body).toMatchObject({ max_tokens: 5 });
  });

  it('an anchor is written again, and not counted', () => {
    expect(asked('instruction', 'The river', { max_tokens: 20 }).body).toMatchObject({ max_tokens: 20 });
  });
});

describe('the anchor', () => {
  it('is whole words, 24 to 80 characters of them where there are so many', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 60 }), fc.nat(), (text, at) => {
        const cut = text.slice(0, 25 + (at % text.length)).trimEnd();
        const start = chooseAnchor(cut);
        const length = cut.length - start;
        expect(start === 0 || /\s\S/.test(cut.slice(start - 1, start + 1))).toBe(true);
        expect(length).toBeGreaterThanOrEqual(Math.min(24, cut.length));
        expect(length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('is longer in a text that has its last words twice, so that it stands there once', () => {
    const text =
      'The wheel turns and every bucket dips in turn. So it goes. The wheel turns and every bucket dips in turn.';
    const anchor = text.slice(chooseAnchor(text));
    expect(anchor).toMatch(/^goes\. The wheel turns/);
    expect(text.indexOf(anchor)).toBe(text.length - anchor.length);
  });

  it('is a few words all the same where no length would help', () => {
    const text = 'I will not talk in class. '.repeat(40).trimEnd();
    expect(text.slice(chooseAnchor(text))).toBe('I will not talk in class.');
  });

  it('begins between two characters where a text has no words', () => {
    const text = '河水从不停歇，水轮随之转动。'.repeat(2) + '👩‍🚀'.repeat(20);
    const anchor = text.slice(chooseAnchor(text));
    expect([...new Intl.Segmenter().segment(anchor)].every(({ segment }) => segment === '👩‍🚀')).toBe(true);
    expect(anchor.length).toBeLessThanOrEqual(80);
  });
});
