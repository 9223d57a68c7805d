import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { bounds } from '../../src/api/responses/conversations.ts';
import { clientKey } from '../gateway.ts';
import { openClientGateway } from '../support/client-gateway.ts';
import { groqKey } from '../support/gateway.ts';

const root = join(import.meta.dirname, '../..');
const groq = { id: 'groq', keys: [groqKey(1)], latencyMs: 0, chunkMs: 0, limits: [] } as const;
const yaml = 'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }';

function page(name: string): string {
  return readFileSync(`${root}/docs/clients/${name}`, 'utf8');
}

function example(name: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(page(name))?.[1] ?? '';
}

/** Runs an example of a guide as a program of its own; what it prints. */
async function run(code: string, url: string): Promise<string> {
  const env = { ...process.env, NORIA_API_KEY: clientKey };
  const program = code.replaceAll('http://127.0.0.1:6674', url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program],
    { cwd: root, env, timeout: 30_000 },
  );
  return stdout;
}

describe('what the guides show', () => {
  test('openai-sdk.md: the example streams, and goes on with a conversation', async () => {
    const answer = ({ lastUserText }: { lastUserText: string }): string => `heard: ${lastUserText}`;
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer }], yaml });
    expect(await run(example('openai-sdk.md', 'ts'), gateway.url)).toBe(
      'heard: Where does the river end?\nheard: Name a river.\nheard: Where does it end?\n',
    );
    const last = gateway.fleet.get('groq').calls.at(-1)?.body as { messages: unknown[] };
    expect(last.messages).toHaveLength(3);
  });

  test('vercel-ai-sdk.md: the example streams a text and gets an object', async () => {
    await using gateway = await openClientGateway({ specs: [groq], yaml });
    const printed = await run(example('vercel-ai-sdk.md', 'ts'), gateway.url);
    expect(printed).toContain('You asked: Where does the river end?');
    expect(printed).toContain('\nsample river → sample ends\n');
  });

  test('codex.md: its settings, read as Codex reads them, lead to an answer', async () => {
    const settings = new Map(
      [...example('codex.md', 'toml').matchAll(/^(\w+) = "(.*)"$/gm)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    expect([settings.get('wire_api'), settings.get('env_key'), settings.get('model_provider')]).toEqual([
      'responses',
      'NORIA_API_KEY',
      'noria',
    ]);
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: 'Done.' }], yaml });
    const baseURL = settings.get('base_url')?.replace('http://127.0.0.1:6674', gateway.url) ?? '';
    const client = new OpenAI({ apiKey: clientKey, baseURL, maxRetries: 0 });
    // The shape of a turn of Codex: everything that it sends, shortened.
    const stream = await client.responses.create({
      model: settings.get('model') ?? '',
      instructions: 'You are a coding agent.',
      input: [
        { type: 'message', role: 'developer', content: [{ type: 'input_text', text: '<permissions>' }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Fix it.' }] },
      ],
      tools: [
        {
          type: 'function',
          name: 'exec_command',
          description: 'Runs it.',
          strict: false,
          parameters: { type: 'object', properties: {} },
        },
        {
          type: 'custom',
          name: 'apply_patch',
          format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/s' },
        },
        { type: 'web_search' },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      reasoning: { effort: 'medium', summary: 'auto' },
      store: false,
      stream: true,
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: '0199-session',
      text: { verbosity: 'low' },
    });
    const events: { type: string }[] = [];
    for await (const event of stream) events.push(event);
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { output: [{ content: [{ text: 'Done.' }] }] },
    });
    const body = gateway.fleet.get('groq').calls[0]?.body;
    const { tools } = body as { tools: { function: { name: string } }[] };
    expect(tools.map(({ function: { name } }) => name)).toEqual(['exec_command', 'apply_patch']);
  });

  test('openai-sdk.md: the bounds of the memory are those of the code', () => {
    const text = page('openai-sdk.md');
    expect(text).toContain(`${bounds.rows.toLocaleString('en')} responses`);
    expect(text).toContain(`${bounds.bytes / 1024 / 1024} MB`);
    expect(text).toContain(`${bounds.ageMs / 86_400_000} days`);
  });
});
