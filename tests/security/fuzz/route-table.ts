/** How a body gets in: as JSON with its length, in chunks (past the fast lane), or as a form. */
export type Door = 'length' | 'chunked' | 'form';

/** One body parser. A new route with a body is a line here; a test finds the one that was forgotten. */
export interface FuzzRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** As it is asked. */
  readonly url: string;
  /** As the framework has it, where it has parameters. */
  readonly pattern?: string;
  readonly as: 'client' | 'admin' | 'nobody';
  readonly door: Door;
  /** Good bodies, which are mutated; of a form, its fields. */
  readonly good: readonly Readonly<Record<string, unknown>>[];
  /** What it says to a good body; default 200. */
  readonly says?: number;
  /** What it answers with is deleted again. */
  readonly makes?: boolean;
  /** Of the usual number of bodies: for what computes for long. */
  readonly share?: number;
}

const tool = {
  type: 'function',
  function: {
    name: 'look',
    description: 'Looks',
    parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
  },
};
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const chats = [
  { model: 'auto', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 20, temperature: 0.5 },
  {
    model: 'auto',
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'Be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' } },
        ],
      },
    ],
    stop: ['\n\n'],
    seed: 7,
    n: 1,
    logprobs: false,
    user: 'u1',
  },
  {
    model: 'gpt-oss-120b',
    messages: [
      { role: 'user', content: 'Look there' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"x"}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'seen' },
    ],
    tools: [tool],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'x', strict: true, schema: { type: 'object' } },
    },
  },
] as const;

const anthropicTool = {
  name: 'look',
  description: 'Looks',
  input_schema: { type: 'object', properties: {} },
};
const messages = [
  { model: 'auto', max_tokens: 20, messages: [{ role: 'user', content: 'Hello' }] },
  {
    model: 'auto',
    max_tokens: 20,
    stream: true,
    system: [{ type: 'text', text: 'Be brief', cache_control: { type: 'ephemeral' } }],
    tools: [anthropicTool],
    tool_choice: { type: 'auto' },
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
          { type: 'text', text: 'What is this?' },
        ],
      },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: { at: 'x' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'seen' }] },
    ],
    stop_sequences: ['END'],
    metadata: { user_id: 'u1' },
  },
] as const;

const gemini = [
  {
    contents: [
      { role: 'user', parts: [{ text: 'Hello' }, { inlineData: { mimeType: 'image/png', data: pixel } }] },
    ],
    systemInstruction: { parts: [{ text: 'Be brief' }] },
    generationConfig: {
      temperature: 0.5,
      maxOutputTokens: 20,
      stopSequences: ['END'],
      responseMimeType: 'text/plain',
    },
    tools: [{ functionDeclarations: [{ name: 'look', parameters: { type: 'OBJECT', properties: {} } }] }],
    toolConfig: { functionCallingConfig: { mode: 'AUTO' } },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  },
] as const;

const client = (url: string, good: FuzzRoute['good'], more: Partial<FuzzRoute> = {}): FuzzRoute => ({
  method: 'POST',
  url,
  as: 'client',
  door: 'length',
  good,
  ...more,
});
const admin = (
  method: FuzzRoute['method'],
  url: string,
  good: FuzzRoute['good'],
  more: Partial<FuzzRoute> = {},
): FuzzRoute => ({ method, url, as: 'admin', door: 'length', good, ...more });

const geminiPattern = { pattern: '/v1beta/models/*' };

