import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfigFile, readConfigFile } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'noria-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(yaml: string): readonly string[] {
  return parseConfigFile(yaml, '/somewhere/noria.yaml').problems;
}

const FROM_THE_CONTRACT = `
providers:
  groq:
    keys:
      - { env: GROQ_API_KEY1, account: team-a, label: "Key of team A" }
    limits:
      requests: { minute: 30, day: 14400 }
      tokens:   { minute: 6000, day: 500000 }
    models:
      openai/gpt-oss-120b: { limits: { requests: { minute: 30 } } }
    windows: { minute: fixed, day: { kind: fixed, zone: UTC } }
    rotation: round-robin
  my-vllm: { wire: openai, base_url: "http://10.0.0.5:8000/v1", models: [qwen3-32b], limits: {} }
routes:
  auto: { strategy: cascade, steps: [groq, mistral, gemini, openrouter, ollama] }
  fast: { strategy: race, steps: [together, openrouter], then: [huggingface] }
aliases:
  chat: gpt-oss-120b
`;

describe('parseConfigFile', () => {
  test('reads the example of the contract', () => {
    const { settings, problems } = parseConfigFile(FROM_THE_CONTRACT, 'noria.yaml');
    expect(problems).toEqual([]);
    expect(settings.providers['groq']).toEqual({
      keys: [{ env: 'GROQ_API_KEY1', account: 'team-a', label: 'Key of team A' }],
      limits: { requests: { minute: 30, day: 14_400 }, tokens: { minute: 6_000, day: 500_000 } },
      models: { 'openai/gpt-oss-120b': { limits: { requests: { minute: 30 } } } },
      windows: { minute: { kind: 'fixed' }, day: { kind: 'fixed', zone: 'UTC' } },
      rotation: 'round-robin',
    });
    expect(settings.providers['my-vllm']).toMatchObject({ models: { 'qwen3-32b': {} }, limits: {} });
    expect(settings.routes['fast']).toEqual({
      strategy: 'race',
      steps: ['together', 'openrouter'],
      then: ['huggingface'],
    });
    expect(settings.aliases).toEqual({ chat: ['gpt-oss-120b'] });
  });

  test.each(['', '# nothing yet\n', 'providers:\nroutes:\naliases:\n', 'providers:\n  groq:\n'])(
    'takes the empty parts of %j for nothing',
    (yaml) => expect(problemsOf(yaml)).toEqual([]),
  );

  test('reads resume as on and off', () => {
    const yaml =
      'routes:\n  a: { steps: [groq], resume: on }\n  b: { steps: [groq], resume: off, deadline_ms: 5000 }';
    expect(parseConfigFile(yaml, 'noria.yaml').settings.routes).toMatchObject({
      a: { resume: true, then: [] },
      b: { resume: false, deadline_ms: 5_000 },
    });
  });

  test('reads a limit once written for several providers', () => {
    const yaml = 'providers:\n  groq: { limits: &few { requests: { day: 5 } } }\n  mistral: { limits: *few }';
    const { settings } = parseConfigFile(yaml, 'noria.yaml');
    expect(settings.providers['mistral']?.limits).toEqual({ requests: { day: 5 } });
  });

  test('names line and column of broken YAML', () => {
    expect(problemsOf('providers:\n  groq: { keys: [ }\n')).toEqual([
      expect.stringMatching(/^noria\.yaml:2:\d+ is not valid YAML: /),
    ]);
    expect(problemsOf('routes: {}\nroutes: {}\n')).toEqual([
      expect.stringMatching(/^noria\.yaml:2:1 .*unique/),
    ]);
  });

  test('never shows the text of a broken line, which may hold a key', () => {
    const [problem = ''] = problemsOf('providers:\n  groq: { keys: [ { secret: plainsecret123456789 \n');
    expect(problem).toContain('not valid YAML');
    expect(problem).not.toContain('plainsecret');
  });

  test('names place, setting, value and what is allowed', () => {
    expect(problemsOf('providers:\n  groq:\n    rotation: robin\n')).toEqual([
      'noria.yaml:3:5 providers.groq.rotation is "robin"; allowed: round-robin, sticky, most-remaining',
    ]);
  });

  test('finds everything that is wrong at once', () => {
    const yaml =
      'providers:\n  groq: { enabled: maybe, limits: { requests: { minute: -1 } } }\nroutes:\n  x: { steps: [] }\n';
    expect(problemsOf(yaml)).toEqual([
      'noria.yaml:2:11 providers.groq.enabled is "maybe"; allowed: true, false',
      'noria.yaml:2:49 providers.groq.limits.requests.minute is -1; allowed: a whole number, 0 or more',
      'noria.yaml:4:8 routes.x.steps is a list; allowed: a list of at least one provider or model',
    ]);
  });

  test('asks what an unknown setting was meant to be', () => {
    expect(problemsOf('providers:\n  groq:\n    limts: {}\n')).toEqual([
      expect.stringMatching(
        /^noria\.yaml:3:5 providers\.groq\.limts is not a setting; .* Did you mean "limits"\?$/,
      ),
    ]);
    expect(problemsOf('provider: {}\n')).toEqual([expect.stringContaining('Did you mean "providers"?')]);
  });

  test.each([
    ['providers: { a: { windows: { day: { kind: fixed, zone: Mars/Phobos } } } }', 'a time zone such as UTC'],
    ['providers: { a: { windows: { day: fixd } } }', 'refill, fixed, rolling, first_use'],
    ['providers: { a: { windows: { week: fixed } } }', 'second, minute, hour, day, month'],
    ['providers: { a: { limits: { requests: 30 } } }', 'a map of second, minute, hour, day, month'],
    ['providers: { a: { limits: { concurrent: { minute: 3 } } } }', 'a whole number, 0 or more'],
    ['providers: { a: { limits: } }', 'a map of requests, tokens'],
    ['providers: { a: { keys: [{ label: x }] } }', 'a map with either env or secret'],
    ['providers: { a: { base_url: "ftp://x" } }', 'an http or https URL'],
    ['providers: { a: { base_url: "http://user:pass@x" } }', 'without user, password'],
    ['providers: { a: { models: qwen } }', 'a list of model ids, or a map of them'],
    ['providers: { a: { models: [1, {}] } }', 'a list of model ids, or a map of them'],
    ['providers: [groq]', 'a map of providers'],
    ['just text', 'a map of providers, routes, aliases'],
    ['aliases: { a: { b: c } }', 'a family, a model, or a list of them'],
    ['routes: { a: { steps: [groq], resume: maybe } }', 'on, off'],
    ['routes: { a: { steps: [groq], deadline_ms: 0 } }', 'whole milliseconds, 1 or more'],
  ])('refuses %s', (yaml, allowed) => {
    expect(problemsOf(yaml)).toEqual([expect.stringContaining(allowed)]);
  });

  test('does not show the password of an address', () => {
    const problems = problemsOf('providers: { a: { base_url: "http://user:p@ssw0rd@host/v1?key=abc" } }');
    expect(problems).toEqual([expect.stringContaining('is "http://...@host/v1?..."')]);
  });

  test.each([
    'providers: { a: { keys: [plainsecret123456789] } }',
    'providers: { a: { keys: [{ env: "plainsecret12345:6789" }] } }',
  ])('masks what may be a secret: %s', (yaml) => {
    const [problem = ''] = problemsOf(yaml);
    expect(problem).toContain('"plainsec...6789"');
    expect(problem).not.toContain('plainsecret');
  });
});

describe('readConfigFile', () => {
  test('needs no file when none is named', () => {
    expect(readConfigFile({ folder: join(folder, 'nowhere') })).toMatchObject({ path: null, problems: [] });
  });

  test('reads noria.yaml of the folder', () => {
    writeFileSync(join(folder, 'noria.yaml'), 'aliases: { a: b }');
    expect(readConfigFile({ folder }).settings.aliases).toEqual({ a: ['b'] });
  });

  test('misses a file that was named', () => {
    expect(readConfigFile({ folder, named: 'other.yaml' }).problems).toEqual([
      'NORIA_CONFIG is "other.yaml", and there is no such file; allowed: a YAML file that can be read',
    ]);
  });

  test('says when what was named is no file', () => {
    expect(readConfigFile({ folder, named: '.' }).problems).toEqual([
      expect.stringContaining('it cannot be read: EISDIR'),
    ]);
  });
});
