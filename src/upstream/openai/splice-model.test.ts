import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spliceModel } from './splice-model.ts';

function splice(text: string, model = 'new/model'): string | null {
  return spliceModel(Buffer.from(text), { model })?.toString() ?? null;
}

describe('another model in the bytes of a request', () => {
  test('changes nothing else: not the order, the blanks, the form of numbers', () => {
    expect(
      splice('{ "temperature": 1.0,\n "model" : "a\\"b" , "seed":12345678901234567890, "é":"\\u00e9"}'),
    ).toBe('{ "temperature": 1.0,\n "model" : "new/model" , "seed":12345678901234567890, "é":"\\u00e9"}');
  });

  test('adds members', () => {
    const text = spliceModel(Buffer.from('{"model":"a","stream":true}'), {
      model: 'b',
      more: ',"x":{"y":true}',
    })?.toString();
    expect(JSON.parse(text ?? '')).toEqual({ model: 'b', x: { y: true }, stream: true });
  });

  test('changes the bytes themselves where it may and there is room, and can be done again', () => {
    const own = Buffer.from('{"model":"provider/a-long-name","n":1}');
    expect(spliceModel(own, { model: 'short', mayOverwrite: true })).toBe(own);
    expect(JSON.parse(own.toString())).toEqual({ model: 'short', n: 1 });
    expect(spliceModel(own, { model: 'x', mayOverwrite: false })).not.toBe(own);
    const longer = spliceModel(own, { model: 'a-name-that-is-longer', mayOverwrite: true });
    expect(JSON.parse(longer?.toString() ?? '')).toEqual({ model: 'a-name-that-is-longer', n: 1 });
    expect(JSON.parse(own.toString())).toEqual({ model: 'short', n: 1 });
    // Another provider may not take it.
    expect(spliceModel(own, { model: 'x', more: ',"y":1', mayOverwrite: true })).not.toBe(own);
    expect(JSON.parse(own.toString())).toEqual({ model: 'short', n: 1 });
  });

  test.each([
    ['no model', '{"messages":[]}'],
    ['two of them', '{"model":"a","model":"b"}'],
    ['one that is no text', '{"model":null}'],
    ['one deeper behind it', '{"model":"a","tools":[{"model":"b"}]}'],
    ['a mark before the text', '\uFEFF{"model":"a"}'],
    ['only a deeper one', '{"tools":[{"model":"b"}],"x":{"model":"c"}}'],
  ])('is left to the long way with %s', (_name, text) => {
    expect(splice(text)).toBeNull();
  });

  test('is left to the long way when the bytes are no UTF-8', () => {
    expect(
      spliceModel(Buffer.from('7b226d6f64656c223a2261222c2278223a22ff227d', 'hex'), { model: 'b' }),
    ).toBeNull();
  });

  test('takes a name in a text for what it is', () => {
    const text = '{"messages":[{"content":"set \\"model\\": to {\\"model\\":\\"x\\"}, \\\\"}],"model":"a"}';
    expect(JSON.parse(splice(text) ?? '')).toEqual({ ...(JSON.parse(text) as object), model: 'new/model' });
  });

  test('means the same as parsing and writing anew, for any JSON', () => {
    const any = fc.dictionary(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('model', 'messages', '"', '\\')),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        any,
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(0, 1, '\t'),
        (value, model, indent) => {
          const object = { ...value, model: 'old' };
          const text = JSON.stringify(object, null, indent);
          const spliced = splice(text, model);
          if (spliced === null) expect(text.split('"model"').length).toBeGreaterThan(2);
          else expect(JSON.parse(spliced)).toEqual({ ...(JSON.parse(text) as object), model });
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
