import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { asCurl } from './as-curl.ts';

it('is one command whose body a shell passes on as it is, whatever was typed', () => {
  const wish = {
    content_type: 'product-title',
    product_name: `L'eau $HOME \`id\` "x" \\ 'y'\n«\u202fz\u202f»`,
  } as const;
  const command = asCurl('http://127.0.0.1:6674', wish).replace(/^curl /, 'printf "%s\\0" ');
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  const words = stdout.split('\0');
  expect(words[0]).toBe('http://127.0.0.1:6674/api/content-generator/generate/');
  expect(JSON.parse(words.at(-2) ?? '')).toEqual(wish);
});
