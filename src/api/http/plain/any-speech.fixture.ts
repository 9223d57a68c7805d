import fc from 'fast-check';
import { plainRequest, requestLine } from './wire-socket.fixture.ts';

/** What a client may say on one connection, right or wrong, in pieces; a character a byte. */
export function anySpeech(): fc.Arbitrary<string[]> {
  return fc
    .record({
      requests: fc.array(fc.oneof(anyRequest, rightRequest), { minLength: 1, maxLength: 3 }),
      between: often('', '\r\n', '\n', '\0', 'GET', '\r\n\r\n'),
      mutations: fc.oneof(fc.constant<Mutation[]>([]), fc.array(anyMutation, { maxLength: 2 })),
      cuts: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(), { maxLength: 4 })),
      drips: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    })
    .map(({ requests, between, mutations, cuts, drips }) => {
      const text = mutations.reduce(mutated, requests.map((request) => request + between).join(''));
      const places = cuts.map((cut) => cut % (text.length + 1));
      return splitAt(text, drips && text.length < 400 ? placesOf(text) : places);
    });
}

export function splitAt(text: string, places: readonly number[]): string[] {
  const ends = [...places.toSorted((a, b) => a - b), text.length];
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end)).filter((piece) => piece !== '');
}

function placesOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => at);
}

function often<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

function rarely<T>(usual: T, others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 50, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const methods = [
  'post',
  'Post',
  'GET',
  'PUT',
  'POST ',
  'CONNECT',
  ' POST',
  '\r\nPOST',
  '\nPOST',
  '\r\n\r\nPOST',
];
const versions = ['HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'HTTP/1.1 ', ' HTTP/1.1', 'HTTP/0.9', ''];
const path = '/v1/chat/completions';
const paths = [`http://h${path}`, `${path}?a=b`, `${path}/`, path.toUpperCase(), '*', '/é', `${path}\t`];
const lineEnds = ['\n', '\r', '\r\n ', '\r\n\t', '\r\r\n', '\r\n\r\n', '\n\r\n', ''];
const anyLine = rarely(requestLine, [
  ...methods.map((method) => requestLine.replace('POST', method)),
  ...versions.map((version) => requestLine.replace('HTTP/1.1', version)),
  ...paths.map((other) => requestLine.replace(path, other)),
  ...lineEnds.map((end) => requestLine.replace('\r\n', end)),
]);

const usualNames = ['content-type', 'Authorization', 'accept', 'user-agent', 'X-Two', 'cookie', 'te', 'age'];
const loadedNames = [
  'connection',
  'Connection',
  'proxy-connection',
  'Proxy-Connection',
  'content-length',
  'upgrade',
];
const codings = [
  'transfer-encoding',
  'Transfer-Encoding',
  'content-encoding',
  'expect',
  'trailer',
  'set-cookie',
];
const objectNames = ['host', 'HOST', '__proto__', 'constructor', 'hasOwnProperty', 'keep-alive'];
const strangeNames = [
  "!#$%&'*+-.^_`|~0",
  'x\x7f',
  'é',
  '"x"',
  '(x)',
  'x;',
  '\x01',
  '\xff',
  '@',
  'Transfer_Encoding',
];
const blankNames = ['x one', 'x\0', '', ' x', 'x ', 'x\t'];
const anyName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...usualNames) },
  { weight: 1, arbitrary: fc.constantFrom(...loadedNames) },
  { weight: 1, arbitrary: fc.constantFrom(...codings, ...objectNames, ...strangeNames, ...blankNames) },
);

