import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { clientKey } from '../gateway.ts';
import { eventsIn, openAnthropic, post } from './anthropic-gateway.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const answer = 'I look at the file first.';
const common = { answer, latencyMs: 0, chunkMs: 0, limits: [] } as const;
const groq: SimSpec = { ...common, id: 'groq', keys: [`gsk_test${'a'.repeat(44)}`] };
const mistral: SimSpec = { ...common, id: 'mistral', keys: ['m'.repeat(32)] };
const yaml = `
providers:
  groq: { limits: {}, models: [openai/gpt-oss-120b] }
  mistral: { limits: {}, models: [mistral-medium-latest] }
routes:
  auto: { strategy: cascade, steps: [groq, mistral] }
`;

// Its requests as its documentation and captures of them tell:
// https://code.claude.com/docs/en/llm-gateway, https://context-audit.tj-zhang.com/context/request-controls,
// https://qntx.sbvh.nl/research/claude-api-wire-format.html
const headers = {
  'anthropic-version': '2023-06-01',
  'anthropic-beta':
    'claude-code-20250219,adaptive-thinking-2026-01-28,context-management-2025-06-27,prompt-caching-scope-2026-01-05,effort-2025-11-24',
  'anthropic-dangerous-direct-browser-access': 'true',
  'x-app': 'cli',
  'user-agent': 'claude-cli/2.1.69 (external, cli)',
  'x-claude-code-session-id': 'fe79bd85-e0f6-4811-b886-8af6dc007e6d',
} as const;
const cached = { cache_control: { type: 'ephemeral', ttl: '1h' } } as const;
const userId = JSON.stringify({
  device_id: 'b42919dc2f35505e77a6beb07ee5d44b',
  account_uuid: '261d5434-c8c2-431f-b07d-2e480cd4622f',
  session_id: headers['x-claude-code-session-id'],
});
const tools = ['Bash', 'Read', 'Edit', 'Glob', 'Grep', 'Task', 'TodoWrite'].map((name, index, all) => ({
  name,
  description: `${name} does what its name says. `.repeat(60),
  input_schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { file_path: { type: 'string', description: 'Where' }, limit: { type: 'number' } },
    required: ['file_path'],
    additionalProperties: false,
  },
  eager_input_streaming: true,
  ...(index === all.length - 1 ? cached : {}),
}));
const request = {
  model: 'claude-opus-4-8',
  max_tokens: 64_000,
  thinking: { type: 'adaptive' },
  context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
  output_config: { effort: 'high' },
  stream: true,
  metadata: { user_id: userId },
  system: [
    { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.69; cc_entrypoint=cli;' },
    { type: 'text', text: 'You are Claude Code.', ...cached },
    { type: 'text', text: 'Be careful with files. '.repeat(1_000), ...cached },
  ],
  tools,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: '<system-reminder>\nAs you answer, mind the rules.\n</system-reminder>' },
        { type: 'text', text: 'Mend the mill.', ...cached },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'I should read it.', signature: 'EqQBCg==' },
        { type: 'redacted_thinking', data: 'EmwKAh' },
        { type: 'text', text: 'Let me look.' },
        {
          type: 'tool_use',
          id: 'toolu_01A',
          name: 'Read',
          input: { file_path: '/mill.ts' },
          caller: { type: 'direct' },
        },
        { type: 'tool_use', id: 'toolu_01B', name: 'Bash', input: { file_path: 'ls' } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_01A', content: [{ type: 'text', text: '1→ wheel' }] },
        {
          type: 'tool_result',
          tool_use_id: 'toolu_01B',
          is_error: true,
          content: '<tool_use_error>No such file</tool_use_error>',
          ...cached,
        },
        { type: 'text', text: '<system-reminder>Nothing else.</system-reminder>' },
      ],
    },
  ],
};

