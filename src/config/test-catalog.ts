import type { Model, Provider } from '../catalog/types.ts';

/** A small catalog for tests: the shapes that make a difference to the configuration, nothing more. */
export function testCatalog(...providers: readonly Provider[]): ReadonlyMap<string, Provider> {
  const all = providers.length > 0 ? providers : standardProviders();
  return new Map(all.map((provider) => [provider.id, provider]));
}

export function testProvider(id: string, over: Partial<Provider> = {}): Provider {
  return {
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    wire: 'openai',
    tier: 'free',
    order: 1,
    baseUrl: `https://api.${id}.test/v1`,
    auth: { header: 'Authorization', scheme: 'Bearer' },
    key: { prefixes: [], evidence: 'C', url: `https://${id}.test/keys` },
    test: null,
    modelList: null,
    quota: { scope: 'account', groups: [], windows: {} },
    rateHeaders: [],
    errors: [],
    streaming: { usage: 'always', doneMarker: true, rateHeaders: true },
    params: {},
    models: [],
    terms: { url: `https://${id}.test/terms`, several_accounts: 'not said', evidence: 'C' },
    docs: `https://${id}.test/docs`,
    asOf: '2026-11-21',
    ...over,
  };
}

export function testModel(id: string, family: string = id): Model {
  return { id, family, purpose: 'chat', context: null, strengths: [], evidence: 'C' };
}

function keyed(prefixes: readonly string[], env: readonly string[] = []): Provider['key'] {
  return { prefixes, env, evidence: 'C', url: 'https://keys.test' };
}

function standardProviders(): readonly Provider[] {
  return [
    testProvider('groq', {
      baseUrl: 'https://api.groq.test/openai/v1',
      key: keyed(['gsk_']),
      models: [testModel('openai/gpt-oss-120b', 'gpt-oss-120b')],
      quota: {
        scope: 'account',
        groups: [],
        windows: { minute: { kind: 'refill', length: 'minute' }, day: { kind: 'refill', length: 'day' } },
      },
    }),
    testProvider('mistral'),
    testProvider('gemini', {
      key: keyed(['AIza'], ['GOOGLE_API_KEY']),
      quota: {
        scope: 'account',
        groups: [],
        windows: { day: { kind: 'fixed', length: 'day', zone: 'America/Los_Angeles' } },
      },
    }),
    testProvider('openrouter', { name: 'OpenRouter', key: keyed(['sk-or-v1-', 'sk-or-']) }),
    testProvider('together', { key: { ...keyed(['tgp_v1_']), shape: /^(tgp_v1_.+|[0-9a-f]{64})$/ } }),
    testProvider('huggingface', { key: keyed(['hf_'], ['HF_TOKEN']) }),
    testProvider('hf_space', {
      wire: 'gradio',
      baseUrl: 'https://owner-space.hf.test',
      baseUrlEnv: ['HUGGINGFACE_SPACE_URL'],
      key: keyed(['hf_'], ['HF_TOKEN']),
    }),
    testProvider('cohere'),
    testProvider('cerebras', { key: keyed(['csk-']) }),
    testProvider('anthropic', { wire: 'anthropic', key: keyed(['sk-ant-']) }),
    testProvider('openai', { name: 'OpenAI', key: keyed(['sk-proj-', 'sk-']) }),
    testProvider('replicate', { wire: 'replicate', key: keyed(['r8_'], ['REPLICATE_API_TOKEN']) }),
    testProvider('cloudflare', {
      baseUrl: 'https://api.cloudflare.test/client/v4/accounts/{account_id}/ai/v1',
      key: keyed([], ['CLOUDFLARE_API_TOKEN']),
    }),
    testProvider('ollama', { tier: 'local', baseUrl: 'http://localhost:11434/v1' }),
    testProvider('ollama_cloud', { key: keyed([], ['OLLAMA_API_KEY']) }),
    testProvider('github_models', {
      name: 'GitHub Models',
      key: keyed(['ghp_'], ['GITHUB_TOKEN', 'GITHUB_MODELS_TOKEN']),
      retired: { on: '2026-07-30', note: 'closed by GitHub' },
    }),
  ];
}
