import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { connect } from '../src/cli/connect/connect.ts';
import { tools } from '../src/cli/connect/tools.ts';
import type { Machine } from '../src/cli/connect/tool.ts';
import { temporaryFolder } from './gateway.ts';

const key = 'sk-noria-key-of-the-tests-0001';

let home: string;
beforeEach(() => {
  home = realpathSync(temporaryFolder());
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

const envOf = (env: Readonly<Record<string, string>>) => ({
  HOME: home,
  USERPROFILE: home,
  PATH: join(home, 'bin'),
  ...env,
});

/** The command, at home in a folder of its own. */
function noria([, ...args]: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const sources = { folder: home, processEnv: envOf(env), terminal: false };
  const { exitCode, output, errors } = connect([...args], sources);
  return { status: exitCode, out: output, errors };
}

/** The same as the program that people start. */
function program(args: readonly string[]): Ran {
  const file = fileURLToPath(new URL('../src/cli/noria.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: home,
    encoding: 'utf8',
    env: envOf({}),
  });
  return { status, out: stdout, errors: stderr };
}

function put(path: string, text: string): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

function backupsOf(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.endsWith('.bak'));
}

/** Where each tool keeps what is written for it. */
const places = {
  'claude-code': '.claude/settings.json',
  codex: '.codex/config.toml',
  aider: '.aider.conf.yml',
  continue: '.continue/config.yaml',
  opencode: '.config/opencode/opencode.json',
  zed: '.config/zed/settings.json',
  'open-webui': 'open-webui.env',
  librechat: 'librechat.yaml',
} as const;
const writable = Object.entries(places) as [keyof typeof places, string][];

describe('noria connect', () => {
  test('lists the tools and finds those that are there', () => {
    put('.codex/config.toml', '');
    put('bin/aider', '#!/bin/sh\n');
    chmodSync(join(home, 'bin/aider'), 0o755);
    const { status, out } = program(['connect']);
    expect(status).toBe(0);
    for (const { id } of tools) expect(out).toMatch(new RegExp(`^  ${id} `, 'm'));
    const found = [...out.matchAll(/^ {2}(\S+) +found /gm)].map(([, id]) => id);
    expect(found).toEqual(['codex', 'aider']);
  });

  test.each(writable)('prints for %s what --write then puts into its file, and nothing else', (id, place) => {
    const printed = noria(['connect', id, '--key', key]);
    expect(printed.status).toBe(0);
    expect(existsSync(join(home, place))).toBe(false);
    const written = noria(['connect', id, '--key', key, '--write']);
    expect(written).toMatchObject({ status: 0, errors: '' });
    const text = readFileSync(join(home, place), 'utf8');
    expect(printed.out).toContain(`In ${join(home, place)}:\n\n${text}`);
    expect(backupsOf(join(home, place))).toEqual([]);
    expect(statSync(join(home, place)).mode & 0o777).toBe(0o600);
  });

  test.each(writable)('a second --write for %s changes nothing and keeps no copy', (id, place) => {
    put('.env', '# mine\nOTHER=1\n');
    noria(['connect', id, '--key', key, '--write']);
    const before = readFileSync(join(home, place), 'utf8');
    const copies = backupsOf(join(home, place));
    const again = noria(['connect', id, '--key', key, '--write']);
    expect(again.status).toBe(0);
    expect(again.out).toContain(`${join(home, place)}: nothing to change`);
    expect(readFileSync(join(home, place), 'utf8')).toBe(before);
    expect(backupsOf(join(home, place))).toEqual(copies);
  });

  test('says how to set up Cline by hand, and that --write cannot', () => {
    const printed = noria(['connect', 'cline', '--key', key]);
    expect(printed.status).toBe(0);
    expect(printed.out).toContain('API Provider: OpenAI Compatible');
    const written = program(['connect', 'cline', '--key', key, '--write']);
    expect(written.status).toBe(1);
    expect(written.errors).toContain('--write cannot do it');
    expect(written.errors).toContain('Base URL: http://127.0.0.1:6674/v1');
  });

  test('takes the key of .env and the address of PORT', () => {
    put('.env', `NORIA_API_KEY=${key}\nPORT=7000\n`);
    const { out } = noria(['connect', 'claude-code']);
    expect(out).toContain(`"ANTHROPIC_AUTH_TOKEN": "${key}"`);
    expect(out).toContain('"ANTHROPIC_BASE_URL": "http://127.0.0.1:7000"');
  });

  test('without a key it says where to get one, and writes none', () => {
    const printed = noria(['connect', 'aider']);
    expect(printed).toMatchObject({ status: 0 });
    expect(printed.out).toContain('No client key is known here');
    const written = noria(['connect', 'aider', '--write']);
    expect(written.status).toBe(1);
    expect(written.errors).toContain('/api/clients');
    expect(existsSync(join(home, places.aider))).toBe(false);
    // Codex reads it from the environment.
    expect(noria(['connect', 'codex', '--write']).status).toBe(0);
  });

  test.each([
    [['connect', 'coedx'], 'there is no tool "coedx". Did you mean "codex"?'],
    [['connect', 'codex', 'zed'], 'one tool at a time'],
    [['connect', 'codex', '--url', 'ftp://x'], '--url is not an http or https URL'],
    [
      ['connect', 'codex', '--key', 'gsk_somebody-elses-secret'],
      '--key is no client key; allowed: sk-noria-',
    ],
    [['connect', 'codex', '--wirte'], "Unknown option '--wirte'"],
    [['connect', 'zed', '--project'], 'leave --project out'],
    [['connect', '--write'], '--write needs the name of a tool'],
  ])('%j is refused in words', (args, words) => {
    const { status, errors } = noria(args);
    expect(status).toBe(2);
    expect(errors).toContain(words);
    expect(errors).not.toContain('gsk_somebody');
  });

  test.each(['claude-code', 'aider', 'opencode'] as const)(
    'a project file of %s never holds the key',
    (id) => {
      const { status, out } = noria(['connect', id, '--key', key, '--project', '--write']);
      expect(status).toBe(0);
      expect(out).toMatch(new RegExp(`(export|setx) \\w+.${key}`));
      const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(join(home, name)).isFile(),
      );
      expect(files).toHaveLength(1);
      expect(readFileSync(join(home, files[0] ?? ''), 'utf8')).not.toContain(key);
    },
  );
});

