import fc from 'fast-check';
import type { FuzzRoute } from './route-table.ts';

/** Bytes, and the type under which they are sent. */
export interface AnyBody {
  readonly bytes: Buffer;
  readonly type: string;
}

const deep = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + (open === '[' ? '' : '1') + close.repeat(levels);

/** What parsers stumble over. */
const nasty: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  -0,
  1e308,
  1e-308,
  2 ** 53,
  2 ** 31,
  0.1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  'auto',
  '__proto__',
  'constructor',
  'toString',
  '[object Object]',
  'NaN',
  '-1',
  '1e999',
  'a'.repeat(5_000),
  '{{',
  '${x}',
  '../../etc/passwd',
  'data:image/png;base64,!!!!',
  'data:,',
  'http://[',
  'http://127.0.0.1/',
  '\r\nx: y',
  [],
  {},
  [[]],
  [null],
  [{}],
  { __proto__: null },
  { type: 'text' },
  { type: null },
  { length: -1 },
  { length: { toString: 1, valueOf: null } },
  { toString: 1, valueOf: null },
  { then: 'x' },
  { toJSON: 1 },
];

const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.double() },
);

const anyName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    '',
    'model',
    'stream',
    'messages',
    'toString',
    '\u0000',
    '0',
  ),
  fc.string({ maxLength: 12 }),
);

/** One change somewhere in a value: which member is drawn by numbers, so that it fits any body. */
interface Mutation {
  readonly way: readonly number[];
  readonly deed: 'set' | 'drop' | 'add' | 'repeat' | 'wrap';
  readonly name: string;
  readonly value: unknown;
}

const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  way: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
  deed: fc.constantFrom('set', 'set', 'set', 'drop', 'add', 'repeat', 'wrap'),
  name: anyName,
  value: anyValue,
});

/** A good body with some changes. */
function mutated(good: FuzzRoute['good']): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...good), fc.array(anyMutation, { maxLength: 5 }))
    .map(([body, mutations]) => {
      const box = { body: structuredClone(body) as unknown };
      for (const mutation of mutations) mutate(box, mutation);
      return box.body;
    });
}

function mutate(box: object, { way, deed, name, value: drawn }: Mutation): void {
  // Later changes may go into it.
  const value = structuredClone(drawn);
  let parent = box as Record<string, unknown>;
  let key = 'body';
  for (const step of way) {
    const child = parent[key];
    if (typeof child !== 'object' || child === null) break;
    const names = Object.keys(child);
    if (names.length === 0) break;
    parent = child as Record<string, unknown>;
    key = names[step % names.length] ?? '';
  }
  const there = parent[key];
  if (deed === 'drop') delete parent[key];
  else if (deed === 'wrap') parent[key] = [there];
  else if (deed === 'repeat' && Array.isArray(parent))
    parent.push(...Array.from({ length: 20 }, () => there));
  else if (deed === 'add' && typeof there === 'object' && there !== null && !Array.isArray(there))
    Object.defineProperty(there, name, { value, enumerable: true, configurable: true, writable: true });
  else parent[key] = value;
}

/** A text that was JSON before something was done to its bytes. */
function damaged(good: FuzzRoute['good']): fc.Arbitrary<Buffer> {
  const cuts = fc.tuple(fc.nat(), fc.nat(60), fc.uint8Array({ maxLength: 12 }));
  return fc.tuple(mutated(good), fc.array(cuts, { minLength: 1, maxLength: 4 })).map(([body, changes]) => {
    let bytes = Buffer.from(JSON.stringify(body) ?? '');
    for (const [at, length, instead] of changes) {
      const from = bytes.length === 0 ? 0 : at % bytes.length;
      bytes = Buffer.concat([bytes.subarray(0, from), instead, bytes.subarray(from + length)]);
    }
    return bytes;
  });
}

