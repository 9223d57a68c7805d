import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoriaError } from '../../shared/errors.ts';
import { readChat, readGenerate } from './read-call.ts';

const picture = 'iVBORw0KGgo=';

test('whatever comes, it is read or refused with a field, and nothing else', () => {
  const key = fc.constantFrom(
    ...'role content images tool_calls function name arguments tool_name tool_call_id id'.split(' '),
    ...'temperature stop num_predict type properties'.split(' '),
  );
  const word = fc.constantFrom('user', 'assistant', 'tool', 'system', 'json', 'high', picture, '');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.oneof(word, fc.integer(), fc.constant(null), fc.boolean()),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const message = fc.record(
    { role: word, content: word, images: tree, tool_calls: tree },
    { requiredKeys: ['role'] },
  );
  const messages = fc.oneof(tree, fc.array(message));
  const fields = {
    model: tree,
    prompt: tree,
    system: tree,
    images: tree,
    tools: tree,
    options: tree,
    format: tree,
    think: tree,
  };
  const body = fc.record({ messages, stream: tree, keep_alive: tree, ...fields }, { requiredKeys: [] });
  fc.assert(
    fc.property(body, (given) => {
      for (const read of [readChat, readGenerate])
        try {
          expect(read(given).name).not.toBe('');
        } catch (error) {
          if (!(error instanceof NoriaError)) throw error;
          expect(error.details.param).toBeTruthy();
        }
    }),
    { numRuns: 5_000 },
  );
});

test('a result belongs to its call by id, by name, or by order', () => {
  const call = (name: string, id?: string) => ({ id, function: { name, arguments: {} } });
  const result = (content: string, by: object = {}) => ({ role: 'tool', content, ...by });
  const { translated } = readChat({
    messages: [
      { role: 'assistant', content: null, tool_calls: [call('f'), call('g', 'mine'), call('f'), call('h')] },
      result('by name', { tool_name: 'f' }),
      result('by id', { tool_call_id: 'mine' }),
      result('by order'),
      result('the last'),
    ],
  });
  const results = translated?.body.messages?.slice(1).map(({ tool_call_id: id, content }) => [content, id]);
  expect(results).toEqual([
    ['by name', 'call00001'],
    ['by id', 'mine'],
    ['by order', 'call00003'],
    ['the last', 'call00004'],
  ]);
});
