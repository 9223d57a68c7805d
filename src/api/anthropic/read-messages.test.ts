import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoriaError } from '../../shared/errors.ts';
import type { JsonObject } from '../http/json-body.ts';
import { readMessages } from './read-messages.ts';

const hello = { role: 'user', content: 'Hello' };
const asked = { max_tokens: 50, messages: [hello] };
const read = (more: JsonObject): JsonObject => readMessages({ ...asked, ...more }).body;
const contentOf = (content: unknown): unknown =>
  (readMessages({ ...asked, messages: [{ role: 'user', content }] }).body.messages ?? [])[0]?.content;
const tool = { name: 'weather', input_schema: { type: 'object' } };

describe('a call of the Messages API in OpenAI’s terms', () => {
  test('leaves out what nobody knows here', () => {
    const more = {
      service_tier: 'auto',
      container: 'c',
      context_management: {},
      betas: ['x'],
      foo: { bar: 1 },
    };
    expect(read(more)).toEqual({ max_tokens: 50, messages: [hello] });
  });

  test('joins texts to one, and keeps pictures among them as parts', () => {
    const text = (words: string): object => ({
      type: 'text',
      text: words,
      cache_control: { type: 'ephemeral' },
    });
    expect(contentOf([text('One'), text(''), text('Two')])).toBe('One\n\nTwo');
    const image = { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } };
    expect(contentOf([text('One'), image, text('')])).toEqual([
      { type: 'text', text: 'One' },
      { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
    ]);
  });

  test('writes documents and search results out as text', () => {
    const source = { type: 'text', media_type: 'text/plain', data: 'The mill.' };
    expect(contentOf([{ type: 'document', title: 'Mills', context: 'Old', source }])).toBe(
      'Mills\nOld\n\nThe mill.',
    );
    const inner = { type: 'content', content: [{ type: 'text', text: 'Page 1' }] };
    expect(contentOf([{ type: 'document', source: inner }])).toBe('Page 1');
    const found = {
      type: 'search_result',
      title: 'T',
      source: 'https://t',
      content: [{ type: 'text', text: 'F' }],
    };
    expect(contentOf([found])).toBe('T\nhttps://t\n\nF');
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' };
    expect(contentOf([{ type: 'document', title: 'a.pdf', source: pdf }])).toEqual([
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
    ]);
  });

  test('takes a system’s words in the middle of a conversation', () => {
    const messages = [hello, { role: 'system', content: 'Be brief now.' }];
    expect(read({ system: 'Be kind.', messages }).messages).toEqual([
      { role: 'system', content: 'Be kind.' },
      hello,
      { role: 'system', content: 'Be brief now.' },
    ]);
  });

  test('leaves out what ran at Anthropic in an earlier turn', () => {
    const content = [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
      { type: 'text', text: 'Found: ' },
      { type: 'text', text: 'it.' },
    ];
    expect(read({ messages: [hello, { role: 'assistant', content }] }).messages).toEqual([
      hello,
      { role: 'assistant', content: 'Found: it.' },
    ]);
  });

  test.each([
    [{ thinking: { type: 'enabled', budget_tokens: 1_024 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 10_000 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 32_000 } }, 'high'],
    [{ thinking: { type: 'adaptive' } }, undefined],
    [{ thinking: { type: 'disabled' } }, undefined],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }, 'high'],
    [{ output_config: { effort: 'low' } }, 'low'],
    [{ output_config: null }, undefined],
  ])('%j asks for the effort %s', (wishes, effort) => {
    expect(read(wishes).reasoning_effort).toBe(effort);
  });

  test.each([
    [undefined, false],
    [null, false],
    [{ type: 'disabled' }, false],
    [{ type: 'enabled', budget_tokens: 2_000 }, true],
    [{ type: 'adaptive' }, true],
    [{ type: 'adaptive', display: 'omitted' }, false],
  ])('thinking %j shows it: %s', (thinking, shown) => {
    expect(readMessages({ ...asked, thinking }).showsThinking).toBe(shown);
  });

  test.each([
    [['a', 'b'], false, true],
    [['a'], false, false],
    [['a', 'b'], undefined, false],
  ])(
    'asks for JSON by a schema, strictly where it is strict: %j',
    (required, additionalProperties, strict) => {
      const inner = { type: 'object', properties: { a: {}, b: {} }, required, additionalProperties };
      const schema = { type: 'array', items: inner };
      for (const wish of [
        { output_config: { format: { type: 'json_schema', schema } } },
        { output_format: { type: 'json_schema', schema } },
      ])
        expect(read(wish).response_format).toEqual({
          type: 'json_schema',
          json_schema: { name: 'answer', schema, strict },
        });
    },
  );

  test('hides an id that is too long behind its hash, the same each time', () => {
    const user = (id: string): unknown => read({ metadata: { user_id: id } }).user;
    expect(user('u1')).toBe('u1');
    expect(user('x'.repeat(200))).toMatch(/^[0-9a-f]{64}$/);
    expect(user('x'.repeat(200))).toBe(user('x'.repeat(200)));
    expect(read({ metadata: { user_id: null } })).not.toHaveProperty('user');
  });

  test.each([
    [{ max_tokens: undefined }, 'max_tokens'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: '9' }, 'max_tokens'],
    [{ messages: undefined }, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: ['Hello'] }, 'messages[0]'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: ['x'] }] }, 'messages[0].content[0]'],
    [{ messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages[0].content[0].text'],
    [{ messages: [{ role: 'user', content: [{ type: 'video' }] }] }, 'messages[0].content[0].type'],
    [{ messages: [{ role: 'user', content: [{ type: 'image' }] }] }, 'messages[0].content[0].source'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] },
      'messages[0].content[0].source.type',
    ],
    [
      {
        messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'file:///x' } }] }],
      },
      'messages[0].content[0].source.url',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'tool_result', content: 'x' }] }] },
      'messages[0].content[0].tool_use_id',
    ],
    [
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'b', input: 'c' }] }] },
      'messages[0].content[0].input',
    ],
    [{ messages: [{ role: 'assistant', content: '' }] }, 'messages'],
    [{ system: 7 }, 'system'],
    [{ system: [{ type: 'image' }] }, 'system[0].type'],
    [{ model: 7 }, 'model'],
    [{ stream: 'yes' }, 'stream'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ stop_sequences: 'END' }, 'stop_sequences'],
    [{ metadata: 'u1' }, 'metadata'],
    [{ thinking: true }, 'thinking'],
    [{ tools: {} }, 'tools'],
    [{ tools: [{ name: 'x' }] }, 'tools[0].input_schema'],
    [{ tools: [tool, { type: 'bash_20250124', name: 'bash' }] }, 'tools[1].type'],
    [{ tools: [tool], tool_choice: 'auto' }, 'tool_choice'],
    [{ tools: [tool], tool_choice: { type: 'tool' } }, 'tool_choice.name'],
    [{ mcp_servers: [{ url: 'https://m.example' }] }, 'mcp_servers'],
    [{ output_config: { format: { type: 'xml' } } }, 'output_config.format'],
  ])('names the field that is wrong: %j', (change, param) => {
    const reading = (): unknown => readMessages({ ...asked, ...change });
    expect(reading).toThrow(NoriaError);
    expect(() => reading()).toThrow(expect.objectContaining({ code: 'invalid_request', details: { param } }));
  });

  test('whatever comes is read or refused in words', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const block = fc.record(
      {
        type: fc.oneof(
          fc.constantFrom(
            'text',
            'image',
            'document',
            'tool_use',
            'tool_result',
            'thinking',
            'search_result',
          ),
          leaf,
        ),
        text: leaf,
        source: fc.oneof(
          leaf,
          fc.dictionary(fc.constantFrom('type', 'data', 'media_type', 'url', 'content'), leaf),
        ),
        content: fc.oneof(
          leaf,
          fc.array(fc.oneof(leaf, fc.dictionary(fc.constantFrom('type', 'text'), leaf))),
        ),
        tool_use_id: leaf,
        id: leaf,
        name: leaf,
        input: fc.oneof(leaf, fc.object()),
      },
      { requiredKeys: [] },
    );
    const body = fc.record(
      {
        max_tokens: fc.oneof(fc.constant(9), leaf),
        messages: fc.oneof(
          leaf,
          fc.array(
            fc.oneof(
              leaf,
              fc.record({
                role: fc.oneof(fc.constantFrom('user', 'assistant', 'system'), leaf),
                content: fc.oneof(leaf, fc.array(fc.oneof(block, leaf))),
              }),
            ),
          ),
        ),
        system: fc.oneof(leaf, fc.array(fc.oneof(block, leaf))),
        tools: fc.oneof(leaf, fc.array(fc.oneof(leaf, fc.object()))),
        tool_choice: fc.oneof(leaf, fc.object()),
        thinking: fc.oneof(leaf, fc.object()),
        output_config: fc.oneof(leaf, fc.object()),
        metadata: fc.oneof(leaf, fc.object()),
      },
      { requiredKeys: ['messages'] },
    );
    fc.assert(
      fc.property(body, (given) => {
        try {
          readMessages(given);
        } catch (error) {
          if (!(error instanceof NoriaError) || error.code !== 'invalid_request') throw error;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
