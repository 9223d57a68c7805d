import { describe, expect, it } from 'vitest';
import { readContentRequest } from './read-content-request.ts';

const least = { content_type: 'product-title', topic: 'gourde' };

describe('the language of a text', () => {
  it.each([
    [{ language: 'fr' }, undefined, 'fr', 'fr'],
    [{ language: 'fr-FR' }, undefined, 'fr', 'fr-FR'],
    [{ language: 'French' }, undefined, 'fr', 'French'],
    [{ language: 'français' }, 'en', 'fr', 'français'],
    [{ language: 'en_GB' }, undefined, 'en', 'en_GB'],
    [{ language: 'Breton' }, undefined, '', 'Breton'],
    [{ topic: 'The bottle that keeps your water cold' }, 'fr', 'en', 'en'],
    [{ topic: 'La gourde qui garde votre eau au froid' }, 'en', 'fr', 'fr'],
    [{ topic: 'Die Flasche für das Wandern und den Sport' }, 'en', 'de', 'de'],
    [{ topic: 'زجاجة ماء' }, 'en', 'und', 'und'],
    [{ topic: 'Noria 750' }, 'en-GB,en;q=0.9,fr;q=0.8', 'en', 'en'],
    [{ topic: 'Noria 750' }, 'de, fr;q=0.7, en;q=0.3', 'fr', 'fr'],
    [{ topic: 'Noria 750' }, '*', 'fr', 'fr'],
    [{ topic: '🎉🎉' }, undefined, 'fr', 'fr'],
  ])('%j with accept-language %j', (body, header, code, shown) => {
    expect(readContentRequest({ ...least, ...body }, header).language).toMatchObject({ code, shown });
  });
});

describe('a request that is not as it should be names its field', () => {
  it.each([
    [{ content_type: 'poem' }, 'content_type'],
    [{ content_type: undefined }, 'content_type'],
    [{ topic: undefined }, 'topic'],
    [{ topic: ' \u0000\u202e ' }, 'topic'],
    [{ topic: 7 }, 'topic'],
    [{ topic: 'a'.repeat(1_001) }, 'topic'],
    [{ product_name: [] }, 'product_name'],
    [{ details: {} }, 'details'],
    [{ details: 'a'.repeat(10_001) }, 'details'],
    [{ keywords: 7 }, 'keywords'],
    [{ keywords: ['a', 7] }, 'keywords'],
    [{ keywords: Array.from({ length: 31 }, (_, index) => `k${index}`) }, 'keywords'],
    [{ tone: 'a'.repeat(201) }, 'tone'],
    [{ language: 'a'.repeat(61) }, 'language'],
    [{ platform: 1 }, 'platform'],
    [{ variants: 0 }, 'variants'],
    [{ variants: 6 }, 'variants'],
    [{ variants: '2' }, 'variants'],
    [{ stream: true }, 'stream'],
  ])('%j', (body, param) => {
    expect(() => readContentRequest({ ...least, ...body }, undefined)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: { param } }),
    );
  });

  it('takes keywords as a list or as text, and fields that are null as absent', () => {
    const read = (keywords: unknown) =>
      readContentRequest({ ...least, keywords, tone: null, variants: null }, undefined).keywords;
    expect([read('a, b;c,,a'), read(['a', ' b ', '']), read(null)]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
      [],
    ]);
  });
});
