import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { knownNames } from './names.ts';
import { settings } from './settings.ts';
import { testCatalog, testProvider } from './test-catalog.ts';

const example = read('.env.example');
const documentation = read('docs/configuration.md');
const catalog = testCatalog(
  ...testCatalog().values(),
  ...['nvidia', 'sambanova', 'deepseek'].map((id) => testProvider(id)),
);
const known = knownNames(catalog);

/** Section 2 of the contract, `<P>` being Groq. */
const CONTRACT = [
  'HOST',
  'PORT',
  'NORIA_DATA',
  'NORIA_MASTER_KEY',
  'NORIA_ADMIN_TOKEN',
  'NORIA_API_KEY',
  'NORIA_CONFIG',
  'GROQ_API_KEY',
  'GROQ_API_KEY1',
  'GROQ_API_KEY20',
  'GROQ_API_KEYS',
  'GROQ_BASE_URL',
  ...[
    'MISTRAL',
    'GEMINI',
    'OPENROUTER',
    'TOGETHER',
    'HUGGINGFACE',
    'COHERE',
    'CEREBRAS',
    'ANTHROPIC',
    'OPENAI',
  ].map((id) => `${id}_API_KEY`),
  'OLLAMA_BASE_URL',
  'HUGGINGFACE_SPACE_URL',
  'USE_INFERENCE_API',
  'REPLICATE_API_TOKEN',
  'REPLICATE_BASE_URL',
  'DISCORD_BOT_TOKEN',
  'DISCORD_API_URL',
  'REDIS_URL',
  'DATABASE_URL',
  'LOG_LEVEL',
  'LOG_FORMAT',
];

describe('.env.example', () => {
  const names = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);

  test.each(names)('%s is known to the code', (name) => expect(known).toContain(name));

  test.each(CONTRACT)('has %s of the contract', (name) => expect(names).toContain(name));

  test.each(Object.values(settings).map(({ name }) => name))('has the setting %s', (name) =>
    expect(names).toContain(name),
  );

  test('gives nothing by itself', () => {
    expect(example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const rows = [...documentation.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \|/gm)];
  const documented = rows.map(([, name, standard, allowed]) => ({ name, standard, allowed }));

  test('lists every setting with its default and what is allowed, and no other', () => {
    const written = Object.values(settings).map(({ name, standard, allowed }) => ({
      name,
      standard,
      allowed,
    }));
    expect(documented).toEqual(written);
  });

  test.each(
    [...documentation.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[`=]/g)].map(([, name = '']) => name),
  )('names %s, which the code knows', (name) =>
    expect([...known, 'NO_COLOR', 'MY_VLLM', 'CLOUDFLARE_ACCOUNT_ID2']).toContain(name),
  );
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