const odd = fc.constantFrom(
  ...[
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '"x"',
    '0',
    '{',
    '}',
    '{"',
    '{"a"',
    '{"a":',
    '{"a":1,',
    '\ufeff{}',
    '{}{}',
    '{"a":1}\u0000',
    '{"a":NaN}',
    "{'a':1}",
    '{"a":01}',
    '{"a":1e400}',
    '{"model":"a","model":"b"}',
    '{"messages":{}}',
    '{"__proto__":[]}',
    deep(1_000, '[', ']'),
    deep(20_000, '[', ']'),
    `{"messages":${deep(20_000, '[', ']')}}`,
    deep(20_000, '{"a":', '}'),
    `{"model":"auto","messages":[{"role":"user","content":"x"}],"x":${deep(20_000, '{"a":', '}')}}`,
    `{"messages":[${'{"role":"user","content":"x"},'.repeat(2_000)}{}]}`,
    `{${'"a":1,'.repeat(5_000)}"b":1}`,
    `{"x":${'9'.repeat(5_000)}}`,
    `{"x":"${'\\u0000'.repeat(2_000)}"}`,
  ].map((text) => Buffer.from(text)),
);

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  '',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'x',
  'application/json;charset=utf-16',
  '*/*',
  'a/b; '.repeat(50),
] as const;
const anyType = fc.oneof(
  { weight: 9, arbitrary: fc.constant('application/json') },
  { weight: 1, arbitrary: fc.constantFrom(...types) },
);

/** Half of them mutated good ones; text that was damaged, raw bytes and old acquaintances. */
export function anyJsonBody({ good }: FuzzRoute): fc.Arbitrary<AnyBody> {
  const bytes = fc.oneof(
    { weight: 10, arbitrary: mutated(good).map((body) => Buffer.from(JSON.stringify(body) ?? '')) },
    { weight: 5, arbitrary: damaged(good) },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 300 }).map((raw) => Buffer.from(raw)) },
    { weight: 2, arbitrary: odd },
  );
  return fc.record({ bytes, type: anyType });
}

const anyPart = fc.record({
  name: fc.constantFrom(
    'file',
    'model',
    'language',
    'prompt',
    'response_format',
    'x',
    '',
    'file"; filename="y',
    '__proto__',
  ),
  file: fc.constantFrom(null, 'a.wav', 'a.mp3', '', '../../x.wav', 'é.wav', 'a"b.wav', 'x'.repeat(300)),
  type: fc.constantFrom(null, 'audio/wav', 'text/plain', 'x', '', 'multipart/mixed; boundary=y'),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(...['auto', 'en', 'json', 'verbose_json', 'srt', ''].map((text) => Buffer.from(text))),
  ),
  eol: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', ''),
});

/** Forms, most of them nearly good. */
export function anyForm({ good }: FuzzRoute): fc.Arbitrary<AnyBody> {
  const base = goodForm(good[0] ?? {});
  const built = fc
    .tuple(
      fc.array(anyPart, { maxLength: 6 }),
      fc.constantFrom('--', '', '-', '--\r\n--x'),
      fc.constantFrom('b', 'b', 'x', ''),
    )
    .map(([parts, end, boundary]) => {
      const pieces = parts.flatMap(({ name, file, type, bytes, eol }) => [
        `--b${eol}content-disposition: form-data; name="${name}"${file === null ? '' : `; filename="${file}"`}${eol}`,
        `${type === null ? '' : `content-type: ${type}${eol}`}${eol}`,
        bytes,
        eol,
      ]);
      const all = [...pieces, `--b${end}\r\n`].map((piece) => Buffer.from(piece as string));
      return { bytes: Buffer.concat(all), type: `multipart/form-data; boundary=${boundary}` };
    });
  const damagedForm = fc
    .tuple(fc.nat(base.bytes.length - 1), fc.nat(40), fc.uint8Array({ maxLength: 20 }))
    .map(([at, length, instead]) => ({
      ...base,
      bytes: Buffer.concat([base.bytes.subarray(0, at), instead, base.bytes.subarray(at + length)]),
    }));
  const raw = fc
    .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...types, base.type))
    .map(([bytes, type]) => ({ bytes: Buffer.from(bytes), type }));
  return fc.oneof(built, damagedForm, raw, fc.constant(base));
}

/** A form that is as it should be, with a second of silence. */
export function goodForm(fields: Readonly<Record<string, unknown>>): AnyBody {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
  );
  const head =
    '--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n';
  return {
    type: 'multipart/form-data; boundary=b',
    bytes: Buffer.concat([Buffer.from(parts.join('') + head), silence(), Buffer.from('\r\n--b--\r\n')]),
  };
}

/** WAV, 8 kHz, 8 bits, one channel. */
function silence(): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 8_000, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(8_000, 40);
  return Buffer.concat([head, Buffer.alloc(8_000, 128)]);
}
