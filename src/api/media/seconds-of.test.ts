import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simSound } from '../../../fleet/media/samples.ts';
import { secondsOf } from './seconds-of.ts';

const file = (bytes: Buffer, name: string, type = ''): { bytes: Buffer; name: string; type: string } => ({
  bytes,
  name,
  type,
});

test('a WAV says it exactly, whatever it is called', () => {
  expect(secondsOf(file(simSound(2.5), 'talk.mp3'))).toBe(2.5);
});

test('a WAV that was recorded as it went, without its true size, lasts as long as its bytes', () => {
  const bytes = simSound(4);
  bytes.writeUInt32LE(0xff_ff_ff_ff, 40);
  expect(secondsOf(file(bytes, 'talk.wav'))).toBe(4);
});

test('chunks before the sound are passed over', () => {
  const bytes = simSound(3);
  const list = Buffer.from('LIST\u0003\u0000\u0000\u0000abc\u0000', 'latin1');
  expect(secondsOf(file(Buffer.concat([bytes.subarray(0, 36), list, bytes.subarray(36)]), 'talk.wav'))).toBe(
    3,
  );
});

test.each([
  ['talk.ogg', '', 3_000, 1],
  ['talk.webm', 'audio/webm;codecs=opus', 30_000, 10],
  ['talk.mp3', 'audio/mpeg', 80_000, 10],
  ['talk', 'audio/x-m4a', 80_000, 10],
  ['talk.flac', '', 320_000, 10],
  ['talk', '', 1, 1],
])('%s of the type "%s" and %i bytes is taken for %i s', (name, type, size, seconds) => {
  expect(secondsOf(file(Buffer.alloc(size), name, type))).toBe(seconds);
});

test('whatever the bytes are, it is a number of seconds', () => {
  const wild = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const riff = wild.map((bytes) =>
    Buffer.concat([Buffer.from('RIFF\u0000\u0000\u0000\u0000WAVE', 'latin1'), bytes]),
  );
  fc.assert(
    fc.property(fc.oneof(wild, riff), (bytes) => {
      const seconds = secondsOf(file(bytes, 'a.wav'));
      return Number.isFinite(seconds) && seconds >= 0;
    }),
  );
});
