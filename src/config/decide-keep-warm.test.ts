import { describe, expect, test } from 'vitest';
import type { Provider } from '../catalog/types.ts';
import { ConfigError } from './config-error.ts';
import { decideConfig } from './config.ts';
import { parseConfigFile } from './file.ts';
import { testCatalog, testProvider } from './test-catalog.ts';
import type { Config } from './types.ts';

const minuteMs = 60_000;
const catalog: ReadonlyMap<string, Provider> = testCatalog(
  testProvider('groq'),
  testProvider('ollama', { tier: 'local', keepWarm: { everyMs: 4 * minuteMs, note: 'after 5 minutes' } }),
  testProvider('hf_space', {
    wire: 'gradio',
    baseUrlEnv: ['HUGGINGFACE_SPACE_URL'],
    keepWarm: { everyMs: 1_440 * minuteMs, note: 'after 48 hours' },
  }),
  testProvider('replicate', { wire: 'replicate' }),
);

function decide(values: Readonly<Record<string, string>>, yaml = ''): Config {
  const env = { folder: '/work', values, namesInFile: [], terminal: false, colour: false, problems: [] };
  return decideConfig({ env, file: parseConfigFile(yaml, 'noria.yaml'), catalog });
}

function problemsOf(values: Readonly<Record<string, string>>, yaml?: string): readonly string[] {
  try {
    decide(values, yaml);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('nobody is kept warm', () => {
  test.each(['', 'providers: { ollama: {} }', 'providers: { ollama: { keep_warm: false } }'])(
    'unasked: %j',
    (yaml) => {
      expect(decide({ OLLAMA_BASE_URL: 'http://localhost:11434' }, yaml).keepWarm).toEqual(new Map());
      expect(problemsOf({}, yaml)).toEqual([]);
    },
  );

  test('who is not enabled, and that is told', () => {
    const config = decide({ NORIA_KEEP_WARM: 'hf_space' });
    expect(config.keepWarm).toEqual(new Map());
    expect(config.warnings).toEqual([
      'NORIA_KEEP_WARM names "hf_space": the provider hf_space is not enabled, so it is not kept warm',
    ]);
  });
});

describe('kept warm is', () => {
  test('true: as often as the provider needs it', () => {
    const values = { HUGGINGFACE_SPACE_URL: 'https://me-app.hf.space' };
    const yaml = 'providers: { ollama: { keep_warm: true }, hf_space: { keep_warm: true } }';
    expect(decide(values, yaml).keepWarm).toEqual(
      new Map([
        ['ollama', 4 * minuteMs],
        ['hf_space', 1_440 * minuteMs],
      ]),
    );
  });

  test('minutes: so often, whoever it is', () => {
    const yaml = 'providers: { ollama: { keep_warm: 25 }, groq: { keep_warm: 2880 } }';
    expect(decide({}, yaml).keepWarm).toEqual(
      new Map([
        ['groq', 2_880 * minuteMs],
        ['ollama', 25 * minuteMs],
      ]),
    );
  });

  test('who the environment names, with the minutes of noria.yaml and against its false', () => {
    expect(decide({ NORIA_KEEP_WARM: ' Ollama,, ' }).keepWarm).toEqual(new Map([['ollama', 4 * minuteMs]]));
    const yaml = 'providers: { ollama: { keep_warm: false }, groq: { keep_warm: 7 } }';
    expect(decide({ NORIA_KEEP_WARM: 'ollama,groq' }, yaml).keepWarm).toEqual(
      new Map([
        ['groq', 7 * minuteMs],
        ['ollama', 4 * minuteMs],
      ]),
    );
  });

  test('true: a server of one’s own on this machine or network', () => {
    const yaml = 'providers: { lab: { base_url: "http://10.0.0.5:8000/v1", models: [m], keep_warm: true } }';
    expect(decide({}, yaml).keepWarm).toEqual(new Map([['lab', 4 * minuteMs]]));
  });
});

describe('the start stops at', () => {
  test.each([
    ['0', '0'],
    ['1.5', '1.5'],
    ['2881', '2881'],
    ['"10"', '"10"'],
    ['yes', '"yes"'],
    ['', 'empty'],
  ])('keep_warm: %s', (written, shown) => {
    expect(problemsOf({}, `providers:\n  ollama:\n    keep_warm: ${written}`)).toEqual([
      `noria.yaml:3:5 providers.ollama.keep_warm is ${shown}; allowed: true, false, or whole minutes from 1 to 2880`,
    ]);
  });

  test('true where nobody knows when a model sleeps', () => {
    const expected =
      '; allowed: providers.groq.keep_warm in noria.yaml as whole minutes from 1 to 2880, because it is not known when ' +
      'Groq lets a model sleep (known: ollama, hf_space, and servers of your own on this machine or network)';
    expect(problemsOf({}, 'providers: { groq: { keep_warm: true } }')).toEqual([
      `noria.yaml:1:22 providers.groq.keep_warm is true${expected}`,
    ]);
    expect(problemsOf({ NORIA_KEEP_WARM: 'groq' })).toEqual([`NORIA_KEEP_WARM names "groq"${expected}`]);
  });

  test.each([
    ['far away', '{ base_url: "https://gpu.example.com/v1", models: [m], keep_warm: true }'],
    [
      'with limits',
      '{ base_url: "http://10.0.0.5/v1", models: [m], limits: { concurrent: 1 }, keep_warm: true }',
    ],
    ['of another wire', '{ base_url: "http://10.0.0.5/v1", wire: anthropic, models: [m], keep_warm: true }'],
  ])('true for a server of one’s own %s', (_, lab) => {
    expect(problemsOf({}, `providers: { lab: ${lab} }`)).toEqual([
      expect.stringMatching(/providers\.lab\.keep_warm is true; allowed: .* whole minutes/),
    ]);
  });

  test('who answers no chats', () => {
    expect(problemsOf({}, 'providers: { replicate: { keep_warm: 5 } }')).toEqual([
      'noria.yaml:1:27 providers.replicate.keep_warm is 5; allowed: providers that answer chats, and Replicate does not',
    ]);
  });

  test('a name that is no provider, asking which was meant', () => {
    expect(problemsOf({ NORIA_KEEP_WARM: 'olama,groq x' })).toEqual([
      'NORIA_KEEP_WARM is "olama,groq x"; allowed: ids of providers, with commas between them',
    ]);
    expect(problemsOf({ NORIA_KEEP_WARM: 'olama' })).toEqual([
      'NORIA_KEEP_WARM names "olama", which is no provider; allowed: ids of providers, with commas between them. Did you mean "ollama"?',
    ]);
  });

  test('an address that is wrong, once', () => {
    const yaml = 'providers: { lab: { base_url: "nonsense", models: [m], keep_warm: true } }';
    expect(problemsOf({}, yaml)).toHaveLength(1);
    expect(problemsOf({ LAB_BASE_URL: 'nonsense' }, 'providers: { lab: { keep_warm: true } }')).toHaveLength(
      1,
    );
  });
});
