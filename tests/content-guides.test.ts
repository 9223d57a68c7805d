import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { clientKey, startGateway, type TestGateway } from './gateway.ts';

const groq = { id: 'groq', keys: [`gsk_${'a'.repeat(40)}`], limits: [], latencyMs: 0, chunkMs: 0 } as const;

/** Runs the guide's example as it stands, but for the address, and gives what it prints. */
async function printed(guide: string, gateway: TestGateway): Promise<string> {
  const text = readFileSync(new URL(`../docs/clients/${guide}`, import.meta.url), 'utf8');
  const [, block = ''] = /```js\n([^]*?)```/.exec(text) ?? [];
  expect(block).toContain('http://127.0.0.1:6674');
  const program = block.replaceAll('http://127.0.0.1:6674', await gateway.listen());
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { NORIA_API_KEY: clientKey },
  });
  return stdout;
}

test('docs/clients/content-generator.md: its example prints a finished text', async () => {
  const answer = 'Voici un titre :\n"Noria, la gourde isotherme en inox"';
  await using gateway = await startGateway({ providers: [{ ...groq, answer }] });
  expect(await printed('content-generator.md', gateway)).toBe('Noria, la gourde isotherme en inox\n');
});

test('docs/clients/small-chat.md: its example prints the answer as it comes', async () => {
  const answer = '<think>hm</think>In the sea, where else? žluť 🦜';
  await using gateway = await startGateway({ providers: [{ ...groq, answer }] });
  expect(await printed('small-chat.md', gateway)).toBe('In the sea, where else? žluť 🦜\n');
});
