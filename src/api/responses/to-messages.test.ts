import { expect, test } from 'vitest';
import { createIds } from '../../shared/ids.ts';
import { readResponseRequest } from './read-request.ts';
import { toMessages } from './to-messages.ts';
import { chatNameOf } from './tool-names.ts';

const fieldOf = (index: number): string => `input[${index}]`;

test('calls of one turn stand together, behind the text of that turn; their pictures follow the results', () => {
  const picture = { type: 'input_image', image_url: 'data:image/png;base64,AA==' };
  const messages = toMessages(
    [
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'output_text', text: 'I ' },
          { type: 'output_text', text: 'ask.' },
        ],
      },
      { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{ }' },
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'custom_tool_call', call_id: 'c2', name: 'apply_patch', input: '"x"' },
      { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'see' }, picture] },
      { type: 'custom_tool_call_output', call_id: 'c2', output: 'done' },
      { type: 'function_call', call_id: 'c3', name: 'find', namespace: 'crm', arguments: '{}' },
    ],
    fieldOf,
  );
  const call = (id: string, name: string, written: string) => ({
    id,
    type: 'function',
    function: { name, arguments: written },
  });
  expect(messages).toEqual([
    {
      role: 'assistant',
      content: 'I ask.',
      tool_calls: [call('c1', 'look', '{ }'), call('c2', 'apply_patch', '{"input":"\\"x\\""}')],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'see' },
    { role: 'tool', tool_call_id: 'c2', content: 'done' },
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
    { role: 'assistant', content: null, tool_calls: [call('c3', 'crm__find', '{}')] },
  ]);
});

test('parts of the system are one text, parts of a user stay parts, a file goes along', () => {
  const text = (words: string) => ({ type: 'input_text', text: words });
  const file = { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' };
  expect(
    toMessages(
      [
        { role: 'developer', content: [text('one'), text('two')] },
        { role: 'user', content: [text('alone')] },
        { role: 'user', content: [text('read'), file] },
      ],
      fieldOf,
    ),
  ).toEqual([
    { role: 'developer', content: 'one\n\ntwo' },
    { role: 'user', content: 'alone' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'read' },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } },
      ],
    },
  ]);
});

test('what Codex offers goes along as functions: free text, namespaces, and nothing of OpenAI’s own', () => {
  const format = { type: 'grammar', syntax: 'lark', definition: 'start: /.+/s' };
  const { chat, tools } = readResponseRequest(
    {
      input: 'x',
      tools: [
        { type: 'custom', name: 'apply_patch', description: 'Edits files.', format },
        {
          type: 'namespace',
          name: 'crm',
          description: '',
          tools: [{ type: 'function', name: 'find', parameters: { type: 'object' } }],
        },
        { type: 'web_search' },
        { type: 'local_shell' },
      ],
      tool_choice: { type: 'custom', name: 'apply_patch' },
    },
    createIds(),
  );
  expect(chat).toMatchObject({
    tools: [
      {
        type: 'function',
        function: {
          name: 'apply_patch',
          description: 'Edits files.\n\nThe input follows this grammar (lark):\nstart: /.+/s',
          parameters: { type: 'object', required: ['input'] },
        },
      },
      { type: 'function', function: { name: 'crm__find', parameters: { type: 'object' } } },
    ],
    tool_choice: { type: 'function', function: { name: 'apply_patch' } },
  });
  expect(tools.leftOut).toEqual(['web_search', 'local_shell']);
});

test('a name is always the same for the same namespace, fits a chat, and stays one of a kind', () => {
  expect(chatNameOf('find', null)).toBe('find');
  expect(chatNameOf('find', 'my crm')).toBe('my_crm__find');
  const long = chatNameOf('a'.repeat(40), 'b'.repeat(40));
  expect(long).toMatch(/^[a-zA-Z0-9_-]{64}$/);
  expect(long).toBe(chatNameOf('a'.repeat(40), 'b'.repeat(40)));
  expect(long).not.toBe(chatNameOf(`${'a'.repeat(39)}c`, 'b'.repeat(40)));
});
