import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCatalog } from '../src/catalog/load-catalog.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { parseConfigFile } from '../src/config/file.ts';
import { startGateway, temporaryFolder } from './gateway.ts';

// What a newcomer reads is true: README.md, CONTRIBUTING.md and docs/.

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const guides = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const pages = ['README.md', 'CONTRIBUTING.md', ...guides];
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): Block[] {
  return [...read(page).matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

function withoutBlocks(page: string): string {
  return read(page).replace(/^```.*?^```$/gms, '');
}

test.each(pages)('every link of %s within the project leads somewhere', (page) => {
  for (const [, target = ''] of withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    expect(existsSync(join(root, file)), `${page} links to ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(file), `${page} links to ${target}`).toContain(anchor);
  }
});

function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('every npm script that is named exists', () => {
  for (const page of pages)
    for (const [, name = ''] of read(page).matchAll(/\bnpm run ([\w:-]+)/g))
      expect(scripts, `named in ${page}`).toHaveProperty([name]);
});

const yaml = pages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => ({ page, text })),
);

test('README and docs/configuration.md show a noria.yaml', () => {
  expect(yaml.map(({ page }) => page)).toEqual(
    expect.arrayContaining(['README.md', 'docs/configuration.md']),
  );
});

test.each(yaml)('the noria.yaml of $page is one that Noria starts with', async ({ text }) => {
  expect(parseConfigFile(text, 'noria.yaml').problems).toEqual([]);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'noria.yaml'), text);
  const { providers: catalog } = await loadCatalog();
  const config = loadConfig(catalog, {
    folder,
    processEnv: { GROQ_API_KEY1: 'gsk_0123456789abcdefghij' },
    terminal: false,
  });
  expect(config.warnings).toEqual([]);
});

test('examples and tables name only routes that exist', async () => {
  await using gateway = await startGateway({ env: { NORIA_OLLAMA_API: 'on' } });
  expect(pages.flatMap(routesOf).length).toBeGreaterThan(20);
  for (const page of pages) {
    for (const { method, url } of [...requestsOf(page), ...routesOf(page)])
      expect(gateway.app.findRoute({ method, url }), `${page}: ${method} ${url}`).not.toBeNull();
  }
});

/** What the examples call: curl's addresses, and the SDK's one method under its base address. */
function requestsOf(page: string): { method: 'GET' | 'POST'; url: string }[] {
  return blocksOf(page).flatMap(({ text }) =>
    [...text.matchAll(/http:\/\/127\.0\.0\.1:6674(\/[\w./-]*)/g)].flatMap(([, path = '']) => {
      if (path === '/v1' && text.includes('chat.completions.create'))
        return { method: 'POST' as const, url: '/v1/chat/completions' };
      // A base address that a tool is given; it adds the rest itself.
      if (path === '/v1') return [];
      return { method: / -d /.test(text) ? ('POST' as const) : ('GET' as const), url: path };
    }),
  );
}

/** Routes as the guides write them: `PATCH /api/keys/:id`. */
function routesOf(page: string): { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; url: string }[] {
  return [...withoutBlocks(page).matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[\w./:-]*)/g)].map(
    ([, method, url = '']) => ({
      method: method as 'GET',
      url: url.replace(/(?<=.)[./]$/, ''),
    }),
  );
}

test('README links the terms of every provider that is not retired, and no others', async () => {
  const { providers } = await loadCatalog();
  const wanted = [...providers.values()]
    .filter(({ retired }) => retired === undefined)
    .map(({ name, terms }) => `[${name}](${terms.url})`);
  const section = /^## Use keys you are entitled to\n(.*?)^## /ms.exec(read('README.md'))?.[1] ?? '';
  const links = [...section.matchAll(/\[[^\]]+\]\(https?:[^)]+\)/g)].map(([link]) => link);
  expect(links.toSorted()).toEqual(wanted.toSorted());
});

test('README says in its first screen what it is, shows it, starts it and asks it', () => {
  const screen = read('README.md').split('\n').slice(0, 50).join('\n');
  expect(screen).toMatch(/^# Noria\n\n\*\*.+\*\*$/m);
  expect(screen).toContain('](docs/images/noria.svg)');
  expect(screen).toContain('npm start');
  expect(screen).toContain('curl http://127.0.0.1:6674/v1/chat/completions');
});
