import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoriaError } from '../../shared/errors.ts';
import { readForm } from './read-form.ts';
import { readTranscription } from './read-transcription.ts';

const type = 'multipart/form-data; boundary=b';
const whole = Buffer.from(
  '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\nm\r\n' +
    '--b\r\ncontent-disposition: form-data; name="file"; filename="é.wav"\r\ncontent-type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n',
);

test('reads fields and files', async () => {
  const { fields, files } = await readForm(whole, type);
  expect([...fields]).toEqual([['model', ['m']]]);
  expect(files.get('file')).toEqual([{ name: 'é.wav', type: 'audio/wav', bytes: Buffer.from('RIFF') }]);
});

test('whatever comes is a form or a refusal that names the fault', async () => {
  const cut = fc.nat(whole.length).map((at) => whole.subarray(0, at));
  const flipped = fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, value]) => {
    const bytes = Buffer.from(whole);
    bytes[at] = value;
    return bytes;
  });
  const wild = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const types = fc.oneof(
    fc.constant(type),
    fc.string({ maxLength: 80 }).map((boundary) => `multipart/form-data; boundary=${boundary}`),
    fc.string({ maxLength: 80 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(cut, flipped, wild), types, async (bytes, told) => {
      try {
        readTranscription(await readForm(bytes, told));
      } catch (error) {
        if (!(error instanceof NoriaError)) throw error;
        expect(error.code).toBe('invalid_request');
      }
    }),
    { numRuns: 2_000 },
  );
});
