import { expect, test } from 'vitest';
import { findWordFaults } from './find-word-faults.js';

const faultsOf = (en, fr) => findWordFaults('page', new Map(Object.entries({ en, fr })));

test('finds a word that one language lacks, and an empty one', () => {
  expect(faultsOf({ a: 'A', b: { c: 'C' } }, { a: ' ' })).toEqual([
    'fr/page.json: b.c is missing',
    'fr/page.json: a is empty',
  ]);
});

test('wants every plural form of a language’s grammar', () => {
  const en = { keys_one: '{{count}} key', keys_other: '{{count}} keys' };
  expect(faultsOf(en, { keys_one: 'une clé', keys_other: '{{count}} clés' })).toEqual([
    'fr/page.json: keys_many is missing',
  ]);
  expect(
    faultsOf(en, { keys_one: 'une clé', keys_many: '{{count}} clés', keys_other: '{{count}} clés' }),
  ).toEqual([]);
});

test('finds a placeholder that was lost in translation', () => {
  expect(faultsOf({ a: 'as of {{ago}}' }, { a: 'vu {{when}}' })).toEqual([
    'page.json: a has other {{names}} in each language: ago / when',
  ]);
});

test.each([
  ['Connexion réussie\u202f!', true],
  ['Connexion réussie !', false],
  ['Connexion réussie!', false],
  ['«\u202fN réussies\u202f»', true],
  ['« N réussies »', false],
  ["l'adresse", false],
  ['l’adresse\u00a0: https://x.y/?a=b', true],
  ['l’adresse : `a: b`', false],
  ['à 14:05', true],
])('knows whether French is set right: %s', (text, right) => {
  expect(faultsOf({ a: 'x' }, { a: text }).length === 0).toBe(right);
});
