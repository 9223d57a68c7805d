import { describe, expect, it } from 'vitest';
import { splitTexts } from './split-texts.ts';
import { tidyText } from './tidy-text.ts';

describe('what a model says around a text goes', () => {
  it.each([
    ['Voici un titre pour votre produit :\n\n"**Gourde isotherme**"', 'Gourde isotherme'],
    ['Sure! Here is a title:\nTitle: Steel bottle.', 'Steel bottle'],
    ['Here’s a catchy product title: “Steel bottle”', 'Steel bottle'],
    ['1. Gourde A\n2. Gourde B', 'Gourde A'],
    ['Objet : Votre panier vous attend (29 caractères)', 'Votre panier vous attend'],
    ['```\nSteel bottle\n```', 'Steel bottle'],
    ['« Gourde isotherme »', 'Gourde isotherme'],
    ['# Gourde isotherme', 'Gourde isotherme'],
    ['<h1>Gourde &amp; sac</h1>', 'Gourde & sac'],
    ['Gourde isotherme\n\n(Ce titre respecte la limite de 60 caractères.)', 'Gourde isotherme'],
    ['Voici l’été : profitez-en', 'Voici l’été : profitez-en'],
    ['Here is the bag that changes everything', 'Here is the bag that changes everything'],
    ['"A" et "B"', '"A" et "B"'],
    ['<|message|>Steel bottle<|end|>', 'Steel bottle'],
    ['', ''],
    ['"""', ''],
  ])('title %j → %j', (written, text) => expect(tidyText(written, 'product-title')).toBe(text));

  it.each([
    [
      'Bien sûr ! Voici une description :\n\n## Gourde\n\n- **Froid** longtemps\n* Chaud _aussi_\n\n---\nN’hésitez pas à me demander des modifications.',
      'Gourde\n\n• Froid longtemps\n• Chaud aussi',
    ],
    ['Certainly. Here is the description:\nA bottle.\n\nNote: I kept it short.', 'A bottle.'],
    ['A bottle.\n\nLet me know if you want another version!', 'A bottle.'],
    ['A bottle.\n\nI hope this helps!', 'A bottle.'],
    ['Une gourde [Noria](https://noria.fr) \\#1', 'Une gourde Noria (https://noria.fr) #1'],
    ['Trois raisons :\n1. Froid\n2. Chaud', 'Trois raisons :\n1. Froid\n2. Chaud'],
    ['3 < 4 et <3 et snake_case_name et 2 * 3 * 4', '3 < 4 et <3 et snake_case_name et 2 * 3 * 4'],
  ])('description %j → %j', (written, text) => expect(tidyText(written, 'product-description')).toBe(text));
});

describe('the texts of one answer', () => {
  const list = { headline: true, several: true };
  it.each([
    ['Voici 2 titres :\n1. A b\n2. C d', ['A b', 'C d']],
    ['A\n=====\nB\n=====\nC', ['A', 'B', 'C']],
    ['["A", "B"]', ['A', 'B']],
    ['- A b\n- C d', ['A b', 'C d']],
    ['A b\n\nC d', ['A b', 'C d']],
    ['Option 1 : A b\nOption 2 : C d', ['A b', 'C d']],
  ])('%j', (answer, texts) => expect(splitTexts(answer, list)).toEqual(texts));

  it('are parted by marks of options even when one was asked for, but not by a list of its own', () => {
    const one = { headline: false, several: false };
    expect(splitTexts('**Option 1 :**\nA b\n\n**Option 2 :**\nC d', one)).toHaveLength(2);
    expect(splitTexts('Raisons :\n1. Froid\n2. Chaud', one)).toHaveLength(1);
  });
});
