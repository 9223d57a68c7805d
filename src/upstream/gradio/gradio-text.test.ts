import { describe, expect, test } from 'vitest';
import { answerText, outputText } from './answer-text.ts';
import { chooseEndpoint } from './endpoint.ts';
import { parameter } from './gradio-app.fixture.ts';
import { joinPrompt, toPrompt } from './prompt.ts';
import { spaceRoot } from './space-root.ts';
import { createTextGrowth } from './text-growth.ts';

describe('the growth of a text', () => {
  function grow(texts: readonly string[]): readonly string[] {
    const growth = createTextGrowth();
    return texts.map((text) => growth(text));
  }

  test.each([
    ['that only grows', ['A', 'AB', 'AB', 'ABC'], ['A', 'B', '', 'C']],
    ['with a cursor behind it', ['A▌', 'AB▌', 'ABC'], ['A', 'B', 'C']],
    ['that shrinks and grows again', ['ABC', 'AB', 'ABCD'], ['ABC', '', 'D']],
    ['that was changed', ['Thinking', 'Thanks', 'Thanks!'], ['Thinking', 'anks', '!']],
    ['that begins anew', ['one', 'two'], ['one', 'two']],
    ['changed within one character', ['x🦜', 'x🦀'], ['x🦜', '🦀']],
  ])('%s', (_name, texts, deltas) => expect(grow(texts)).toEqual(deltas));
});

describe('a prompt', () => {
  const user = (content: unknown): { role: string; content: unknown } => ({ role: 'user', content });

  test('of one question is the question, the words of the system before it', () => {
    expect(joinPrompt(toPrompt([user('Hello')]))).toBe('Hello');
    expect(
      joinPrompt(
        toPrompt([{ role: 'system', content: 'Be brief.' }, user([{ type: 'text', text: 'Hello' }])]),
      ),
    ).toBe('Be brief.\n\nHello');
    expect(joinPrompt(toPrompt([{ role: 'system', content: 'Be brief.' }]))).toBe('Be brief.');
  });

  test('of a conversation is a transcript that asks for the next line', () => {
    const messages = [
      user('Hello'),
      { role: 'developer', content: 'Be brief.' },
      { role: 'assistant', content: 'Hi', tool_calls: [] },
      { role: 'tool', content: 'Sunny' },
      user([
        { type: 'image_url', image_url: { url: 'x' } },
        { type: 'text', text: 'And?' },
      ]),
    ];
    const transcript = 'Be brief.\n\nUser: Hello\n\nAssistant: Hi\n\nTool: Sunny\n\nUser: And?\n\nAssistant:';
    expect(joinPrompt(toPrompt(messages))).toBe(transcript);
  });
});

describe('the endpoint of an app', () => {
  const text = [parameter('text', 'Textbox', { type: 'string' })];
  const image = [parameter('image', 'Image', { type: 'string' })];
  const choose = (endpoints: Record<string, readonly unknown[]>): string | undefined => {
    const named = Object.fromEntries(
      Object.entries(endpoints).map(([name, parameters]) => [name, { parameters }]),
    );
    return chooseEndpoint({ named_endpoints: named })?.name;
  };

  test('is the best known name that takes a text, else the first that does', () => {
    expect(choose({ '/load': [], '/generate': text, '/chat': text })).toBe('/chat');
    expect(choose({ '/predict': image, '/sing': text, '/dance': text })).toBe('/sing');
    expect(
      choose({
        '/predict': image,
        '/mode': [parameter('mode', 'Dropdown', { type: 'string', enum: ['a'] })],
      }),
    ).toBeUndefined();
    expect(
      choose({ '/set_system': [parameter('system_prompt', 'Textbox', { type: 'string' })] }),
    ).toBeUndefined();
  });

  test('of a description that is none', () => {
    for (const info of [
      null,
      {},
      { named_endpoints: { '/chat': null } },
      { named_endpoints: { '/chat': { parameters: 'x' } } },
    ]) {
      expect(chooseEndpoint(info)).toBeNull();
    }
  });
});

test('the address of a Space', () => {
  expect(spaceRoot('https://huggingface.co/spaces/Some_Body/My.Space')).toBe(
    'https://some-body-my-space.hf.space',
  );
  expect(spaceRoot('https://a-b.hf.space/')).toBe('https://a-b.hf.space');
  expect(spaceRoot('http://127.0.0.1:8000/v1')).toBe('http://127.0.0.1:8000');
});

test.each([
  [['text', 1], 'text'],
  [['', [['Hello', 'Hi']]], 'Hi'],
  [['', [['Hello', null]]], ''],
  [[[{ role: 'user', content: 'Hello' }]], ''],
  [[{ text: 'Hi', files: [] }], 'Hi'],
  [[null, 5], null],
  [null, null],
])('outputs %j', (outputs, expected) => expect(outputText(outputs)).toBe(expected));

test('an answer without text', () => expect(answerText({ status: 'ok', n: 5 })).toBeNull());
