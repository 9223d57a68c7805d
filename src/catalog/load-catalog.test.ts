import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalog } from './load-catalog.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'noria-catalog-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The example of docs/add-a-provider.md, as the reader would paste it. */
async function example(): Promise<string> {
  const guide = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'add-a-provider.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(guide)?.[1];
  if (code === undefined) throw new Error('the guide has no example');
  return code;
}

const minimal = (id: string, more = ''): string =>
  `export const provider = { id: '${id}', order: 5, baseUrl: 'https://x.test/v1', models: [] ${more} };\n`;

describe('loading the catalog', () => {
  test('a provider is one file: the example of the guide loads as it stands', async () => {
    const providers = join(folder, 'catalog', 'providers');
    await mkdir(providers, { recursive: true });
    for (const file of ['types.ts', 'limits.ts', 'openai-dialect.ts']) {
      await copyFile(join(import.meta.dirname, file), join(folder, 'catalog', file));
    }
    await writeFile(join(providers, 'example.ts'), await example());
    const catalog = await loadCatalog(providers);
    const provider = catalog.providers.get('example');
    expect(provider?.models.map((model) => model.family)).toEqual(['gpt-oss-120b']);
    expect(provider?.models[0]?.limits?.[0]).toMatchObject({
      unit: 'requests',
      amount: 30,
      window: { kind: 'fixed' },
    });
    expect(provider?.errors.length).toBeGreaterThan(0);
  });

  test('providers come in the order of the cascade', async () => {
    await writeFile(join(folder, 'a.ts'), minimal('a').replace('order: 5', 'order: 9'));
    await writeFile(join(folder, 'b.ts'), minimal('b'));
    expect([...(await loadCatalog(folder)).providers.keys()]).toEqual(['b', 'a']);
  });

  test('a file that exports no provider is named', async () => {
    await writeFile(join(folder, 'empty.ts'), 'export const nothing = 1;\n');
    await expect(loadCatalog(folder)).rejects.toThrow(/empty\.ts: exports no `provider`/);
  });

  test('a file is named like its provider, so two cannot share an id', async () => {
    await writeFile(join(folder, 'one.ts'), minimal('other'));
    await expect(loadCatalog(folder)).rejects.toThrow(/is named one, but its provider is `other`/);
  });

  test('the same id in two forms of file is refused', async () => {
    await writeFile(join(folder, 'twin.ts'), minimal('twin'));
    await writeFile(join(folder, 'twin.js'), minimal('twin'));
    await expect(loadCatalog(folder)).rejects.toThrow(/two providers are called `twin`/);
  });

  test('a model listed twice is refused', async () => {
    await writeFile(
      join(folder, 'dup.ts'),
      minimal('dup').replace('models: []', "models: [{ id: 'm' }, { id: 'm' }]"),
    );
    await expect(loadCatalog(folder)).rejects.toThrow(/the model `m` is there twice/);
  });
});
