import { describe, expect, test } from 'vitest';
import { aliases } from './aliases.ts';
import { familyOf } from './family-of.ts';
import { loadCatalog } from './load-catalog.ts';
import type { Limit, Model, Provider } from './types.ts';

const { providers } = await loadCatalog();
const everyone = [...providers.values()];

const get = (id: string): Provider => {
  const provider = providers.get(id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  return provider;
};

const model = (id: string, name: string): Model => {
  const found = get(id).models.find((one) => one.id === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
};

const amounts = (limits: readonly Limit[] | undefined): readonly string[] =>
  (limits ?? []).map(
    ({ unit, amount, window }) =>
      `${amount} ${unit} ${'length' in window ? window.length : ''} ${window.kind}`,
  );

/** Free = a standing allowance or a trial that this plan really grants. */
const isFree = (provider: Provider, one: Model): boolean =>
  provider.retired === undefined &&
  provider.tier !== 'paid' &&
  !(one.limits ?? []).some((limit) => limit.amount === 0) &&
  one.onlyWhenNamed !== true;

test('the default cascade: free tiers, then what is paid, then this machine', () => {
  const ids = everyone.filter((one) => one.retired === undefined).map((one) => one.id);
  const inOrder = [
    'groq',
    'mistral',
    'gemini',
    'openrouter',
    'cerebras',
    'huggingface',
    'hf_space',
    'together',
    'anthropic',
    'ollama',
  ];
  expect(ids.filter((id) => inOrder.includes(id))).toEqual(inOrder);
  expect(ids.at(-1)).toBe('ollama');
  expect(get('github_models').retired?.on).toBe('2026-07-30');
});

describe('facts of the sheet, by hand', () => {
  test('Groq refills without a clock', () => {
    expect(amounts(model('groq', 'openai/gpt-oss-120b').limits)).toEqual([
      '30 requests minute refill',
      '1000 requests day refill',
      '8000 tokens minute refill',
      '200000 tokens day refill',
    ]);
  });

  test('who sleeps is asked for a token well before: Ollama after 5 minutes, a free Space after 48 hours', () => {
    expect(get('ollama').keepWarm?.everyMs).toBe(4 * 60_000);
    expect(get('hf_space').keepWarm?.everyMs).toBe(24 * 3_600_000);
    const sleepers = everyone.filter(({ keepWarm }) => keepWarm !== undefined).map(({ id }) => id);
    expect(sleepers.toSorted()).toEqual(['hf_space', 'ollama']);
  });

  test('Gemini counts input tokens, and days in California', () => {
    const limits = model('gemini', 'gemini-2.5-flash').limits;
    expect(amounts(limits)).toEqual([
      '5 requests minute fixed',
      '250000 tokens minute fixed',
      '20 requests day fixed',
    ]);
    expect(limits?.[1]?.side).toBe('input');
    expect(limits?.[2]?.window).toEqual({ kind: 'fixed', length: 'day', zone: 'America/Los_Angeles' });
  });

  test('all free models of OpenRouter share one pool', () => {
    const { groups } = get('openrouter').quota;
    expect(new Set(groups.map((group) => group.group))).toEqual(new Set(['free-pool']));
    for (const group of groups)
      expect(amounts(group.limits)).toEqual(['20 requests minute fixed', '50 requests day fixed']);
  });

  test('Cohere slides, and has a month for the whole account', () => {
    expect(amounts(model('cohere', 'command-a-03-2025').limits)).toEqual(['20 requests minute rolling']);
    expect(amounts(get('cohere').quota.groups[0]?.limits)).toEqual(['1000 requests month fixed']);
  });

  test('ZeroGPU counts seconds from the first use; Cloudflare counts neurons', () => {
    expect(amounts(get('hf_space').quota.groups[0]?.limits)).toEqual(['300 seconds day first_use']);
    expect(amounts(get('cloudflare').quota.groups[0]?.limits)).toEqual(['10000 neurons day fixed']);
  });

  test('what a plan does not grant is known, with an amount of 0', () => {
    expect(amounts(model('gemini', 'gemini-2.5-pro').limits)).toEqual(['0 requests day fixed']);
    expect(amounts(model('mistral', 'mistral-small-latest').limits)).toEqual(['0 requests minute fixed']);
  });
});

describe.each(everyone.map((provider) => ({ id: provider.id, provider })))('$id', ({ provider }) => {
  test('limits are dated amounts', () => {
    const limits = [
      ...provider.quota.groups.flatMap((group) => group.limits),
      ...(provider.quota.perModel ?? []),
      ...provider.models.flatMap((one) => one.limits ?? []),
    ];
    for (const limit of limits) {
      expect(limit.amount).toBeGreaterThanOrEqual(0);
      expect(limit.asOf).toMatch(/^2026(-\d\d){0,2}$/);
    }
  });

  test('longer key prefixes are tried before shorter ones', () => {
    const { prefixes } = provider.key;
    for (const [index, prefix] of prefixes.entries()) {
      expect(prefixes.slice(index + 1).some((later) => later !== prefix && later.startsWith(prefix))).toBe(
        false,
      );
    }
  });

  test('no row of the error table is hidden by a fallback above it', () => {
    const caught = new Set<number>();
    for (const rule of provider.errors) {
      const statuses = typeof rule.status === 'number' ? [rule.status] : rule.status;
      expect(statuses.filter((status) => caught.has(status))).toEqual([]);
      if (Object.keys(rule.match).length === 0) for (const status of statuses) caught.add(status);
    }
  });

  test('expressions keep no state between answers', () => {
    for (const rule of provider.errors) expect(rule.match.regex?.flags ?? '').not.toMatch(/[gy]/);
  });

  test('families are those that the ids mean', () => {
    // Ids that do not tell the whole name of the model.
    const known = new Map([
      ['openrouter/free', 'openrouter-free'],
      ['space', 'hf-space'],
      ['@cf/nvidia/nemotron-3-120b-a12b', 'nemotron-3-super-120b-a12b'],
      ['black-forest-labs/flux-schnell', 'flux-1-schnell'],
    ]);
    for (const one of provider.models) expect(known.get(one.id) ?? familyOf(one.id)).toBe(one.family);
  });

  test('links are https', () => {
    for (const url of [provider.terms.url, provider.docs, provider.key.url])
      expect(url).toMatch(/^https:\/\/[^ ]+$/);
  });
});

describe('aliases', () => {
  const free = new Set(
    everyone.flatMap((provider) =>
      provider.models.filter((one) => isFree(provider, one)).map((one) => one.family),
    ),
  );

  test('are those of the contract', () => {
    expect(Object.keys(aliases).toSorted()).toEqual([
      'glm',
      'kimi',
      'llama-70b',
      'llama-8b',
      'mixtral',
      'qwen3',
    ]);
  });

  test.each(Object.entries(aliases))(
    '%s leads to a model that is free today, and to nothing unknown',
    (_, families) => {
      expect(families.some((family) => free.has(family))).toBe(true);
      const known = new Set(everyone.flatMap((provider) => provider.models.map((one) => one.family)));
      expect(families.filter((family) => !known.has(family))).toEqual([]);
    },
  );
});
