import type { SoundFile } from '../../upstream/audio/sound-file.ts';

/**
 * How long a recording may last, before its transcript tells: of a WAV from its header, of others from their size and the
 * bit rate that speech is usually stored at. A guess only reserves; what the answer tells is what is counted.
 */
export function secondsOf(file: SoundFile): number {
  const exact = wavSeconds(file.bytes);
  if (exact !== null) return exact;
  return Math.max(1, Math.ceil(file.bytes.length / bytesPerSecond(file)));
}

/** kbit/s, on the low side: a guess that is too long is given back, one that is too short would overdraw. */
const kilobits: readonly (readonly [RegExp, number])[] = [
  [/wav|pcm|aiff/, 256],
  [/flac/, 256],
  [/mp3|mpeg|mpga|m4a|mp4|aac/, 64],
  [/ogg|opus|webm/, 24],
];
const unknownKilobits = 64;

function bytesPerSecond({ name, type }: SoundFile): number {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1] ?? '';
  const words = `${type} ${ending}`.toLowerCase();
  const rate = kilobits.find(([known]) => known.test(words))?.[1] ?? unknownKilobits;
  return (rate * 1_000) / 8;
}

/** RIFF chunks: http://soundfile.sapp.org/doc/WaveFormat. null = no WAV, or one whose header says nothing. */
function wavSeconds(bytes: Buffer): number | null {
  if (
    bytes.length < 12 ||
    bytes.toString('latin1', 0, 4) !== 'RIFF' ||
    bytes.toString('latin1', 8, 12) !== 'WAVE'
  )
    return null;
  let byteRate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (id === 'fmt ' && at + 20 <= bytes.length) byteRate = bytes.readUInt32LE(at + 16);
    // What is recorded as it goes has no true size there: no more than what came.
    if (id === 'data') return byteRate > 0 ? Math.min(size, bytes.length - at - 8) / byteRate : null;
    at += 8 + size + (size % 2);
  }
  return null;
}
