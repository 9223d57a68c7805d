import { describe, expect, it } from 'vitest';
import { readContentRequest } from '../read-content-request.ts';
import { findFaults } from './find-faults.ts';
import { findInventions } from './invented.ts';
import { removeInventions } from './remove-inventions.ts';
import { isTitleCase, withoutTitleCase } from './title-case.ts';

const source =
  'Gourde isotherme 750 ml, deux ans de garantie, contact@noria.fr, noria.fr/gourde, 29,99 €, tél. 06.12.34.56.78';

describe('what nobody gave', () => {
  it.each([
    ['Gourde de 750ml, garantie 2 ans, à 29.99 €', []],
    ['à 19,99 € en 2026', ['19,99', '2026']],
    ['299,9 €', ['299,9']],
    ['20 % de remise', ['20']],
    ['n°1 du marché', ['n°1']],
    ['Voir https://www.noria.fr/gourde ou autre.com/x', ['autre.com/x']],
    ['Écrivez à info@noria.fr ou contact@noria.fr', ['info@noria.fr']],
    ['Appelez le 06 12 34 56 78 ou +33 1 02 03 04 05', ['+33 1 02 03 04 05']],
    ['garantie vingt ans', ['vingt']],
    ['1. Froid\n2. Chaud\n1️⃣ H2O et CO2', []],
    ['[Nom de la marque] {{prix}}', ['[Nom de la marque]', '{{prix}}']],
    ['La meilleure gourde du marché, primée', ['La meilleure gourde du marché', 'primée']],
    [
      'clinically proven, award-winning, the best bottle in the world',
      ['clinically proven', 'award-winning', 'the best bottle in the world'],
    ],
    ['Suivez @autre_marque', ['@autre_marque']],
    ['Livraison gratuite', ['Livraison gratuite']],
  ])('%j: %j', (text, pieces) => expect(findInventions(text, source).map((one) => one.text)).toEqual(pieces));

  it('may be said when the client said it', () => {
    expect(findInventions('La gourde n°1, 1 299 exemplaires', 'numéro 1 ; 1.299 exemplaires')).toEqual([]);
    expect(findInventions('Award-winning', 'an award-winning bottle')).toEqual([]);
  });

  it('goes with its sentence or clause, where the rest stands', () => {
    expect(removeInventions('Une gourde bien légère. Elle coûte 12 €. Froid longtemps.', source, false)).toBe(
      'Une gourde bien légère. Froid longtemps.',
    );
    expect(removeInventions('Gourde isotherme – 19,99 €', source, true)).toBe('Gourde isotherme');
    expect(removeInventions('Elle coûte 12 € !', source, false)).toBeNull();
    expect(removeInventions('Seulement 12 €. #été #mer #soleil #gourde', source, false)).toBeNull();
  });
});

describe('a capital on each word', () => {
  it('is seen in French titles, and taken back but for names', () => {
    expect(isTitleCase('Gourde Isotherme Pour Voyages', 'gourde')).toBe(true);
    expect(isTitleCase('Gourde isotherme pour Paris', 'gourde')).toBe(false);
    expect(withoutTitleCase('Gourde Isotherme Pour Les Voyages Noria', 'gourde Noria')).toBe(
      'Gourde isotherme pour les voyages Noria',
    );
  });
});

describe('the faults of a text', () => {
  const request = (body: object) =>
    readContentRequest({ content_type: 'social-media-post', topic: 'une gourde', ...body }, undefined);
  const kinds = (text: string, body: object = {}, cutOff = false): string[] =>
    findFaults(text, request(body), cutOff).map(({ kind }) => kind);

  it.each([
    ['Une gourde pour la plage.', {}, []],
    ['', {}, ['empty']],
    ['…', {}, ['empty']],
    ['The best way to drink on the beach', {}, ['wrong_language']],
    ['Une gourde pour la plage.', { language: 'English' }, ['wrong_language']],
    ['Une gourde pour la plage.', { language: 'Klingon' }, []],
    ['Désolé, je ne peux pas écrire cela.', {}, ['refused']],
    ['I cannot help with that', {}, ['refused']],
    ['Never leave a gap to be filled in, such as a name in square brackets.', { language: 'en' }, ['leaked']],
    ['La gourde. '.repeat(40), {}, ['too_long']],
    ['Une gourde', { keywords: 'inox, été' }, ['keywords']],
    ['Une gourde en Inox #Ete', { keywords: ['inox', 'été'] }, []],
    ['Une gourde', { keywords: 'bouteille isotherme' }, ['keywords']],
    ['Une gourde #BouteilleIsotherme', { keywords: 'bouteille isotherme' }, []],
  ])('%j with %j: %j', (text, body, wanted) => expect(kinds(text, body)).toEqual(wanted));

  it('a text that the provider cut off is none', () => {
    expect(kinds('Une gourde pour la', {}, true)).toEqual(['unfinished']);
  });
});
