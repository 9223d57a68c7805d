import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../upstream/chat-facts.ts';
import { copyOfBody, type ChatBody } from '../../upstream/wire.ts';
import { scanChat } from './scan-chat.ts';

const long = 'a long prompt, '.repeat(600);
const text = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '"}],"model":"x"', '\n{"role":"user"}'));
const parts = fc.array(
  fc.oneof(
    text.map((said) => ({ type: 'text', text: said })),
    fc.constant({ type: 'image_url', image_url: { url: 'data:x' } }),
  ),
  { maxLength: 3 },
);
const message = fc.record(
  {
    role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool'),
    content: fc.oneof(text, fc.constant(null), parts),
    name: text,
    tool_calls: fc.array(fc.record({ id: text, type: fc.constant('function') }), { maxLength: 2 }),
  },
  { requiredKeys: ['role', 'content'] },
);
const chat = fc.record(
  {
    model: text,
    messages: fc.array(message, { maxLength: 4 }).map((all) => [...all, { role: 'user', content: long }]),
    stream: fc.boolean(),
    max_tokens: fc.integer({ min: 1, max: 999 }),
    tools: fc.array(fc.jsonValue(), { maxLength: 2 }),
    response_format: fc.jsonValue(),
    other: fc.jsonValue(),
  },
  { requiredKeys: ['messages'] },
);

/** Without the members that a body only has by its kind. */
function toPlain(body: ChatBody): unknown {
  return JSON.parse(JSON.stringify(copyOfBody(body)));
}

describe('a long request that is not parsed', () => {
  test('says the same as when it is', () => {
    let scanned = 0;
    fc.assert(
      fc.property(chat, fc.constantFrom(0, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const found = scanChat(Buffer.from(json));
        if (found === null) return;
        scanned += 1;
        const parsed = JSON.parse(json) as ChatBody;
        const { chars, ...facts } = factsOf(parsed);
        expect(found.facts).toMatchObject(facts);
        // Each escape counts one character too many, and so do the blanks of what is written in several lines.
        expect(found.facts.chars).toBeGreaterThanOrEqual(chars);
        if (indent === 0) expect(found.facts.chars - chars).toBeLessThanOrEqual(json.split('\\').length * 5);
        expect(toPlain(found.body)).toEqual(parsed);
        // Once more: what was read is kept.
        expect(toPlain(found.body)).toEqual(parsed);
      }),
      { numRuns: 1_000, endOnFailure: true },
    );
    expect(scanned).toBeGreaterThan(500);
  });

  test('whatever is changed in its bytes: no crash, and nothing is said that parsing would not say', () => {
    fc.assert(
      fc.property(
        chat,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'"\\{}[],: x0n'.split(''))), {
          minLength: 1,
          maxLength: 4,
        }),
        (value, changes) => {
          const bytes = Buffer.from(JSON.stringify(value));
          for (const [place, sign] of changes) bytes[place % bytes.length] = sign.charCodeAt(0);
          const found = scanChat(bytes);
          if (found === null) return;
          let parsed: unknown;
          try {
            parsed = JSON.parse(bytes.toString());
          } catch {
            // What nobody looks at may be wrong; who looks is told.
            expect(() => toPlain(found.body)).toThrow(/is not JSON/);
            return;
          }
          // A changed sign may make a number that is too large: as text it is no number any more.
          expect(toPlain(found.body)).toEqual(JSON.parse(JSON.stringify(parsed)));
        },
      ),
      { numRuns: 2_000, endOnFailure: true },
    );
  });

  test.each([
    ['short', '{"messages":[{"role":"user","content":"hi"}]}'],
    ['not plain ASCII', JSON.stringify({ messages: [{ role: 'user', content: `é${long}` }] })],
    ['without messages', JSON.stringify({ model: long })],
    ['with an empty list', JSON.stringify({ messages: [], model: long })],
    ['with a message without a role', JSON.stringify({ messages: [{ content: long }] })],
    ['with a message that is no object', JSON.stringify({ messages: [long] })],
    ['with two lists', `{"messages":[{"role":"user","content":"${long}"}],"messages":[{"role":"user"}]}`],
    ['with more behind it', `${JSON.stringify({ messages: [{ role: 'user', content: long }] })}]`],
    ['cut', JSON.stringify({ messages: [{ role: 'user', content: long }] }).slice(0, -3)],
    ['with a name in escapes', `{"messages":[{"role":"user","content":"${long}"}],"\\u006dodel":"x"}`],
  ])('is left to the long way when it is %s', (_name, json) => {
    expect(scanChat(Buffer.from(json))).toBeNull();
  });
});
