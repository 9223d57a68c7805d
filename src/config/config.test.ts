import { describe, expect, test } from 'vitest';
import type { Provider } from '../catalog/types.ts';
import { ConfigError } from './config-error.ts';
import { decideConfig } from './config.ts';
import { parseConfigFile } from './file.ts';
import { testCatalog } from './test-catalog.ts';
import type { Config, ConfiguredKey, ConfiguredProvider } from './types.ts';

type Values = Readonly<Record<string, string>>;

interface Given {
  readonly yaml?: string;
  readonly catalog?: ReadonlyMap<string, Provider>;
  readonly terminal?: boolean;
  readonly namesInFile?: readonly string[];
}

function decide(
  values: Values,
  { yaml = '', catalog = testCatalog(), terminal = false, namesInFile = [] }: Given = {},
): Config {
  const env = { folder: '/work', values, namesInFile, terminal, colour: false, problems: [] };
  return decideConfig({ env, file: parseConfigFile(yaml, 'noria.yaml'), catalog });
}

function problemsOf(values: Values, given?: Given): readonly string[] {
  try {
    decide(values, given);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function providerOf(config: Config, id: string): ConfiguredProvider {
  const provider = config.providers.get(id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  return provider;
}

function keysOf(id: string, values: Values, given?: Given): readonly ConfiguredKey[] {
  return providerOf(decide(values, given), id).keys;
}

function secretsOf(id: string, values: Values, given?: Given): readonly string[] {
  return keysOf(id, values, given).map(({ secret }) => secret);
}

const GROQ = 'gsk_abc1def2ghi3jklxyz9';
const GROQ2 = 'gsk_second2def2ghi3jklxyz';

describe('settings', () => {
  test('stand at their defaults when nothing is given', () => {
    const config = decide({});
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 6674,
      hosts: [],
      allowedHosts: [],
      dataFolder: '/work/data',
      bodyLimitBytes: 10 * 1024 * 1024,
      adminToken: null,
      apiKey: null,
      masterKey: null,
      ollama: 'off',
      workers: 1,
    });
    expect(config.log).toEqual({ level: 'info', format: 'json', colour: false });
    expect(config.deadlines).toEqual({
      requestMs: 120_000,
      maxWaitMs: 10_000,
      maxWaiting: 1_000,
      connectMs: 5_000,
      firstTokenMs: 20_000,
      silenceMs: 12_000,
    });
    expect(config.traces).toEqual({ kept: 20_000, bodies: false });
    expect(config.space).toEqual({ url: null, preferInferenceApi: false });
    expect(config.discord).toEqual({ botToken: null, apiUrl: 'https://discord.com/api' });
    expect(config.warnings).toEqual([]);
  });

  test.each([
    [{}, 'traces: { bodies: true }', true],
    [{}, 'traces: { bodies: false }', false],
    [{}, 'traces:', false],
    [{ NORIA_TRACE_BODIES: 'on' }, '', true],
    [{ NORIA_TRACE_BODIES: 'ON' }, 'traces: { bodies: false }', true],
    [{ NORIA_TRACE_BODIES: 'off' }, 'traces: { bodies: true }', false],
  ])('what is said is kept only where the owner says so: %j, %s', (values, yaml, kept) => {
    expect(decide(values, { yaml }).traces.bodies).toBe(kept);
  });

  test('a slip there is a problem, not a wish', () => {
    expect(problemsOf({ NORIA_TRACE_BODIES: 'yes' })).toEqual([
      'NORIA_TRACE_BODIES is "yes"; allowed: off, on',
    ]);
    expect(problemsOf({}, { yaml: 'traces: { bodies: on please }' })).toEqual([
      expect.stringContaining('traces.bodies is "on please"; allowed: true, false'),
    ]);
    expect(problemsOf({}, { yaml: 'traces: { body: true }' })).toEqual([
      expect.stringContaining('traces.body is not a setting; allowed here: bodies'),
    ]);
  });

  test('are taken as given', () => {
    const masterKey = Buffer.alloc(32, 7).toString('base64');
    const config = decide({
      HOST: '0.0.0.0',
      PORT: '0',
      NORIA_DATA: '/var/noria',
      NORIA_MASTER_KEY: masterKey,
      NORIA_ADMIN_TOKEN: 'a-token-of-16-or-more',
      NORIA_API_KEY: 'sk-noria-0123456789',
      NORIA_BODY_LIMIT_MB: '2',
      NORIA_DEADLINE_MS: '5000',
      NORIA_MAX_WAIT_MS: '0',
      LOG_LEVEL: 'DEBUG',
      LOG_FORMAT: 'pretty',
      HUGGINGFACE_SPACE_URL: 'https://me-app.hf.space/',
      USE_INFERENCE_API: 'yes',
    });
    expect(config.server).toMatchObject({ host: '0.0.0.0', port: 0, dataFolder: '/var/noria', masterKey });
    expect(config.server.bodyLimitBytes).toBe(2 * 1024 * 1024);
    expect(config.deadlines).toMatchObject({ requestMs: 5_000, maxWaitMs: 0 });
    expect(config.log).toMatchObject({ level: 'debug', format: 'pretty' });
    expect(config.space).toEqual({ url: 'https://me-app.hf.space', preferInferenceApi: true });
  });

  test('the log is pretty on a terminal', () => {
    expect(decide({}, { terminal: true }).log.format).toBe('pretty');
  });

  test.each([
    ['HOST', 'http://0.0.0.0'],
    ['HOST', '127.0.0.1:80'],
    ['HOST', '6674'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'abc'],
    ['NORIA_DEADLINE_MS', '12s'],
    ['NORIA_MAX_WAIT_MS', '1e4'],
    ['NORIA_BODY_LIMIT_MB', '0'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['USE_INFERENCE_API', 'maybe'],
    ['HUGGINGFACE_SPACE_URL', 'me/app'],
    ['DISCORD_API_URL', 'discord'],
    ['GROQ_BASE_URL', 'localhost:9000'],
  ])('%s may not be %j', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringContaining(`${name} is "${value}"; allowed: `),
    ]);
  });

  test.each([
    ['NORIA_MASTER_KEY', 'c2hvcnQtYnV0LWxvbmctZW5vdWdo'],
    ['NORIA_ADMIN_TOKEN', 'short'],
    ['NORIA_ADMIN_TOKEN', 'changeme-changeme-now'],
    ['NORIA_API_KEY', 'sk-other-0123456789'],
    ['NORIA_API_KEY', 'sk-noria-'],
  ])('%s may not be %j, and the secret is not shown', (name, value) => {
    const [problem = ''] = problemsOf({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} is ".*\\.\\.\\..*"; allowed: `));
    expect(problem).not.toContain(value);
  });

  test('are all checked before the start is stopped, in one message', () => {
    const values = { PORT: 'abc', LOG_LEVEL: 'loud', GROQ_BASE_URL: 'x', GROQ_API_KEY: 'has spaces in it' };
    const given = { yaml: 'providers: { groqq: { enabled: true } }' };
    expect(problemsOf(values, given)).toHaveLength(5);
    expect(() => decide(values, given)).toThrow(/^Noria cannot start, 5 settings are wrong:\n {2}/);
    expect(() => decide({ PORT: 'abc' })).toThrow(
      'Noria cannot start: PORT is "abc"; allowed: a whole number from 0 to 65535 (0 = any free port)',
    );
  });

  test('for several nodes are not passed over in silence', () => {
    const { warnings } = decide({
      REDIS_URL: 'redis://:passw0rd@host',
      DATABASE_URL: 'postgres://u:pw@host/db',
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^REDIS_URL .*one node/),
      expect.stringMatching(/^DATABASE_URL .*SQLite/),
    ]);
    expect(warnings.join()).not.toContain('passw0rd');
  });

  test('with a slip in their name are pointed out', () => {
    expect(decide({ NORIA_DTAA: '/x' }).warnings).toEqual([
      expect.stringContaining('Did you mean "NORIA_DATA"?'),
    ]);
    const given = { namesInFile: ['GROK_API_KEY', 'SOMETHING_ELSE'] };
    expect(decide({ GROK_API_KEY: 'abcdefgh', SOMETHING_ELSE: '1' }, given).warnings).toEqual([
      expect.stringContaining('Did you mean "GROQ_API_KEY"?'),
    ]);
  });
});

describe('keys of the environment', () => {
  test('come from the plain name, the numbered ones and the list, in this order', () => {
    const values = {
      GROQ_API_KEYS: 'gsk_d4aaaaaa, gsk_e5aaaaaa,,',
      GROQ_API_KEY20: 'gsk_c3aaaaaa',
      GROQ_API_KEY2: 'gsk_b2aaaaaa',
      GROQ_API_KEY: 'gsk_a1aaaaaa',
    };
    expect(keysOf('groq', values)).toEqual([
      { secret: 'gsk_a1aaaaaa', account: null, label: null, source: 'env:GROQ_API_KEY' },
      { secret: 'gsk_b2aaaaaa', account: null, label: null, source: 'env:GROQ_API_KEY2' },
      { secret: 'gsk_c3aaaaaa', account: null, label: null, source: 'env:GROQ_API_KEY20' },
      { secret: 'gsk_d4aaaaaa', account: null, label: null, source: 'env:GROQ_API_KEYS' },
      { secret: 'gsk_e5aaaaaa', account: null, label: null, source: 'env:GROQ_API_KEYS' },
    ]);
  });

  test('come from the names that the catalog adds', () => {
    expect(secretsOf('huggingface', { HF_TOKEN: 'hf_abcdefgh1' })).toEqual(['hf_abcdefgh1']);
    expect(secretsOf('gemini', { GOOGLE_API_KEY: 'AIzaabcdefgh' })).toEqual(['AIzaabcdefgh']);
    expect(secretsOf('replicate', { REPLICATE_API_TOKEN: 'r8_abcdefgh1' })).toEqual(['r8_abcdefgh1']);
  });

  test('OLLAMA_API_KEY belongs to the cloud, not to the local server', () => {
    const config = decide({ OLLAMA_API_KEY: 'abcdefgh12345', OLLAMA_CLOUD_API_KEY: 'another12345' });
    expect(providerOf(config, 'ollama').keys).toEqual([]);
    expect(providerOf(config, 'ollama_cloud').keys.map(({ secret }) => secret)).toEqual([
      'another12345',
      'abcdefgh12345',
    ]);
  });

  test('given twice are one key', () => {
    const values = { GROQ_API_KEY: GROQ, GROQ_API_KEY2: GROQ, GROQ_API_KEYS: `${GROQ},${GROQ2}` };
    expect(secretsOf('groq', values)).toEqual([GROQ, GROQ2]);
  });

  test.each(['your_groq_api_key_here', 'xxx', 'changeme', '<key>', 'sk-...', 'gsk_xxxxxxxxxxxx'])(
    'that are the placeholder %j are ignored with a warning',
    (value) => {
      const config = decide({ GROQ_API_KEY1: value });
      expect(providerOf(config, 'groq').keys).toEqual([]);
      expect(config.warnings).toEqual(['GROQ_API_KEY1 holds a placeholder, not a key; it is ignored']);
    },
  );

  test('that are empty are named in one warning', () => {
    expect(decide({ GROQ_API_KEY: '', COHERE_API_KEY: '' }).warnings).toEqual([
      'GROQ_API_KEY, COHERE_API_KEY: empty, ignored',
    ]);
  });

  test('with spaces or commas in them stop the start without being shown', () => {
    expect(problemsOf({ GROQ_API_KEY: 'gsk_abc1def2ghi3, gsk_jkl4mno5pqr6' })).toEqual([
      expect.stringMatching(/^GROQ_API_KEY is "gsk_abc1\.\.\.pqr6"; allowed: one key, .*GROQ_API_KEYS/),
    ]);
    expect(problemsOf({ GROQ_API_KEY: 'gsk_abc1déf2ghi3jkl4' })).toHaveLength(1);
  });

  test('with a number that is not read are pointed out', () => {
    const { warnings } = decide({ GROQ_API_KEY_1: GROQ, GROQ_API_KEY21: GROQ });
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toBe(
      'GROQ_API_KEY_1 is not read; allowed: GROQ_API_KEY, GROQ_API_KEY1 to GROQ_API_KEY20, GROQ_API_KEYS',
    );
  });

  test('of Cloudflare are joined with the account id, which is their account', () => {
    const expected = [
      {
        secret: 'acc0123456789:token-abcdefgh',
        account: 'acc0123456789',
        label: null,
        source: 'env:CLOUDFLARE_API_TOKEN',
      },
    ];
    expect(
      keysOf('cloudflare', {
        CLOUDFLARE_ACCOUNT_ID: 'acc0123456789',
        CLOUDFLARE_API_TOKEN: 'token-abcdefgh',
      }),
    ).toEqual(expected);
    expect(keysOf('cloudflare', { CLOUDFLARE_API_TOKEN: 'acc0123456789:token-abcdefgh' })).toEqual(expected);
  });

  test('of several Cloudflare accounts keep to their numbers', () => {
    const values = {
      CLOUDFLARE_ACCOUNT_ID: 'first',
      CLOUDFLARE_API_TOKEN: 'token-aaaaaaaa',
      CLOUDFLARE_ACCOUNT_ID2: 'second',
      CLOUDFLARE_API_TOKEN2: 'token-bbbbbbbb',
    };
    expect(secretsOf('cloudflare', values)).toEqual(['first:token-aaaaaaaa', 'second:token-bbbbbbbb']);
  });

  test('of Cloudflare without an account id are left out with a warning', () => {
    const config = decide({ CLOUDFLARE_API_TOKEN: 'token-abcdefgh' });
    expect(providerOf(config, 'cloudflare').keys).toEqual([]);
    expect(config.warnings).toEqual([expect.stringContaining('needs CLOUDFLARE_ACCOUNT_ID')]);
  });
});

describe('keys that look wrong', () => {
  test('are used, with the right prefix and the provider they look like named', () => {
    const config = decide({ GROQ_API_KEY: 'sk-or-v1-abcdefgh12345678' });
    expect(providerOf(config, 'groq').keys).toHaveLength(1);
    expect(config.warnings).toEqual([
      'GROQ_API_KEY (sk-or-v1...5678) does not look like a key of Groq (keys of Groq begin with gsk_) and looks like a key of OpenRouter; it is used all the same',
    ]);
  });

  test.each([
    ['OPENAI_API_KEY', 'sk-ant-abcdefgh12345678', /looks like a key of Anthropic/],
    ['MISTRAL_API_KEY', GROQ, /looks like a key of Groq/],
    ['GROQ_API_KEY', 'plainabcdefgh1234', /begin with gsk_\); it is used/],
  ])('%s = %s is warned about', (name, value, expected) => {
    expect(decide({ [name]: value }).warnings).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['OPENAI_API_KEY', 'sk-abcdefgh12345678'],
    ['MISTRAL_API_KEY', 'abcdefgh12345678'],
    ['COHERE_API_KEY', 'sk-abcdefgh12345678'],
    ['TOGETHER_API_KEY', 'a0'.repeat(32)],
  ])('%s = %s is fine', (name, value) => {
    expect(decide({ [name]: value }).warnings).toEqual([]);
  });
});

describe('keys of noria.yaml', () => {
  const yaml = `
providers:
  groq:
    keys:
      - { env: GROQ_API_KEY1, account: team-a, label: Key of team A }
      - { secret: ${GROQ2}, account: team-b }
      - { env: MY_OWN_NAME }
      - { env: NOT_SET }
      - { secret: your-key }
`;

  test('stand beside those of the environment, their label and account win', () => {
    const values = { GROQ_API_KEY1: GROQ, GROQ_API_KEY2: GROQ2, MY_OWN_NAME: 'gsk_third3def2ghi3' };
    const config = decide(values, { yaml });
    expect(providerOf(config, 'groq').keys).toEqual([
      { secret: GROQ, account: 'team-a', label: 'Key of team A', source: 'env:GROQ_API_KEY1' },
      { secret: GROQ2, account: 'team-b', label: null, source: 'env:GROQ_API_KEY2' },
      { secret: 'gsk_third3def2ghi3', account: null, label: null, source: 'env:MY_OWN_NAME' },
    ]);
    expect(config.warnings).toEqual([
      'noria.yaml:8:9 providers.groq.keys.3: NOT_SET is not set, so this key is left out',
      'noria.yaml:9:9 providers.groq.keys.4 holds a placeholder, not a key; it is ignored',
    ]);
  });

  test('win with their account over the account id of the key itself', () => {
    const file =
      'providers: { cloudflare: { keys: [{ env: CLOUDFLARE_API_TOKEN, account: home, label: Home }] } }';
    const values = { CLOUDFLARE_API_TOKEN: 'acc0123456789:token-abcdefgh' };
    expect(keysOf('cloudflare', values, { yaml: file })).toEqual([
      {
        secret: 'acc0123456789:token-abcdefgh',
        account: 'home',
        label: 'Home',
        source: 'env:CLOUDFLARE_API_TOKEN',
      },
    ]);
  });

  test('are named yaml when they stand there alone', () => {
    expect(keysOf('groq', { GROQ_API_KEY1: GROQ }, { yaml })[1]).toMatchObject({
      secret: GROQ2,
      source: 'yaml',
    });
  });
});

describe('addresses', () => {
  function baseUrlOf(id: string, values: Values, yaml = ''): string {
    return providerOf(decide(values, { yaml }), id).baseUrl;
  }

  test('are the public ones when none is given', () => {
    expect(baseUrlOf('groq', {})).toBe('https://api.groq.test/openai/v1');
  });

  test.each([
    ['http://localhost:9000/openai/v1', 'http://localhost:9000/openai/v1'],
    ['http://localhost:9000/proxy///', 'http://localhost:9000/proxy'],
    ['http://localhost:9000', 'http://localhost:9000/openai/v1'],
    ['http://localhost:9000/', 'http://localhost:9000/openai/v1'],
  ])('%s becomes %s', (given, expected) => {
    expect(baseUrlOf('groq', { GROQ_BASE_URL: given })).toBe(expected);
    expect(baseUrlOf('groq', {}, `providers: { groq: { base_url: "${given}" } }`)).toBe(expected);
  });

  test('keep the place of the account id', () => {
    expect(baseUrlOf('cloudflare', { CLOUDFLARE_BASE_URL: 'http://localhost:9000' })).toBe(
      'http://localhost:9000/client/v4/accounts/{account_id}/ai/v1',
    );
  });

  test.each([
    ['http://gpu:11434', 'http://gpu:11434/v1'],
    ['http://gpu:11434/v1/', 'http://gpu:11434/v1'],
    ['http://gpu/ollama', 'http://gpu/ollama/v1'],
  ])('of Ollama end with /v1: %s', (given, expected) => {
    expect(baseUrlOf('ollama', { OLLAMA_BASE_URL: given })).toBe(expected);
  });

  test('of the environment win over noria.yaml', () => {
    const yaml = 'providers: { groq: { base_url: "http://file/v1" } }';
    expect(baseUrlOf('groq', { GROQ_BASE_URL: 'http://env/v1' }, yaml)).toBe('http://env/v1');
  });

  test('that only their owner can name switch their provider on', () => {
    expect(providerOf(decide({ HF_TOKEN: 'hf_abcdefgh1' }), 'hf_space').enabled).toBe(false);
    expect(
      providerOf(decide({ HUGGINGFACE_SPACE_URL: 'https://me-app.hf.space/' }), 'hf_space'),
    ).toMatchObject({
      enabled: true,
      baseUrl: 'https://me-app.hf.space',
    });
    expect(problemsOf({ HUGGINGFACE_SPACE_URL: 'https://me:passw0rd@x' })).toEqual([
      expect.stringContaining('HUGGINGFACE_SPACE_URL is "https://...@x"; allowed: '),
    ]);
  });

  test('with a password are refused, and the password is not shown', () => {
    const [problem = ''] = problemsOf({ GROQ_BASE_URL: 'http://me:passw0rd@host/v1' });
    expect(problem).toContain(
      'GROQ_BASE_URL is "http://...@host/v1"; allowed: an http or https URL without user',
    );
    expect(problem).not.toContain('passw0rd');
  });
});

describe('retired providers', () => {
  test('are not enabled, and a key for one gives a warning', () => {
    const config = decide({ GITHUB_MODELS_TOKEN: 'ghp_abcdefgh12345678' });
    expect(providerOf(config, 'github_models')).toMatchObject({ enabled: false, keys: [] });
    expect(config.warnings).toEqual([
      'GITHUB_MODELS_TOKEN is not used: GitHub Models is gone since 2026-07-30 (closed by GitHub)',
    ]);
  });

  test('are not spoken of because of a name that others use too', () => {
    expect(decide({ GITHUB_TOKEN: 'ghp_abcdefgh12345678' }).warnings).toEqual([]);
  });

  test('give a warning when noria.yaml names one', () => {
    const yaml =
      'providers: { github_models: { enabled: true } }\nroutes: { auto: { steps: [groq, github_models] } }';
    expect(decide({}, { yaml }).warnings).toEqual([
      expect.stringContaining('GitHub Models is gone'),
      expect.stringContaining('the provider github_models is not enabled'),
    ]);
  });
});

describe('providers of noria.yaml', () => {
  test('of the catalog may be switched off and turned', () => {
    const yaml = 'providers: { groq: { enabled: false, rotation: sticky }, mistral: { wire: anthropic } }';
    const config = decide({}, { yaml });
    expect(providerOf(config, 'groq')).toMatchObject({
      inCatalog: true,
      enabled: false,
      rotation: 'sticky',
      wire: 'openai',
    });
    expect(providerOf(config, 'mistral')).toMatchObject({
      enabled: true,
      rotation: 'round-robin',
      wire: 'anthropic',
    });
  });

  test('of one’s own take their keys from the environment as well', () => {
    const yaml =
      'providers: { my-vllm: { base_url: "http://10.0.0.5:8000/v1", models: [qwen3-32b], limits: {} } }';
    expect(providerOf(decide({ MY_VLLM_API_KEY2: 'anything' }, { yaml }), 'my-vllm')).toEqual({
      id: 'my-vllm',
      inCatalog: false,
      enabled: true,
      baseUrl: 'http://10.0.0.5:8000/v1',
      wire: 'openai',
      keys: [{ secret: 'anything', account: null, label: null, source: 'env:MY_VLLM_API_KEY2' }],
      limits: [],
      models: [{ id: 'qwen3-32b', limits: null, context: null, family: null, purpose: null }],
      windows: {},
      rotation: 'round-robin',
    });
  });

  test('of one’s own need an address; a slip in a name is asked about', () => {
    expect(problemsOf({}, { yaml: 'providers:\n  grok: {}\nroutes: { a: { steps: [grok] } }' })).toEqual([
      expect.stringMatching(
        /^noria\.yaml:2:3 providers\.grok is not in the catalog and has no base_url.* Did you mean "groq"\?$/,
      ),
    ]);
    expect(
      decide({ GROK_BASE_URL: 'http://x/v1' }, { yaml: 'providers: { grok: {} }' }).providers.has('grok'),
    ).toBe(true);
  });

  test('of one’s own have lower-case names', () => {
    expect(problemsOf({}, { yaml: 'providers: { "My VLLM": { base_url: "http://x" } }' })).toEqual([
      expect.stringContaining('allowed: lower-case letters'),
    ]);
  });
});

describe('limits', () => {
  function limitsOf(id: string, provider: string): ConfiguredProvider['limits'] {
    return providerOf(
      decide({}, { yaml: `providers: { ${id}: { base_url: "http://x/v1", ${provider} } }` }),
      id,
    ).limits;
  }

  test('stay the catalog’s when none are given, and are none when empty', () => {
    expect(providerOf(decide({}), 'groq').limits).toBeNull();
    expect(limitsOf('groq', 'limits: {}')).toEqual([]);
  });

  test('take the kinds of their windows from the provider', () => {
    expect(
      limitsOf('groq', 'limits: { requests: { minute: 30, day: 0 }, tokens: { minute: 6000 } }'),
    ).toEqual([
      { unit: 'requests', window: { kind: 'refill', length: 'minute' }, amount: 30 },
      { unit: 'requests', window: { kind: 'refill', length: 'day' }, amount: 0 },
      { unit: 'tokens', window: { kind: 'refill', length: 'minute' }, amount: 6_000 },
    ]);
  });

  test('are rolling where nobody knows the kind', () => {
    expect(limitsOf('my-vllm', 'limits: { usd: { month: 9.5 } }')).toEqual([
      { unit: 'usd', window: { kind: 'rolling', length: 'month' }, amount: 9.5 },
    ]);
  });

  test('take the kinds of noria.yaml before all others', () => {
    const day = (limits: ConfiguredProvider['limits']): unknown => limits?.[0]?.window;
    const limits = 'limits: { requests: { day: 5 } }';
    expect(day(limitsOf('groq', `${limits}, windows: { day: first_use }`))).toEqual({
      kind: 'first_use',
      length: 'day',
    });
    expect(day(limitsOf('groq', `${limits}, windows: { day: fixed }`))).toEqual({
      kind: 'fixed',
      length: 'day',
      zone: 'UTC',
    });
    expect(day(limitsOf('gemini', `${limits}, windows: { day: fixed }`))).toEqual({
      kind: 'fixed',
      length: 'day',
      zone: 'America/Los_Angeles',
    });
    expect(
      day(limitsOf('gemini', `${limits}, windows: { day: { kind: fixed, zone: Europe/Paris } }`)),
    ).toEqual({
      kind: 'fixed',
      length: 'day',
      zone: 'Europe/Paris',
    });
  });

  test('count tokens of one side, seconds and what runs at once', () => {
    expect(
      limitsOf(
        'groq',
        'limits: { input_tokens: { minute: 1 }, output_tokens: { minute: 2 }, seconds: { day: 3 }, concurrent: 4 }',
      ),
    ).toEqual([
      { unit: 'tokens', side: 'input', window: { kind: 'refill', length: 'minute' }, amount: 1 },
      { unit: 'tokens', side: 'output', window: { kind: 'refill', length: 'minute' }, amount: 2 },
      { unit: 'seconds', window: { kind: 'refill', length: 'day' }, amount: 3 },
      { unit: 'concurrent', window: { kind: 'in_flight' }, amount: 4 },
    ]);
  });

  test('may be a model’s own', () => {
    const yaml =
      'providers: { groq: { models: { m1: { limits: { requests: { minute: 3 } }, context: 8192, family: fam }, m2: { purpose: embedding } } } }';
    expect(providerOf(decide({}, { yaml }), 'groq').models).toEqual([
      {
        id: 'm1',
        limits: [{ unit: 'requests', window: { kind: 'refill', length: 'minute' }, amount: 3 }],
        context: 8_192,
        family: 'fam',
        purpose: null,
      },
      { id: 'm2', limits: null, context: null, family: null, purpose: 'embedding' },
    ]);
  });
});

describe('routes and aliases', () => {
  test('take providers, pinned models, families, models and aliases as steps', () => {
    const yaml = `
routes:
  auto: { strategy: hedge, steps: [groq, groq/anything, gpt-oss-120b, openai/gpt-oss-120b, chat], then: [ollama], resume: off, deadline_ms: 9000 }
aliases: { chat: gpt-oss-120b }
`;
    expect(decide({}, { yaml }).routes.get('auto')).toEqual({
      strategy: 'hedge',
      steps: ['groq', 'groq/anything', 'gpt-oss-120b', 'openai/gpt-oss-120b', 'chat'],
      then: ['ollama'],
      resume: false,
      deadlineMs: 9_000,
    });
  });

  test('with an unknown step stop the start and ask what was meant', () => {
    expect(
      problemsOf({}, { yaml: 'routes:\n  auto: { steps: [groq, mistrall], then: [nobody/x] }' }),
    ).toEqual([
      expect.stringMatching(
        /^noria\.yaml:2:25 routes\.auto\.steps\.1 is "mistrall"; allowed: .* Did you mean "mistral"\?$/,
      ),
      expect.stringContaining('routes.auto.then.0 is "nobody/x"'),
    ]);
  });

  test('take an alias that Noria brings along', () => {
    const { routes, warnings } = decide({}, { yaml: 'routes: { mine: { steps: [llama-70b] } }' });
    expect([routes.get('mine')?.steps, warnings]).toEqual([['llama-70b'], []]);
  });

  test('with the name private lead to the owner’s machines alone', () => {
    const local = 'providers: { lab: { base_url: "http://10.0.0.5/v1", models: [m] } }\n';
    expect(
      problemsOf(
        {},
        {
          yaml: `${local}routes: { private: { steps: [ollama, lab/m, groq], then: [lab, gpt-oss-120b, groq/x] } }`,
        },
      ),
    ).toEqual([
      'noria.yaml:2:45 routes.private.steps.2 is "groq"; allowed: a provider on your own machines (ollama, lab), or provider/model of one: auto:private never leaves your machines',
      expect.stringContaining('routes.private.then.1 is "gpt-oss-120b"; allowed: a provider on your own'),
      expect.stringContaining('routes.private.then.2 is "groq/x"; allowed: a provider on your own'),
    ]);
    expect(
      decide({}, { yaml: `${local}routes: { private: { steps: [lab, ollama/some-model] } }` }).routes.get(
        'private',
      )?.steps,
    ).toEqual(['lab', 'ollama/some-model']);
  });

  test('have names that fit behind auto:', () => {
    expect(problemsOf({}, { yaml: 'routes: { "auto:fast": { steps: [groq] } }' })).toEqual([
      expect.stringContaining('letters, digits, - and _'),
    ]);
  });

  test('may lead to a model that nobody lists yet, with a warning', () => {
    const config = decide(
      {},
      { yaml: 'aliases: { chat: gpt-oss-12b, mine: [groq/new-model, gpt-oss-120b] }' },
    );
    expect(config.aliases).toEqual(
      new Map([
        ['chat', ['gpt-oss-12b']],
        ['mine', ['groq/new-model', 'gpt-oss-120b']],
      ]),
    );
    expect(config.warnings).toEqual([
      expect.stringMatching(/aliases\.chat: .*"gpt-oss-12b".* Did you mean "gpt-oss-120b"\?$/),
    ]);
  });
});

describe('the Discord bot', () => {
  test('has its token, and a placeholder is none', () => {
    expect(
      decide({ DISCORD_BOT_TOKEN: 'MTI.abc.def', DISCORD_API_URL: 'http://localhost:1/api/' }).discord,
    ).toEqual({
      botToken: 'MTI.abc.def',
      apiUrl: 'http://localhost:1/api',
    });
    const config = decide({ DISCORD_BOT_TOKEN: 'your_token_here' });
    expect(config.discord.botToken).toBeNull();
    expect(config.warnings).toHaveLength(1);
  });
});