describe('the requests of Claude Code', () => {
  test('its turn with tools, thinking and cached blocks is served, streamed', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml });
    const raw = await post(`${at.url}/v1/messages?beta=true`, request, headers);
    expect(raw.status).toBe(200);
    expect(raw.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(raw.headers.get('request-id')).toBe(raw.headers.get('x-noria-trace'));
    const events = eventsIn(raw.text);
    expect(events.slice(0, 3).map(({ event }) => event)).toEqual([
      'message_start',
      'ping',
      'content_block_start',
    ]);
    expect(events.slice(-3).map(({ event }) => event)).toEqual([
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const started = events[0]?.data.message as { usage: { input_tokens: number } };
    const ended = events.at(-2)?.data.usage as { input_tokens: number };
    expect(started.usage.input_tokens).toBeGreaterThan(5_000);
    // What the provider counted, at last; the guess was near.
    expect(Math.abs(started.usage.input_tokens / ended.input_tokens - 1)).toBeLessThan(0.3);
    const sent = at.gateway.fleet.get('groq').calls[0]?.body as Record<string, unknown>;
    expect(sent).toMatchObject({
      model: 'openai/gpt-oss-120b',
      stream: true,
      reasoning_effort: 'high',
      user: createHash('sha256').update(userId).digest('hex'),
    });
    expect((sent.tools as unknown[]).length).toBe(tools.length);
    expect(sent.messages).toEqual([
      { role: 'system', content: request.system.map(({ text }) => text).join('\n\n') },
      {
        role: 'user',
        content: '<system-reminder>\nAs you answer, mind the rules.\n</system-reminder>\n\nMend the mill.',
      },
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          {
            id: 'toolu_01A',
            type: 'function',
            function: { name: 'Read', arguments: '{"file_path":"/mill.ts"}' },
          },
          { id: 'toolu_01B', type: 'function', function: { name: 'Bash', arguments: '{"file_path":"ls"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'toolu_01A', content: '1→ wheel' },
      { role: 'tool', tool_call_id: 'toolu_01B', content: '<tool_use_error>No such file</tool_use_error>' },
      { role: 'user', content: '<system-reminder>Nothing else.</system-reminder>' },
    ]);
    expect(JSON.stringify(sent)).not.toMatch(
      /cache_control|ephemeral|I should read|context_management|eager_input|thinking|account_uuid/,
    );
  });

  test('its small jobs and its counting are served', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml });
    const title = {
      model: 'claude-haiku-4-5-20251001',
      max_tokens: 32_000,
      temperature: 1,
      system: [{ type: 'text', text: 'Give a title.' }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Mend the mill' }] }],
      tools: [],
      metadata: { user_id: userId },
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { title: { type: 'string' } },
            required: ['title'],
            additionalProperties: false,
          },
        },
      },
    };
    const told = await post(`${at.url}/v1/messages?beta=true`, title, headers);
    expect(JSON.parse(told.text)).toMatchObject({ type: 'message', content: [{ type: 'text' }] });
    const quota = {
      model: 'claude-haiku-4-5',
      max_tokens: 1,
      messages: [{ role: 'user', content: 'quota' }],
    };
    expect((await post(`${at.url}/v1/messages?beta=true`, quota, headers)).status).toBe(200);
    const { messages, system, thinking, model } = request;
    const count = await post(
      `${at.url}/v1/messages/count_tokens?beta=true`,
      { model, messages, system, thinking, tools },
      headers,
    );
    expect(count.status).toBe(200);
    expect((JSON.parse(count.text) as { input_tokens: number }).input_tokens).toBeGreaterThan(5_000);
  });

  test('its web search is refused in words, as nobody here could do it', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml });
    const search = { ...request, tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 8 }] };
    const told = await post(`${at.url}/v1/messages?beta=true`, search, headers);
    expect(told.status).toBe(400);
    expect(JSON.parse(told.text)).toMatchObject({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        param: 'tools[0].type',
        message: expect.stringContaining('"web_search_20250305" runs at Anthropic'),
      },
    });
    expect(at.gateway.fleet.get('groq').count()).toBe(0);
  });

  test('a session stays on the model that took over, and is one of each name', async () => {
    await using at = await openAnthropic({ providers: [groq, mistral], yaml });
    const ask = async (model: string, session: string): Promise<string | null> =>
      (
        await post(
          `${at.url}/v1/messages`,
          { model, max_tokens: 9, messages: [{ role: 'user', content: 'Go on' }] },
          { ...headers, 'x-claude-code-session-id': session },
        )
      ).headers.get('x-noria-provider');
    at.gateway.fleet.get('groq').script('server_error');
    expect(await ask('claude-opus-4-8', 's1')).toBe('mistral');
    expect(await ask('claude-opus-4-8', 's1')).toBe('mistral');
    expect(await ask('claude-haiku-4-5', 's1')).toBe('groq');
    expect(await ask('claude-opus-4-8', 's2')).toBe('groq');
    expect(await ask('claude-opus-4-8', 's1')).toBe('mistral');
  });
});

function example(page: string, language: string): string {
  const text = readFileSync(`${root}/docs/clients/${page}`, 'utf8');
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(text)?.[1] ?? '';
}

describe('what the guides show', () => {
  test('the settings of claude-code.md lead to an answer', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml });
    const text = example('claude-code.md', 'json')
      .replace('http://127.0.0.1:6674', at.url)
      .replace('sk-noria-…', clientKey);
    const { env } = JSON.parse(text) as { env: Record<string, string> };
    const client = new Anthropic({
      apiKey: null,
      authToken: env.ANTHROPIC_AUTH_TOKEN ?? '',
      baseURL: env.ANTHROPIC_BASE_URL ?? '',
      maxRetries: 0,
    });
    const max_tokens = Number(env.CLAUDE_CODE_MAX_OUTPUT_TOKENS);
    const { messages, system, tools: offered, model } = request;
    const body = {
      model,
      messages,
      system,
      tools: offered,
      max_tokens,
    } as unknown;
    const message = await client.messages.stream(body as Anthropic.MessageStreamParams).finalMessage();
    expect(message.stop_reason).toBe('end_turn');
    expect(at.gateway.fleet.get('groq').calls[0]?.body).toMatchObject({ max_tokens });
  });

  test('the aliases of claude-code.md lead where they say', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml: example('claude-code.md', 'yaml') });
    for (const [model, served] of [
      ['claude-haiku-4-5-20251001', 'openai/gpt-oss-20b'],
      ['claude-sonnet-5', 'openai/gpt-oss-120b'],
    ] as const) {
      const asked = { model, max_tokens: 9, messages: [{ role: 'user' as const, content: 'Hi' }] };
      expect((await at.client.messages.create(asked)).model).toBe(served);
    }
  });

  test('the program of anthropic-sdk.md runs', async () => {
    await using at = await openAnthropic({ providers: [groq], yaml });
    const program = example('anthropic-sdk.md', 'ts').replace('http://127.0.0.1:6674', at.url);
    expect(program).toContain(at.url);
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      cwd: root,
      env: { ...process.env, NORIA_API_KEY: clientKey },
    });
    let out = '';
    let faults = '';
    child.stdout.on('data', (bytes: Buffer) => void (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => void (faults += bytes.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, faults }).toMatchObject({ code: 0 });
    expect(out).toBe(`${answer}\nopenai/gpt-oss-120b, ${Math.ceil(answer.length / 4)} tokens\n`);
  });
});
