import { describe, expect, test } from 'vitest';
import { ownProvider } from '../catalog/own-provider.ts';
import type { Provider } from '../catalog/types.ts';
import type { PlainLimit, ProviderSpec } from '../engine/nodes.ts';
import { truthLimits } from './truth-limits.ts';
import { matchesModel, truthWindow, type TruthLimit } from './truth-limit.ts';

const minute = { kind: 'refill', length: 'minute' } as const;
const source = { asOf: '2026-11-21', evidence: 'A' } as const;
const aMinute = (amount: number): PlainLimit => ({ unit: 'requests', amount, window: minute });
const known: readonly TruthLimit[] = [
  { unit: 'requests', amount: 30, window: truthWindow(minute), per: 'account_model', models: ['a', 'b'] },
  { unit: 'requests', amount: 50, window: truthWindow(minute), per: 'account' },
];

function specOf(change: Partial<ProviderSpec> = {}, quota: Partial<Provider['quota']> = {}): ProviderSpec {
  const own = ownProvider({
    id: 'p',
    wire: 'openai',
    baseUrl: 'http://p.test',
    models: ['a', 'b', 'c'],
    tier: 'free',
  });
  const def = { ...own, quota: { ...own.quota, ...quota } };
  const spec = {
    def,
    baseUrl: def.baseUrl,
    rotation: 'round-robin',
    limits: null,
    windows: {},
    order: 1,
  } as const;
  return { ...spec, modelLimits: new Map(), models: def.models, ...change };
}

describe('what a provider enforces', () => {
  test('is what the fleet knows of it', () => {
    expect(truthLimits(specOf(), known)).toEqual(known);
  });

  test('is what its owner says, who knows his plan', () => {
    expect(truthLimits(specOf({ limits: [aMinute(7)] }), known)).toEqual([
      { unit: 'requests', amount: 7, window: { kind: 'refill', ms: 60_000 }, per: 'account' },
    ]);
  });

  test('is not nothing when the owner says that nothing is known', () => {
    expect(truthLimits(specOf({ limits: [] }), known)).toEqual(known);
  });

  test('is the catalog’s for models that the fleet has no limit of', () => {
    const spec = specOf({}, { perModel: [{ ...aMinute(5), ...source }] });
    expect(truthLimits(spec, known)).toEqual([
      ...known,
      {
        unit: 'requests',
        amount: 5,
        window: { kind: 'refill', ms: 60_000 },
        per: 'account_model',
        models: ['c'],
      },
    ]);
  });

  test('is the catalog’s where the fleet knows nothing: groups for the account, models for themselves', () => {
    const groups = [{ group: 'free', models: { suffix: ':free' }, limits: [{ ...aMinute(20), ...source }] }];
    const found = truthLimits(specOf({}, { groups, perModel: [{ ...aMinute(5), ...source }] }), null);
    expect(found.map(({ amount, per, models }) => [amount, per, models])).toEqual([
      [20, 'account', ['*:free']],
      [5, 'account_model', ['a']],
      [5, 'account_model', ['b']],
      [5, 'account_model', ['c']],
    ]);
  });

  test('of one model is what its owner says of that model', () => {
    const found = truthLimits(specOf({ modelLimits: new Map([['a', [aMinute(3)]]]) }), known);
    expect(found.map(({ amount, models }) => [amount, models])).toEqual([
      [30, ['b']],
      [50, undefined],
      [3, ['a']],
    ]);
  });
});

test.each([
  [undefined, 'anything', true],
  [['a'], 'a', true],
  [['a'], 'b', false],
  [['*:free'], 'x:free', true],
  [['*:free'], 'x', false],
  [['gemma-*'], 'gemma-4', true],
  [[], 'a', false],
])('the models %j hold %s: %s', (models, model, held) => {
  expect(matchesModel(models === undefined ? {} : { models }, model)).toBe(held);
});
