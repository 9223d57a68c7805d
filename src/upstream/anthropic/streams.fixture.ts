/**
 * Streams in the shapes of Anthropic's documentation, for tests.
 * https://docs.claude.com/en/docs/build-with-claude/streaming
 */
type Event = Readonly<Record<string, unknown>> & { readonly type: string };

export function events(...list: readonly Event[]): string {
  return list.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

export const overloaded = {
  type: 'error',
  error: { type: 'overloaded_error', message: 'Overloaded' },
} as const;

const start = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [],
    model: 'claude-test',
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 25, output_tokens: 1 },
  },
} as const;

export const textStream: string = events(
  start,
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Thinking…' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'EqQB' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Příliš ' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'žluťoučký 🦜 "kůň"\n' } },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 15 },
  },
  { type: 'message_stop' },
);

/** Three calls, their blocks open side by side. */
export const parallelTools: string = events(
  start,
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_a', name: 'weather', input: {} },
  },
  {
    type: 'content_block_start',
    index: 1,
    content_block: { type: 'tool_use', id: 'toolu_b', name: 'now', input: {} },
  },
  { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '' } },
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"city": "Br' },
  },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 'toolu_c', name: 'weather', input: { city: 'Ostrava' } },
  },
  { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: 'no 🦜"}' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_stop', index: 2 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: 60 },
  },
  { type: 'message_stop' },
);
