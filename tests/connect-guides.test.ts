import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { asFile } from '../src/cli/connect/render-connect.ts';
import type { Machine } from '../src/cli/connect/tool.ts';
import { tools } from '../src/cli/connect/tools.ts';
import { connectUsage } from '../src/cli/connect/connect-usage.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const read = (page: string): string => readFileSync(join(docs, page), 'utf8');

const machine: Machine = {
  platform: 'linux',
  home: '/home/ada',
  folder: '/work',
  env: {},
  exists: () => false,
  hasCommand: () => false,
};
const target = { url: 'http://127.0.0.1:6674', key: 'sk-noria-…', model: 'auto', project: false };

/** The first fenced block of a page. */
function blockOf(page: string): string {
  return /^```\w+\n(.*?)^```$/ms.exec(read(page))?.[1] ?? '';
}

test.each(tools)('the guide of $name shows what noria connect $id prints', (tool) => {
  const { files, steps } = tool.settings(target, machine);
  const [file] = files;
  const block = blockOf(`clients/${tool.id}.md`);
  if (file !== undefined) expect(block).toBe(asFile(file));
  else expect(block.trim().split('\n')).toEqual(steps.map((step, index) => `${index + 1}. ${step}`));
  if (file !== undefined) {
    const shown = file.path.replace('/home/ada', '~').replace('/work/', '');
    expect(read(`clients/${tool.id}.md`)).toContain(`\`${shown}\``);
  }
});

test('the table of clients has every guide, and every tool of noria connect', () => {
  const table = read('clients/README.md');
  const guides = readdirSync(join(docs, 'clients')).filter((name) => name !== 'README.md');
  expect(guides.filter((name) => !table.includes(`](${name})`))).toEqual([]);
  for (const { id } of tools) expect(table).toContain(`\`noria connect ${id}\``);
});

test('the help and the documentation name every tool and every option', () => {
  const page = read('cli.md');
  for (const { id } of tools) {
    expect(connectUsage).toContain(id);
    expect(page).toContain(`\`${id}\``);
  }
  for (const [option] of connectUsage.matchAll(/^ {2}(--\w+)/gm))
    expect(page).toContain(`\`${option.trim()}`);
  for (const line of connectUsage.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
