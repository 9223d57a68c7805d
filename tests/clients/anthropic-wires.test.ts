import { describe, expect, test } from 'vitest';
import { events } from '../../src/upstream/anthropic/streams.fixture.ts';
import { eventsIn, openAnthropic, openOver, post, type OddProvider } from './anthropic-gateway.ts';

// Tool calls from Anthropic's dialect onto each wire and back, byte for byte; and what must survive when the provider
// speaks Anthropic's dialect itself.

/** Odd blanks, escapes of both kinds, and numbers that no double can hold. */
const oddArguments = [
  '{ "city" : "Brno \\ud83e\\udd9c \\u00e9" ,\n\t"big":12345678901234567890123, "small":1.50e+10,"quote":"\\"\\/" }',
  '{"plain":"žluťoučký kůň","nested":{"a":[1, 2,3],"n":-0.10000000000000000555}}  ',
];
const weather = {
  name: 'weather',
  description: 'Tells it',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
};
const asked = {
  model: 'auto',
  max_tokens: 200,
  messages: [{ role: 'user' as const, content: 'Look it up' }],
  tools: [weather],
};

const piecesOf = (text: string): string[] => text.match(/[\s\S]{1,7}/gu) ?? [];

const openaiStream = (): string => {
  const chunk = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  return [
    chunk({ role: 'assistant', content: '' }),
    chunk({ reasoning: 'Two places.' }),
    chunk({ content: 'I look ' }),
    chunk({ content: 'them up.' }),
    ...oddArguments.flatMap((text, index) => [
      chunk({
        tool_calls: [
          {
            index,
            id: `functions.weather:${index}`,
            type: 'function',
            function: { name: 'weather', arguments: '' },
          },
        ],
      }),
      ...piecesOf(text).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    chunk({}, 'tool_calls'),
    `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 50, completion_tokens: 9, total_tokens: 59, prompt_tokens_details: { cached_tokens: 40 } } })}\n\n`,
    'data: [DONE]\n\n',
  ].join('');
};

const anthropicStream = (): string =>
  events(
    {
      type: 'message_start',
      message: {
        id: 'msg_9',
        type: 'message',
        role: 'assistant',
        model: 'claude-of-odd',
        content: [],
        usage: { input_tokens: 10, cache_read_input_tokens: 40, output_tokens: 1 },
      },
    },
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Two places.' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'abc' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'I look them up.' } },
    { type: 'content_block_stop', index: 1 },
    ...oddArguments.flatMap((text, call) => [
      {
        type: 'content_block_start',
        index: call + 2,
        content_block: { type: 'tool_use', id: `toolu_${call}`, name: 'weather', input: {} },
      },
      ...piecesOf(text).map((piece) => ({
        type: 'content_block_delta',
        index: call + 2,
        delta: { type: 'input_json_delta', partial_json: piece },
      })),
      { type: 'content_block_stop', index: call + 2 },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: { output_tokens: 9 },
    },
    { type: 'message_stop' },
  );

/** What a reader of the events has at the end. */
function collected(raw: string): {
  readonly blocks: readonly { readonly type: string; readonly id?: string; text: string }[];
  readonly order: readonly string[];
  readonly end: unknown;
} {
  const blocks: { type: string; id?: string; text: string }[] = [];
  const order: string[] = [];
  let end: unknown = null;
  for (const { event, data } of eventsIn(raw)) {
    if (event === 'content_block_start') {
      const block = data.content_block as { type: string; id?: string };
      expect(data.index).toBe(blocks.length);
      blocks.push({ type: block.type, ...(block.id === undefined ? {} : { id: block.id }), text: '' });
      order.push(`start ${String(data.index)}`);
    } else if (event === 'content_block_delta') {
      const delta = data.delta as Record<string, string>;
      blocks[data.index as number]!.text += delta.text ?? delta.thinking ?? delta.partial_json ?? '';
    } else if (event === 'content_block_stop') order.push(`stop ${String(data.index)}`);
    else if (event === 'message_delta') end = { delta: data.delta, usage: data.usage };
  }
  return { blocks, order, end };
}

describe.each([
  ['openai', openaiStream, ['functions.weather:0', 'functions.weather:1']],
  ['anthropic', anthropicStream, ['toolu_0', 'toolu_1']],
] as const)('a tool call over the wire %s', (wire, stream, ids) => {
  const streaming = (): Promise<OddProvider> =>
    openOver(wire, ({ res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(stream());
    });

  test('comes streamed with its arguments byte for byte, block after block', async () => {
    await using at = await streaming();
    const raw = await post(`${at.url}/v1/messages`, { ...asked, stream: true });
    const { blocks, order, end } = collected(raw.text);
    expect(blocks).toEqual([
      { type: 'text', text: 'I look them up.' },
      { type: 'tool_use', id: ids[0], text: oddArguments[0] },
      { type: 'tool_use', id: ids[1], text: oddArguments[1] },
    ]);
    expect(order).toEqual(['start 0', 'stop 0', 'start 1', 'stop 1', 'start 2', 'stop 2']);
    expect(end).toEqual({
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: {
        input_tokens: 10,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 40,
        output_tokens: 9,
      },
    });
  });

  test('shows what was thought to those who asked for thinking', async () => {
    await using at = await streaming();
    const thinking = { type: 'enabled' as const, budget_tokens: 1_024 };
    const message = await at.client.messages.stream({ ...asked, max_tokens: 2_000, thinking }).finalMessage();
    expect(message.content.slice(0, 2)).toEqual([
      { type: 'thinking', thinking: 'Two places.', signature: '' },
      { type: 'text', text: 'I look them up.' },
    ]);
    expect(message.content[3]).toMatchObject({
      type: 'tool_use',
      input: JSON.parse(oddArguments[1]!) as object,
    });
  });

  test('goes up again as it came, with its results', async () => {
    await using at = await streaming();
    const blocks = oddArguments.map(
      (text, index) => `{"type":"tool_use","id":"${ids[index]}","name":"weather","input":${text}}`,
    );
    const results = ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: `result of ${id}` }));
    // The largest number of 64 bits, as schemas have it.
    const offered = JSON.stringify([weather]).replace('"string"', '"integer","maximum":9223372036854775807');
    const body = `{"model":"auto","max_tokens":99,"stream":true,"tools":${offered},"messages":[
      {"role":"user","content":"Look it up"},
      {"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},${blocks.join(',')}]},
      {"role":"user","content":${JSON.stringify(results)}}]}`;
    expect((await post(`${at.url}/v1/messages`, body)).status).toBe(200);
    const sent = JSON.stringify(at.asked().messages);
    expect(sent).not.toContain('Hm');
    for (const id of ids) expect(sent).toContain(`result of ${id}`);
    const raw = at.calls.at(-1)?.text ?? '';
    // Blanks between the members say nothing; numbers keep every digit.
    for (const number of ['12345678901234567890123', '-0.10000000000000000555'])
      expect(raw).toMatch(new RegExp(`\\\\?":${number.replaceAll('.', '\\.')}[,}]`));
    expect(raw).toContain('žluťoučký kůň');
    expect(raw).toContain('"maximum":9223372036854776000');
  });
});

describe('a whole answer', () => {
  test('keeps the arguments byte for byte', async () => {
    const tool_calls = oddArguments.map((text, index) => ({
      id: `c${index}`,
      type: 'function',
      function: { name: 'weather', arguments: text },
    }));
    await using at = await openOver('openai', ({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content: null, tool_calls };
      res.end(JSON.stringify({ id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    });
    const { text } = await post(`${at.url}/v1/messages`, asked);
    for (const given of oddArguments) expect(text).toContain(`"input":${given}}`);
    expect(JSON.parse(text)).toMatchObject({ stop_reason: 'tool_use' });
  });

  test('of an Anthropic provider keeps its numbers', async () => {
    await using at = await openOver('anthropic', ({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(
        '{"id":"m","type":"message","role":"assistant","model":"claude-of-odd","stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4},"content":[{"type":"tool_use","id":"toolu_1","name":"weather","input":{"big":12345678901234567890123}}]}',
      );
    });
    const { text } = await post(`${at.url}/v1/messages`, asked);
    expect(text).toContain('"input":{"big":12345678901234567890123}');
  });

  test('whose arguments are no JSON has an empty input, and is no failure', async () => {
    const tool_calls = [{ id: 'c', type: 'function', function: { name: 'weather', arguments: '{"ci' } }];
    await using at = await openOver('openai', ({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content: 'Cut', tool_calls };
      res.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'length' }] }));
    });
    const message = await at.client.messages.create(asked);
    expect(message.content).toEqual([
      { type: 'text', text: 'Cut' },
      { type: 'tool_use', id: 'c', name: 'weather', input: {} },
    ]);
    expect(message.stop_reason).toBe('max_tokens');
    // Nobody told the usage: it is estimated.
    expect(message.usage.input_tokens).toBeGreaterThan(10);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });
});