const usualValues = ['a', 'application/json', 'Bearer sk-1', 'keep-alive', 'a, b', 'a: b'];
const wishes = [
  'close',
  'Close',
  'keep-alive, close',
  'close, keep-alive',
  'Keep-Alive',
  'upgrade',
  'keep-alive,',
];
const encodings = [
  'chunked',
  'Chunked',
  'identity',
  'gzip, chunked',
  'chunked, identity',
  'xchunked',
  'chunked ,',
];
const otherValues = ['', '100-continue', 'h2c', '0', '5', ':', ',', '"a"', 'x'.repeat(50)];
const strangeValues = ['\xff\xe9', 'a\0b', 'a\x7f', 'a\x1b', 'a\rb', 'a\nb', '\v', 'a\tb', '\x85', '\xa0'];
const anyValue = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...usualValues) },
  { weight: 2, arbitrary: fc.constantFrom(...wishes, ...encodings, ...otherValues, ...strangeValues) },
);

const blanks = often(' ', '', '\t', '  \t ');
const anyField = fc
  .tuple(anyName, blanks, anyValue, blanks, rarely('\r\n', lineEnds))
  .map(([name, before, value, after, end]) => `${name}:${before}${value}${after}${end}`);
const anyHost = often('host: h\r\n', 'Host:h\r\n', '', 'host:\r\n', 'host: a\r\nhost: b\r\n', 'HOST : h\r\n');

/** How a length may be written; L is the right one. */
const spellings = [
  '+L',
  '-L',
  'L,L',
  'L, L',
  '0xL',
  '0L',
  'L L',
  'L\t',
  '\tL',
  'L \t',
  'L.0',
  'Le0',
  'L;',
  '\vL',
  '',
];
const twoLengths = ['L\r\ncontent-length: L', 'L\r\nContent-Length: 1', 'L\r\n 1', 'L\r\ncontent-length:'];
const otherLengths = ['0', '1', '3', '1L', '99999999999999999999', '9999999999', '4294967297', '\xb2'];
const anyLength = often('L', ...spellings, ...twoLengths, ...otherLengths);
const lengthNames = often('content-length', 'Content-Length', 'CONTENT-LENGTH', 'content-length ');
const framings = often('length', 'chunked', 'both', 'none');

const anyBody = fc.oneof(
  fc.constantFrom('{}', 'x', '\r\n\r\n', requestLine, '0\r\n\r\n', 'x'.repeat(300)),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

const anyRequest = fc
  .record({
    line: anyLine,
    host: anyHost,
    fields: fc.array(anyField, { maxLength: 5 }),
    bytes: rarely(0, [15_000, 16_200, 16_384, 17_000]),
    lengthName: lengthNames,
    length: anyLength,
    framing: framings,
    more: fc.array(anyField, { maxLength: 2 }),
    end: often('\r\n', '\n', '\r', '\r\n\r\n', ' \r\n'),
    body: anyBody,
  })
  .map(({ line, host, fields, bytes, lengthName, length, framing, more, end, body }) => {
    const said = `${lengthName}: ${length.replaceAll('L', String(body.length))}\r\n`;
    const filling = bytes > 0 ? `x-filling: ${'y'.repeat(bytes)}\r\n` : '';
    const head = [line, host, ...fields, filling, frameOf(framing, said), ...more, end].join('');
    return head + (framing === 'chunked' ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body);
  });

function frameOf(framing: string, length: string): string {
  const chunked = 'transfer-encoding: chunked\r\n';
  if (framing === 'length') return length;
  if (framing === 'both') return length + chunked;
  return framing === 'chunked' ? chunked : '';
}

const rightRequest = fc
  .tuple(fc.subarray(['a: b', 'C: d', 'connection: Keep-Alive', 'e:']), fc.integer({ min: 1, max: 20 }))
  .map(([lines, size]) => plainRequest('z'.repeat(size), ...lines));

const disturbances = ['\r', '\n', '\0', ' ', '\t', ':', ',', '\r\n', '\x7f', '\xff', '0', 'a', ';', '\v', ''];

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}

const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  cut: fc.integer({ min: 0, max: 3 }),
  put: fc.constantFrom(...disturbances),
});

function mutated(text: string, { at, cut, put }: Mutation): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + put + text.slice(from + cut);
}
