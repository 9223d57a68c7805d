import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../http/json-body.ts';
import { AnswerItems } from './answer-items.ts';
import type { Item } from './item.ts';
import type { ToolName } from './tool-names.ts';

const names = new Map<string, ToolName>([
  ['apply_patch', { kind: 'custom', name: 'apply_patch', namespace: null }],
  ['crm__find', { kind: 'function', name: 'find', namespace: 'crm' }],
]);

interface Written {
  readonly output: readonly Item[];
  readonly events: readonly { readonly type: string; readonly fields: JsonObject }[];
}

function write(deltas: readonly JsonObject[], status: 'completed' | 'incomplete' = 'completed'): Written {
  const events: { type: string; fields: JsonObject }[] = [];
  let made = 0;
  const items = new AnswerItems({
    emit: (type, fields) => void events.push({ type, fields }),
    ids: (prefix) => `${prefix}_${(made += 1)}`,
    names,
  });
  for (const { logprobs, ...delta } of deltas) items.read({ choices: [{ index: 0, delta, logprobs }] });
  return { output: items.close(status), events };
}

function call(index: number | undefined, fields: JsonObject, id?: string): JsonObject {
  return {
    tool_calls: [
      { ...(index === undefined ? {} : { index }), ...(id === undefined ? {} : { id }), function: fields },
    ],
  };
}

describe('the items of an answer', () => {
  test.each(['reasoning_content', 'reasoning'])('%s before the text is an item of its own', (field) => {
    const { output, events } = write([
      { [field]: 'Let me ' },
      { [field]: 'see.' },
      { content: 'Yes' },
      { content: '.' },
    ]);
    expect(output).toEqual([
      {
        id: 'rs_1',
        type: 'reasoning',
        summary: [],
        content: [{ type: 'reasoning_text', text: 'Let me see.' }],
        status: 'completed',
      },
      {
        id: 'msg_2',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', annotations: [], logprobs: [], text: 'Yes.' }],
      },
    ]);
    expect(events.map(({ type, fields }) => [type, fields.output_index])).toEqual([
      ['response.output_item.added', 0],
      ['response.content_part.added', 0],
      ['response.reasoning_text.delta', 0],
      ['response.reasoning_text.delta', 0],
      ['response.reasoning_text.done', 0],
      ['response.content_part.done', 0],
      ['response.output_item.done', 0],
      ['response.output_item.added', 1],
      ['response.content_part.added', 1],
      ['response.output_text.delta', 1],
      ['response.output_text.delta', 1],
      ['response.output_text.done', 1],
      ['response.content_part.done', 1],
      ['response.output_item.done', 1],
    ]);
  });

  test('Mistral’s lists of thoughts and texts are read', () => {
    const { output } = write([
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] },
      { content: [{ type: 'text', text: 'Yes.' }] },
    ]);
    expect(output).toMatchObject([
      { type: 'reasoning', content: [{ text: 'Hm.' }] },
      { type: 'message', content: [{ text: 'Yes.' }] },
    ]);
  });

  test('a refusal is a part of the message', () => {
    const { output, events } = write([{ refusal: 'I will ' }, { refusal: 'not.' }]);
    expect(output).toMatchObject([
      { type: 'message', content: [{ type: 'refusal', refusal: 'I will not.' }] },
    ]);
    expect(events.map(({ type }) => type)).toContain('response.refusal.done');
  });

  test('logprobs go along with the text', () => {
    const one = { token: 'Y', logprob: -0.1, top_logprobs: [] };
    const { output, events } = write([{ content: 'Y', logprobs: { content: [one] } }]);
    expect(output).toMatchObject([{ content: [{ logprobs: [one] }] }]);
    expect(events.find(({ type }) => type === 'response.output_text.delta')?.fields.logprobs).toEqual([one]);
  });

  test('calls written side by side keep their arguments apart, byte for byte', () => {
    const { output } = write([
      { content: 'I ask.' },
      call(0, { name: 'a', arguments: '' }, 'c1'),
      call(1, { name: 'b', arguments: '{ "x" :' }, 'c2'),
      call(0, { arguments: '{"y":\t1.0' }),
      call(1, { arguments: '\n2}' }),
      call(0, { arguments: '}' }),
    ]);
    expect(output).toMatchObject([
      { type: 'message' },
      { type: 'function_call', call_id: 'c1', name: 'a', arguments: '{"y":\t1.0}', status: 'completed' },
      { type: 'function_call', call_id: 'c2', name: 'b', arguments: '{ "x" :\n2}', status: 'completed' },
    ]);
  });

  test('calls that a provider gives one place, or none, are told apart by their ids', () => {
    for (const place of [0, undefined]) {
      const { output } = write([
        call(place, { name: 'a', arguments: '{"n":1}' }, 'c1'),
        call(place, { name: 'a', arguments: '{"n":2}' }, 'c2'),
      ]);
      expect(output.map(({ call_id: id, arguments: written }) => [id, written])).toEqual([
        ['c1', '{"n":1}'],
        ['c2', '{"n":2}'],
      ]);
    }
  });

  test('a call without an id gets one; without arguments, an empty object', () => {
    const { output, events } = write([call(0, { name: 'a' })]);
    expect(output).toMatchObject([{ call_id: expect.stringMatching(/^call_/), arguments: '{}' }]);
    expect(events.map(({ type }) => type)).toContain('response.function_call_arguments.delta');
  });

  test('what was cut in its middle is incomplete, and stays as it came', () => {
    const { output } = write([call(0, { name: 'a', arguments: '{"n":' }, 'c1')], 'incomplete');
    expect(output).toMatchObject([{ status: 'incomplete', arguments: '{"n":' }]);
  });

  test('a tool of free text is called with the text alone', () => {
    const patch = '*** Begin Patch\n"é" \\ 🦜\n*** End Patch';
    const json = JSON.stringify({ input: patch });
    const { output, events } = write([
      call(0, { name: 'apply_patch', arguments: json.slice(0, 9) }, 'c1'),
      call(0, { arguments: json.slice(9) }),
    ]);
    expect(output).toMatchObject([
      { type: 'custom_tool_call', call_id: 'c1', name: 'apply_patch', input: patch },
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'response.output_item.added',
      'response.custom_tool_call_input.delta',
      'response.custom_tool_call_input.done',
      'response.output_item.done',
    ]);
    expect(write([call(0, { name: 'apply_patch', arguments: 'bare text' }, 'c1')]).output).toMatchObject([
      { input: 'bare text' },
    ]);
  });

  test('a tool of a namespace is told with it', () => {
    expect(write([call(0, { name: 'crm__find', arguments: '{}' }, 'c1')]).output).toMatchObject([
      { type: 'function_call', name: 'find', namespace: 'crm' },
    ]);
  });
});