describe('a provider of the same dialect', () => {
  test('is asked what the client asked', async () => {
    await using at = await openOver('anthropic', ({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'claude-of-odd',
          stop_reason: 'stop_sequence',
          stop_sequence: 'END',
          usage: { input_tokens: 3, cache_read_input_tokens: 5, output_tokens: 4 },
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'x' },
            { type: 'text', text: 'It is a bird. ' },
          ],
        }),
      );
    });
    const image = {
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'AAAA' },
    } as const;
    const pdf = {
      type: 'document',
      title: 'Birds',
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
    } as const;
    const format = {
      type: 'json_schema' as const,
      schema: {
        type: 'object',
        properties: { bird: { type: 'string' } },
        required: ['bird'],
        additionalProperties: false,
      },
    };
    // The library's types have them no longer.
    const sampling = { temperature: 0.3, top_k: 5 };
    const message = await at.client.messages.create({
      model: 'claude-of-odd',
      max_tokens: 77,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      ...sampling,
      stop_sequences: ['END', 'FIN'],
      metadata: { user_id: 'u1' },
      thinking: { type: 'adaptive' },
      tools: [weather],
      output_config: { format },
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'What is it?' }, image, pdf] },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'B' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [image] },
            { type: 'text', text: 'So?' },
          ],
        },
      ],
    });
    expect(at.asked()).toEqual({
      model: 'claude-of-odd',
      max_tokens: 77,
      system: 'Be brief.',
      ...sampling,
      stop_sequences: ['END', 'FIN'],
      metadata: { user_id: 'u1' },
      tools: [weather],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      output_config: { format },
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'What is it?' }, image, pdf] },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'B' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1' },
            { type: 'text', text: 'From the result of toolu_1:' },
            image,
            { type: 'text', text: 'So?' },
          ],
        },
      ],
    });
    expect(message).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'It is a bird. ' },
      ],
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
      usage: { input_tokens: 3, cache_read_input_tokens: 5, output_tokens: 4 },
    });
  });

  test('tells in a stream which sequence ended it', async () => {
    await using at = await openOver('anthropic', ({ res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(
        events(
          { type: 'message_start', message: { id: 'm', model: 'c', usage: { input_tokens: 3 } } },
          { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'One ' } },
          { type: 'content_block_stop', index: 0 },
          {
            type: 'message_delta',
            delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' },
            usage: { output_tokens: 1 },
          },
          { type: 'message_stop' },
        ),
      );
    });
    const stream = at.client.messages.stream({ ...asked, stop_sequences: ['END'] });
    expect(await stream.finalMessage()).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'END' });
  });
});

describe('a Space, which writes text', () => {
  const space = {
    id: 'hf_space',
    keys: ['hf_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    answer: 'Only words',
    latencyMs: 0,
    space: 'gradio',
  } as const;

  test('answers with text where a tool may be called, and with a clear refusal where it must', async () => {
    await using at = await openAnthropic({ providers: [space] });
    const message = await at.client.messages.create(asked);
    expect(message).toMatchObject({
      content: [{ type: 'text', text: 'Only words' }],
      stop_reason: 'end_turn',
    });
    for (const stream of [false, true])
      await expect(
        at.client.messages.create({ ...asked, stream, tool_choice: { type: 'any' } }),
      ).rejects.toMatchObject({
        status: 400,
        type: 'invalid_request_error',
        error: { error: { param: 'tool_choice', message: expect.stringContaining('calls no tools') } },
      });
  });
});
