import { describe, expect, test } from 'vitest';
import { createWorld, type WorldProvider } from '../../tests/support/world.ts';
import type { Features } from './plan.ts';
import { resolve } from './resolve.ts';
import type { Route } from './routing-table.ts';

const need = { chars: 10, maxTokens: null, seconds: 0 };
const chat: Features = { task: 'chat', vision: false, tools: false, occasion: 'chat' };

function provider(id: string, more: Partial<WorldProvider> = {}): WorldProvider {
  return { id, keys: [{ id: `key-${id}` }], limits: [], models: [`${id}-model`], ...more };
}

const play = provider('demo', { def: { simulated: true } });

function route(...steps: readonly string[]): Route {
  return { strategy: null, steps, then: [], resume: null, deadlineMs: null };
}

/** The providers that a name leads to, in their order, with their groups; else what it is instead. */
function led(
  providers: readonly WorldProvider[],
  model: string,
  routes: Readonly<Record<string, Route>> = {},
  features: Features = chat,
): string {
  const table = { routes: new Map(Object.entries(routes)), aliases: new Map() };
  const found = resolve(createWorld(providers).pool, table, { model, need, features });
  if (found.kind !== 'plan') return found.kind;
  return found.plan.steps.map(({ name, group }) => `${name}:${group}`).join(' ');
}

describe('who only plays a provider', () => {
  const cloud = provider('groq');
  const paid = provider('openai', { tier: 'paid' });
  const local = provider('ollama', { tier: 'local' });

  test.each(['auto', 'auto:fast', 'auto:smart', 'auto:creative', 'auto:content'])(
    'comes behind everybody in %s',
    (name) => {
      expect(led([play, local, paid, cloud], name)).toBe('groq:0 openai:1 ollama:2 demo:3');
      expect(led([play], name)).toBe('demo:3');
    },
  );

  test('is no part of auto:private', () => {
    expect(led([play, local], 'auto:private')).toBe('ollama:2');
    expect(led([play], 'auto:private')).toBe('nobody');
  });

  test('stands in for the owner’s auto only where that leads to nobody', () => {
    expect(led([play], 'auto', { auto: route('groq', 'mistral') })).toBe('demo:0');
    expect(led([play, cloud], 'auto', { auto: route('groq', 'mistral') })).toBe('groq:0');
    expect(led([play], 'auto:mine', { mine: route('groq') })).toBe('nobody');
  });
});

describe('auto:private as its owner writes it', () => {
  const pictures: Features = { ...chat, task: 'image' };

  test('leads to his machines alone, whatever stands there', () => {
    const cloud = provider('groq', { models: ['shared'] });
    const local = provider('ollama', { tier: 'local', models: ['shared'] });
    const routes = { private: route('groq', 'shared', 'groq/shared') };
    expect(led([cloud, local], 'auto:private', routes)).toBe('ollama:2');
    expect(led([cloud], 'auto:private', routes)).toBe('nobody');
  });

  test('leaves out what a machine of his only passes on', () => {
    const local = provider('ollama', {
      tier: 'local',
      models: ['gpt-oss:120b-cloud', 'qwen3:4b', 'gemma4:cloud', 'cloud:latest'],
    });
    const { pool } = createWorld([local]);
    const models = (routes: Readonly<Record<string, Route>>): readonly string[] => {
      const table = { routes: new Map(Object.entries(routes)), aliases: new Map() };
      const found = resolve(pool, table, { model: 'auto:private', need, features: chat });
      return found.kind === 'plan'
        ? found.plan.steps.flatMap((step) => step.models.map((node) => node.model.id))
        : [];
    };
    expect(models({})).toEqual(['qwen3:4b', 'cloud:latest']);
    expect(models({ private: route('ollama/gpt-oss:120b-cloud', 'gemma4:cloud', 'ollama') })).toEqual([
      'qwen3:4b',
      'cloud:latest',
    ]);
  });

  test('draws no picture elsewhere either', () => {
    const painter = provider('cloud', { models: ['flux-schnell'] });
    const local = provider('ollama', { tier: 'local' });
    const routes = { private: route('ollama'), mine: route('ollama') };
    expect(led([painter, local], 'auto:mine', routes, pictures)).toBe('cloud:0');
    expect(led([painter, local], 'auto:private', routes, pictures)).toBe('nobody');
  });
});