describe('noria connect --write into a file that is there', () => {
  test('keeps comments, order and commas of JSON, says what it replaced, and keeps the file as it was', () => {
    const before = `// my settings
{
    "theme": "One Dark", // dark
    /* models */
    "language_models": {
        "openai_compatible": {
            "Other": { "api_url": "https://other.example/v1", "available_models": [] },
        },
    },
    "agent": {
        "default_model": { "provider": "zed.dev", "model": "claude" }, // was
    },
}
`;
    const path = put(places.zed, before);
    chmodSync(path, 0o640);
    const { status, out } = noria(['connect', 'zed', '--key', key, '--write']);
    expect(status).toBe(0);
    expect(out).toContain('replaced agent.default_model.provider (was zed.dev)');
    const after = readFileSync(path, 'utf8');
    for (const line of before.split('\n').filter((one) => !one.includes('zed.dev')))
      expect(after).toContain(line);
    expect(after).toContain('"provider": "Noria", "model": "auto" }, // was');
    expect(after).toContain('            "Noria": {\n                "api_url": "http://127.0.0.1:6674/v1"');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    const [copy = ''] = backupsOf(path);
    expect(readFileSync(join(dirname(path), copy), 'utf8')).toBe(before);
    expect(statSync(join(dirname(path), copy)).mode & 0o777).toBe(0o640);
    expect(out).toContain(copy);
  });

  test('keeps everything of YAML, and adds to its list', () => {
    const before = `# Continue
name: Mine
version: 0.0.9 # old
schema: v1

models:
  # at home
  - name: Llama
    provider: ollama
    model: "llama3.1:8b"

context:
  - provider: code
`;
    const path = put(places.continue, before);
    expect(noria(['connect', 'continue', '--key', key, '--write']).status).toBe(0);
    const after = readFileSync(path, 'utf8');
    for (const line of before.split('\n')) expect(after).toContain(line);
    expect(parseYaml(after)).toMatchObject({
      name: 'Mine',
      version: '0.0.9',
      models: [{ name: 'Llama' }, { name: 'Noria', provider: 'openai', model: 'auto', apiKey: key }],
    });
    noria(['connect', 'continue', '--key', key, '--write', '--model', 'auto:fast']);
    expect((parseYaml(readFileSync(path, 'utf8')) as { models: unknown[] }).models).toHaveLength(2);
  });

  test('changes TOML by its lines alone', () => {
    const before = `# Codex
model = "gpt-5.5" # mine
notes = """
[model_providers.noria]
not a table
"""

[model_providers.other]
name = "Other"
base_url = "https://other.example/v1"

[mcp_servers.files]
command = "npx"
args = [
  "-y", # yes
  "files",
]
`;
    const path = put(places.codex, before);
    const { out } = program(['connect', 'codex', '--key', key, '--write']);
    expect(out).toContain('replaced model (was gpt-5.5)');
    const after = readFileSync(path, 'utf8');
    expect(after).toBe(
      `${before
        .replace('"gpt-5.5" # mine', '"auto" # mine')
        .replace('not a table\n"""\n', 'not a table\n"""\nmodel_provider = "noria"\n')}
[model_providers.noria]
name = "Noria"
base_url = "http://127.0.0.1:6674/v1"
env_key = "NORIA_API_KEY"
wire_api = "responses"
`,
    );
    expect(after).not.toContain(key);
  });

  test('keeps line ends of Windows, and other variables', () => {
    const path = put(
      'open-webui.env',
      'WEBUI_NAME=Home\r\nOPENAI_API_KEY=sk-old-secret-0123456789\r\n# end\r\n',
    );
    const { out } = noria(['connect', 'open-webui', '--key', key, '--write']);
    expect(readFileSync(path, 'utf8')).toBe(
      `WEBUI_NAME=Home\r\nOPENAI_API_KEY=${key}\r\n# end\r\nOPENAI_API_BASE_URL=http://host.docker.internal:6674/v1\r\n`,
    );
    expect(out).toContain('replaced OPENAI_API_KEY (was sk-old-s...6789)');
    expect(out).not.toContain('sk-old-secret-0123456789');
  });

  test('a link to a file kept elsewhere stays a link', () => {
    const real = put('dotfiles/claude.json', '{ "model": "opus" }\n');
    mkdirSync(join(home, '.claude'));
    symlinkSync(real, join(home, places['claude-code']));
    expect(noria(['connect', 'claude-code', '--key', key, '--write']).status).toBe(0);
    expect(realpathSync(join(home, places['claude-code']))).toBe(real);
    expect(JSON.parse(readFileSync(real, 'utf8'))).toMatchObject({
      model: 'opus',
      env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:6674' },
    });
  });

  test.each([
    ['claude-code', '{ "env": { "A": "b" ', 'line 1: "," or "}" expected, not the end'],
    ['claude-code', '{ "env": [1] }', 'env is not an object'],
    ['claude-code', '[]', 'the file is not an object'],
    ['zed', '{\n  "a": oops\n}', 'line 2: oops is no JSON'],
    ['codex', 'model = "x"\nname = \n', 'line 2: a value expected'],
    ['codex', 'model_providers = { other = { name = "x" } }\n', 'model_providers is written as one value'],
    ['continue', 'name: [a\nmodels: b', 'line'],
    ['continue', 'models: none\n', 'models is not a list'],
    ['aider', '- a\n- b\n', 'the file is not a map'],
    ['open-webui', 'OPENAI_API_KEY="a\nb"\n', 'OPENAI_API_KEY is written over several lines'],
  ] as const)('leaves a file of %s alone that it cannot edit: %j', (id, text, words) => {
    const path = put(places[id], text);
    const { status, errors } = noria(['connect', id, '--key', key, '--write']);
    expect(errors).toContain(`${path}: `);
    expect(errors).toContain(words);
    expect(errors).toContain('It was left as it is.');
    expect(status).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(backupsOf(path)).toEqual([]);
  });

  test('writes nothing at all when one of two files cannot be edited', () => {
    put('.env', 'NORIA_API_KEY="a\nb"\n');
    const { status } = noria(['connect', 'librechat', '--write', '--key', key]);
    expect(status).toBe(1);
    expect(existsSync(join(home, places.librechat))).toBe(false);
  });
});

test('settings lie where Windows keeps them', () => {
  const machine: Machine = {
    platform: 'win32',
    home: 'C:\\Users\\ada',
    folder: 'C:\\work',
    env: { APPDATA: 'D:\\Roaming' },
    exists: () => false,
    hasCommand: () => false,
  };
  const target = { url: 'http://127.0.0.1:6674', key, model: 'auto', project: false };
  const pathOf = (id: string) =>
    tools
      .find((tool) => tool.id === id)
      ?.settings(target, machine)
      .files[0]?.path.replaceAll('/', '\\');
  expect(pathOf('zed')).toBe('D:\\Roaming\\Zed\\settings.json');
  expect(pathOf('codex')).toBe('C:\\Users\\ada\\.codex\\config.toml');
  expect(pathOf('continue')).toBe('C:\\Users\\ada\\.continue\\config.yaml');
});
