import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

const path = join(import.meta.dirname, '../../docs/simulate.md');
const block = /```console\n\$ noria simulate (.+)\n([\s\S]*?)```/g;
const took = / lived in [\d.]+ s/;

/** `vitest run src/cli/simulate-docs -u` writes what the commands print now. */
test('the documentation shows what its commands print', { timeout: 60_000 }, async () => {
  const shown = readFileSync(path, 'utf8');
  let fresh = shown;
  for (const [whole, line = '', before = ''] of shown.matchAll(block)) {
    const nowhere = { folder: import.meta.dirname, processEnv: {}, terminal: false };
    const { exitCode, output } = await simulate(line.split(' '), nowhere);
    expect(exitCode).toBe(0);
    // How long it took is the machine's.
    const [time = ' lived in 1.0 s'] = took.exec(before) ?? took.exec(output) ?? [];
    fresh = fresh.replace(
      whole,
      `\`\`\`console\n$ noria simulate ${line}\n${output.replace(took, time)}\`\`\``,
    );
  }
  await expect(fresh).toMatchFileSnapshot(path);
});