export const fuzzRoutes: readonly FuzzRoute[] = [
  client('/v1/chat/completions', chats),
  client('/v1/chat/completions', chats, { door: 'chunked' }),
  client('/v1/completions', [
    { model: 'auto', prompt: 'Once upon', max_tokens: 20, stream: false, suffix: null, stop: ['\n'] },
    { model: 'auto', prompt: ['One'], stream: true, echo: false, n: 1 },
  ]),
  client('/v1/embeddings', [
    { model: 'mistral-embed', input: 'Hello', encoding_format: 'float' },
    { model: 'mistral-embed', input: ['One', 'Two'], dimensions: 2, encoding_format: 'base64' },
  ]),
  client('/v1/responses', [
    { model: 'auto', input: 'Hello', max_output_tokens: 20, store: false },
    {
      model: 'auto',
      stream: true,
      instructions: 'Be brief',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Look there' }] },
        { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'seen' },
      ],
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object' }, strict: true }],
      text: { format: { type: 'json_schema', name: 'x', schema: { type: 'object' } } },
      reasoning: { effort: 'low' },
      store: false,
    },
  ]),
  client('/v1/images/generations', [
    { model: 'auto', prompt: 'A wheel', n: 1, size: '512x512', response_format: 'b64_json' },
  ]),
  client('/v1/audio/speech', [
    { model: 'auto', input: 'Hello', voice: 'alloy', response_format: 'mp3', speed: 1 },
  ]),
  client(
    '/v1/audio/transcriptions',
    [{ model: 'auto', language: 'en', response_format: 'json', temperature: '0' }],
    {
      door: 'form',
    },
  ),
  client('/v1/messages', messages),
  client('/v1/messages/count_tokens', messages),
  client('/v1beta/models/auto:generateContent', gemini, geminiPattern),
  client('/v1beta/models/auto:streamGenerateContent?alt=sse', gemini, geminiPattern),
  client('/v1beta/models/auto:countTokens', gemini, geminiPattern),
  client(
    '/v1beta/models/mistral-embed:embedContent',
    [{ content: { parts: [{ text: 'Hello' }] } }],
    geminiPattern,
  ),
  client('/ollama/api/chat', [
    {
      model: 'auto',
      messages: [{ role: 'user', content: 'Hello', images: [pixel] }],
      stream: true,
      format: 'json',
    },
    {
      model: 'auto',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: false,
      tools: [tool],
      keep_alive: '5m',
    },
  ]),
  client('/ollama/api/generate', [
    {
      model: 'auto',
      prompt: 'Hello',
      system: 'Be brief',
      stream: false,
      options: { temperature: 0.5, num_ctx: 100 },
    },
  ]),
  client('/ollama/api/embed', [{ model: 'mistral-embed', input: ['One', 'Two'], truncate: true }]),
  client('/ollama/api/embeddings', [{ model: 'mistral-embed', prompt: 'One' }]),
  client('/ollama/api/show', [{ model: 'auto', verbose: true }]),
  client('/api/chat', [
    { message: 'Hello', model: 'auto', stream: false },
    { messages: [{ role: 'user', content: 'Hello' }], stream: true },
  ]),
  client(
    '/api/content-generator/generate/',
    [
      {
        content_type: 'social-media-post',
        topic: 'A wheel of buckets',
        details: 'of oak',
        keywords: ['water', 'wheel'],
        tone: 'friendly',
        language: 'fr',
        platform: 'twitter',
        variants: 2,
      },
      { content_type: 'product-title', product_name: 'Wheel', language: 'en' },
    ],
    { pattern: '/api/content-generator/generate' },
  ),
  admin(
    'POST',
    '/api/keys',
    [{ provider: 'groq', secret: `gsk_${'k'.repeat(52)}`, label: 'Mine', account: 'team-a' }],
    { makes: true, says: 201 },
  ),
  admin('POST', '/api/keys/bulk', [
    { text: `gsk_${'k'.repeat(52)}\nno key`, provider: 'groq', dry_run: true },
    { text: 'MISTRAL_API_KEY=0123456789abcdefghijklmnopqrstuv\nlabel gsk_1', provider: null, dry_run: true },
  ]),
  admin('POST', '/api/keys/key_none/restore', [{}], { pattern: '/api/keys/:id/restore', says: 404 }),
  admin('PATCH', '/api/keys/key_none', [{ label: 'Mine', account: null, enabled: true }], {
    pattern: '/api/keys/:id',
    says: 404,
  }),
  admin(
    'PUT',
    '/api/providers/groq',
    [
      { enabled: true, rotation: 'sticky', limits: { requests: { minute: 1_000_000 } } },
      { models: { 'openai/gpt-oss-120b': { context: 131_072, family: 'gpt-oss-120b' } } },
    ],
    { pattern: '/api/providers/:id' },
  ),
  admin(
    'PUT',
    '/api/providers/mine',
    [{ base_url: 'http://127.0.0.1:9/v1', wire: 'openai', models: ['m1'], limits: {} }],
    { pattern: '/api/providers/:id' },
  ),
  admin('PUT', '/api/routes', [
    { routes: [{ name: 'mine', strategy: 'race', steps: ['groq', 'gpt-oss-120b'], then: ['mistral'] }] },
    { routes: [{ name: 'mine', steps: ['kimi'], resume: false, deadline_ms: 9_000, strategy: null }] },
  ]),
  admin('POST', '/api/routes/none/test', [{}], { pattern: '/api/routes/:name/test', says: 404 }),
  // The gateway of this test has keys.
  admin('POST', '/api/demo', [{}], { says: 409 }),
  admin('POST', '/api/simulate', [{ rate: 1, hours: 1, keys: { groq: 1 } }], { share: 0.01 }),
  admin('POST', '/api/session', [{ token: 'wrong-token-of-the-tests' }], { as: 'nobody', says: 401 }),
  admin(
    'POST',
    '/api/clients',
    [
      {
        name: 'Mine',
        limits: { requests_per_minute: 5, tokens_per_day: 100 },
        routes: ['auto'],
        apps: ['chat'],
      },
    ],
    { makes: true, says: 201 },
  ),
  admin('PATCH', '/api/clients/cli_none', [{ name: 'Mine', enabled: true }], {
    pattern: '/api/clients/:id',
    says: 404,
  }),
  admin('POST', '/api/keys/key_none/test', [{}], { pattern: '/api/keys/:id/test', says: 404 }),
  admin('POST', '/api/keys/key_none/reset', [{}], { pattern: '/api/keys/:id/reset', says: 404 }),
  admin('POST', '/api/providers/nobody/test', [{}], { pattern: '/api/providers/:id/test', says: 404 }),
];
