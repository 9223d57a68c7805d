/** What simulated models make: always the same of the same. */

/** One white pixel, a whole PNG; behind its end stands who painted what, which every reader passes over. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

export function simPicture(provider: string, prompt: string): Buffer {
  return Buffer.concat([pixel, Buffer.from(`${provider}: ${prompt}`)]);
}

/** A vector of a text by a model of that name. Two models agree about no text. */
export function simVector(model: string, text: string, dimensions: number): number[] {
  let state = 2_166_136_261;
  for (const letter of `${bareName(model)}\n${text}`)
    state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return Array.from({ length: dimensions }, () => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1_013_904_223;
    return Math.fround(((state >>> 8) / 0xff_ff_ff) * 2 - 1);
  });
}

/** The same model has several ids. */
function bareName(model: string): string {
  const name = model.toLowerCase().split('/').at(-1) ?? '';
  return name.replace(/:latest$/, '');
}

const rate = 8_000;

/** Silence of a length in WAV: one channel, 8 bits. */
export function simSound(seconds: number): Buffer {
  const data = Buffer.alloc(Math.round(seconds * rate), 0x80);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** Of a WAV of `simSound` exactly; of anything else at 128 kbit/s. */
export function soundSeconds(file: Buffer): number {
  return file.toString('latin1', 0, 4) === 'RIFF' ? (file.length - 44) / rate : file.length / 16_000;
}
