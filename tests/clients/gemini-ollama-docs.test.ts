import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { clientKey } from '../gateway.ts';
import { groqSpec, listening, type DialectGateway } from './dialect-gateway.ts';

const answer = 'The wheel turns, žluť 🦜.';
const root = new URL('../../', import.meta.url);

/** The fenced block of a language, with the address and the key of a gateway that runs. */
function example(guide: string, language: string, { url }: DialectGateway): string {
  const text = readFileSync(new URL(`docs/clients/${guide}`, root), 'utf8');
  const [, block] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`${guide} has no example in ${language}`);
  expect(block).toContain(language === 'js' ? 'GOOGLE_GEMINI_BASE_URL' : 'http://127.0.0.1:6674');
  return block.replaceAll('http://127.0.0.1:6674', url).replaceAll('sk-noria-…', clientKey);
}

async function run(script: string, env: Record<string, string> = {}): Promise<string> {
  const { PATH = '' } = process.env;
  const { stdout } = await promisify(execFile)('bash', ['-e', '-c', script], {
    cwd: root,
    env: { PATH, ...env },
  });
  return stdout;
}

test('docs/clients/gemini-cli.md: its settings and its program work', async () => {
  await using gateway = await listening({ specs: [{ ...groqSpec, answer }] });
  const settings = example('gemini-cli.md', 'sh', gateway);
  const program = new URL(`tests/clients/gemini-cli-${process.pid}.mjs`, root);
  writeFileSync(program, example('gemini-cli.md', 'js', gateway));
  try {
    expect(await run(`${settings}\n"${process.execPath}" ${program.pathname}`)).toBe(answer);
  } finally {
    rmSync(program);
  }
});

test('docs/clients/gemini-cli.md: the settings alone are enough for a program of the library', async () => {
  await using gateway = await listening({ specs: [{ ...groqSpec, answer }] });
  const settings = example('gemini-cli.md', 'sh', gateway);
  const program = [
    `const { GoogleGenAI } = await import('@google/genai');`,
    `const said = await new GoogleGenAI({}).models.generateContent({ model: 'gemini-2.5-pro', contents: 'x' });`,
    `console.log(said.text)`,
  ].join('\n');
  const script = `${settings}\n"${process.execPath}" --input-type=module -e "$PROGRAM"`;
  expect(await run(script, { PROGRAM: program })).toBe(`${answer}\n`);
});

test('docs/clients/ollama.md: its example works', async () => {
  await using gateway = await listening({
    specs: [{ ...groqSpec, answer }],
    env: { NORIA_OLLAMA_API: 'on' },
  });
  const lines = await run(example('ollama.md', 'sh', gateway), { NORIA_API_KEY: clientKey });
  const said = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: { content: string }; done: boolean });
  expect(said.map(({ message }) => message.content).join('')).toBe(answer);
  expect(said.at(-1)?.done).toBe(true);
});

test.each([
  ['gemini-cli.md', /`(?:POST|GET) (\/v1beta[^`]*)`/g],
  ['ollama.md', /`(?:POST|GET|HEAD) (\/ollama[^`]*)`/g],
])('docs/clients/%s names addresses that there are', async (guide, pattern) => {
  await using gateway = await listening({ specs: [groqSpec], env: { NORIA_OLLAMA_API: 'on' } });
  const text = readFileSync(join(root.pathname, 'docs/clients', guide), 'utf8');
  const found = [...text.matchAll(pattern)];
  expect(found.length).toBeGreaterThan(4);
  for (const [whole, path = ''] of found) {
    const method = whole.slice(1, whole.indexOf(' '));
    const reply = await fetch(gateway.url + path.replace('{model}', 'auto'), {
      method,
      headers: { authorization: `Bearer ${clientKey}` },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    expect([200, 400], `${method} ${path}`).toContain(reply.status);
    await reply.arrayBuffer();
  }
});
