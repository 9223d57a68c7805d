import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { Client, type Dispatcher } from 'undici';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '../../../tests/support/law-runs.ts';
import type { Exchange } from './connection.ts';
import { Origin } from './origin.ts';

/** What became of one response. */
interface Outcome {
  told: '' | 'end' | 'failed';
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Told before the connection ended. */
  early: boolean;
  /** The connection may carry another. */
  kept: boolean;
}

/** Where the two differ, and why that is meant. */
interface Difference {
  readonly why: string;
  readonly theirs: 'end' | 'failed';
  readonly of: RegExp;
  readonly example: string;
}

const differences: readonly Difference[] = [
  {
    why: 'no HTTP/1.0 or 1.1, or no status of it: nobody speaks so to us',
    theirs: 'end',
    of: /^(?!HTTP\/1\.[01] [1-5])|\r\n\r\n(?!HTTP\/1\.[01] [1-5])HTTP/,
    example: 'HTTP/2.0 200 OK\r\ncontent-length: 0\r\n\r\n',
  },
  {
    why: 'a status above 599 has no meaning (RFC 9110, 15)',
    theirs: 'end',
    of: /^HTTP\/1\.[01] [6-9]|\nHTTP\/1\.[01] [06-9]/,
    example: 'HTTP/1.1 999 Go\r\ncontent-length: 0\r\n\r\n',
  },
  {
    why: 'a reason holds no NUL, and a bare CR ends no line (RFC 9112, 2.2)',
    theirs: 'end',
    of: /\0|\r(?!\n)/,
    example: 'HTTP/1.1 200 \0\r\ncontent-length: 0\r\n\r\n',
  },
  {
    why: 'empty lines before the head are for servers to skip (RFC 9112, 2.2)',
    theirs: 'end',
    of: /(^|\r\n\r\n)[\r\n]+HTTP/,
    example: '\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
  },
  {
    why: 'no coding but chunked was asked for, and twice is none: the body would be told encoded',
    theirs: 'end',
    of: /transfer-encoding:/i,
    example: 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
  },
  {
    why: '100 where none was asked for is one of those that are passed over (RFC 9110, 15.2)',
    theirs: 'failed',
    of: /HTTP\/1\.[01] 100/,
    example: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx',
  },
  {
    why: 'what an informational head says of length and connection is no word on the answer',
    theirs: 'failed',
    of: /HTTP\/1\.[01] 1\d\d[^\0]*?(connection|content-length|transfer-encoding):[^\0]*HTTP/i,
    example: 'HTTP/1.1 103 E\r\nconnection: close\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
  },
  {
    why: 'what follows a chunk’s semicolon means nothing: only what could end its line is looked for',
    theirs: 'failed',
    of: /\r\n[0-9a-f]+;/i,
    example: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1; =\r\nx\r\n0\r\n\r\n',
  },
  {
    why: 'a blank behind the length is no digit of it: they count it as one',
    theirs: 'failed',
    of: /content-length:[^\r]*\d[ \t]+\r/i,
    example: 'HTTP/1.1 200 OK\r\ncontent-length: 1\t\r\n\r\nx',
  },
  {
    why: 'a head of up to 64 KB is read; they end at 16',
    theirs: 'failed',
    of: /x{20000}/,
    example: `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\ncontent-length: 0\r\n\r\n`,
  },
];

describe('an answer', () => {
  test('is read as undici reads it, wherever its bytes are cut, or differs by one of the named', async () => {
    const counted = { end: 0, failed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(answer, cuts, async (text, pieces) => {
        const [ours, theirs] = await readTwice(text, pieces);
        if (theirs.told !== '') counted[theirs.told] += 1;
        if (ours.told === 'failed' && theirs.told === 'end') counted.refused += 1;
        expectSame(text, ours, theirs);
      }),
      lawRuns(5_000),
    );
    // It says little if most are broken, or refused here.
    expect(counted.end).toBeGreaterThan(1_500);
    expect(counted.failed).toBeGreaterThan(1_500);
    expect(counted.refused).toBeLessThan(counted.end / 5);
  });

  test('is read as undici reads it, cut off at any byte', async () => {
    const texts = [
      'HTTP/1.1 103 E\r\nlink: a\r\n\r\nHTTP/1.1 200 OK\r\nx: y\r\ncontent-length: 5\r\n\r\nhello',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nx: y\r\n\r\n',
      'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello',
      'HTTP/1.0 404 No\r\n\r\nhello',
      'HTTP/1.1 204 No\r\n\r\n',
    ];
    for (const text of texts)
      for (let length = 0; length <= text.length; length += 1) {
        const [ours, theirs] = await readTwice(text.slice(0, length), [7]);
        expectSame(text.slice(0, length), ours, theirs);
      }
  });

  test.each(differences)('differs: $why', async ({ example, theirs: said }) => {
    const [ours, theirs] = await readTwice(example, [1_000_000]);
    expect(theirs.told).toBe(said);
    expect(ours.told).toBe(said === 'end' ? 'failed' : 'end');
  });
});

function expectSame(text: string, ours: Outcome, theirs: Outcome): void {
  if (ours.told !== theirs.told) {
    const named = differences.find(({ theirs: told, of }) => told === theirs.told && of.test(text));
    expect([text, ours.told, theirs.told, named !== undefined]).toEqual([text, ours.told, theirs.told, true]);
    return;
  }
  if (ours.told === 'failed') return;
  const { kept, headers, ...rest } = ours;
  const { kept: keptByThem, headers: theirHeaders, ...same } = theirs;
  expect([text, rest]).toEqual([text, same]);
  expect([text, linesOf(headers)]).toEqual([text, linesOf(theirHeaders)]);
  // A connection less is no harm, one more is.
  if (kept) expect([text, keptByThem]).toEqual([text, true]);
}

function linesOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .map(([of, is]) => `${of}: ${is}`)
    .toSorted();
}

async function readTwice(text: string, pieces: readonly number[]): Promise<[Outcome, Outcome]> {
  const bytes = Buffer.from(text, 'latin1');
  return [await readOurs(bytes, pieces), await readTheirs(bytes)];
}

const nothing = (): Outcome => ({ told: '', status: 0, headers: {}, body: '', early: false, kept: false });

async function readOurs(bytes: Buffer, pieces: readonly number[]): Promise<Outcome> {
  const socket = new FakeSocket();
  const origin = new Origin(new URL('http://x'), (_place, connected) =>
    queueMicrotask(() => connected(null, socket as unknown as Socket)),
  );
  const outcome = nothing();
  const exchange: Exchange = {
    isOver: false,
    carriedBy: () => undefined,
    sent: () => undefined,
    head: (status, headers) => Object.assign(outcome, { status, headers: { ...headers } }),
    data: (chunk) => (outcome.body += chunk.toString('latin1')),
    end: () => tell(outcome, 'end'),
    failed: () => tell(outcome, 'failed'),
  };
  origin.start(exchange, { head: 'POST / HTTP/1.1\r\n\r\n', body: null });
  await Promise.resolve();
  for (let at = 0, index = 0; at < bytes.length && !socket.destroyed; index += 1) {
    const to = at + (pieces[index % pieces.length] ?? 1);
    socket.push(bytes.subarray(at, to));
    at = to;
  }
  return settle(outcome, socket);
}

async function readTheirs(bytes: Buffer): Promise<Outcome> {
  const socket = new FakeSocket();
  const client = new Client('http://x', {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, connected) => queueMicrotask(() => connected(null, socket as unknown as Socket)),
  });
  const outcome = nothing();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, status, headers) => {
      if (status >= 200) Object.assign(outcome, { status, headers: trimmed(headers) });
    },
    onResponseData: (_controller, chunk) => void (outcome.body += chunk.toString('latin1')),
    onResponseEnd: () => tell(outcome, 'end'),
    onResponseError: () => tell(outcome, 'failed'),
  };
  client.dispatch({ path: '/', method: 'POST', body: 'x' }, handler);
  await turn();
  socket.push(bytes);
  await settle(outcome, socket);
  await client.destroy();
  return outcome;
}

function tell(outcome: Outcome, told: 'end' | 'failed'): void {
  expect(outcome.told).toBe('');
  outcome.told = told;
}

/** First what it is while the other side still holds the connection, then that it ends. */
async function settle(outcome: Outcome, socket: FakeSocket): Promise<Outcome> {
  await turn();
  await turn();
  outcome.early = outcome.told !== '';
  outcome.kept = outcome.told === 'end' && !socket.destroyed;
  if (!socket.destroyed) socket.push(null);
  while (outcome.told === '') await turn();
  return outcome;
}

/** They keep blanks behind some values, and forget what is called as the prototype is. */
function trimmed(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? '';
    all[name] = (Array.isArray(value) ? value : [value])
      .map((one) => one.replace(/^[ \t]+|[ \t]+$/g, ''))
      .join(', ');
  }
  return all;
}

/** Gives its bytes in the pieces in which they were pushed. */
class FakeSocket extends Duplex {
  constructor() {
    super({ highWaterMark: 1_000_000 });
    // A parser's fault, which it destroys the connection with.
    this.on('error', () => undefined);
  }
  override _read(): void {}
  override _write(_chunk: unknown, _encoding: string, written: () => void): void {
    written();
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });

function mostly<T>(weight: number, often: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: often }, { weight: 1, arbitrary: seldom });
}

const name = fc.constantFrom('x-a', 'X-B', 'Content-Type', 'set-cookie', 'constructor', "x!#$%&'*+-.^_`|~9");
const value = fc.oneof(
  fc.constantFrom('', 'a', 'a b', '\xe9', '\xff\x80', 'text/event-stream', '"q, r"', 'a\tb', 'a,b'),
  fc.string({ maxLength: 8 }),
);
const blanks = fc.constantFrom(' ', '', '  ', '\t', ' \t ');
const plainLine = fc.tuple(name, blanks, value, blanks).map(([of, before, is, after]) => {
  return `${of}:${before}${is}${after}\r\n`;
});
const oddLine = fc.constantFrom(
  'Connection: close\r\n',
  'Connection: keep-alive\r\n',
  'connection: x, Close\r\n',
  'connection: close\r\nconnection: keep-alive\r\n',
  'Connection: upgrade\r\nUpgrade: h2c\r\n',
  'Keep-Alive: timeout=5\r\n',
  'keep-alive: timeout=1\r\n',
  'Content-Length: 3\r\n',
  'content-length: 3, 3\r\n',
  'content-length: +3\r\n',
  'content-length: 03\r\n',
  'Content-Length:\r\n',
  'Transfer-Encoding: chunked\r\n',
  'transfer-encoding: gzip, chunked\r\n',
  'Transfer-Encoding: identity\r\n',
  'X : y\r\n',
  ' folded\r\n',
  ': y\r\n',
  'nocolon\r\n',
  'x: bare\n',
);
const body = fc.oneof(
  fc.constantFrom('', 'abc', '\r\n', '\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '0\r\n\r\n', 'data: {}\n\n'),
  fc.string({ maxLength: 40 }).map((text) => Buffer.from(text).toString('latin1')),
);
const extension = fc.constantFrom('', '', '', '', ';a=b', ';a', '; a = "q"', ' ', ';', ';a="x\\"y"', '\t');
const chunk = fc
  .tuple(body, extension, fc.constantFrom('', '', '', '0', '0000000000000', '10000000', '100000000'))
  .map(([text, after, before]) => `${before}${text.length.toString(16)}${after}\r\n${text}\r\n`);
const trailers = fc.constantFrom(
  '',
  '',
  '',
  'x: y\r\n',
  'X-A: b\r\nc:\r\n',
  'bad\r\n',
  'x: y\n',
  ' x: y\r\n',
  'content-length: 5\r\n',
  'x:\x01\r\n',
);

/** Its header and its bytes. */
const framed = fc.oneof(
  body.map((text) => [`Content-Length: ${text.length}\r\n`, text]),
  fc
    .tuple(body, fc.integer({ min: -4, max: 4 }))
    .map(([text, more]) => [`content-length: ${Math.max(0, text.length + more)}\r\n`, text]),
  fc
    .tuple(fc.array(chunk, { maxLength: 4 }), fc.constantFrom('0', '0', '00', '0;x', '000000000'), trailers)
    .map(([chunks, last, after]) => [
      'Transfer-Encoding: chunked\r\n',
      `${chunks.join('')}${last}\r\n${after}\r\n`,
    ]),
  body.map((text) => ['', text]),
);
const version = mostly(
  30,
  fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0'),
  fc.constantFrom('HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'HTTP/1.2', 'ICY', 'HTTP/1.10'),
);
const status = mostly(
  12,
  fc.constantFrom('200 OK', '200', '200 ', '404 Not Found', '429 Too Many', '500 \xe9', '204 No', '304 Not'),
  fc.constantFrom(
    '101 S',
    '100 C',
    '600 X',
    '099 x',
    '2000 x',
    '20 x',
    '200\tOK',
    '200  OK',
    '200OK',
    '205 R',
  ),
);
const before = mostly(
  8,
  fc.constant(''),
  fc.constantFrom(
    'HTTP/1.1 103 Early\r\nLink: a\r\n\r\n',
    'HTTP/1.1 102 P\r\n\r\nHTTP/1.1 102 P\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 E\r\nContent-Length: 3\r\n\r\n',
    'HTTP/1.1 103 E\r\nConnection: close\r\n\r\n',
    '\r\n',
  ),
);
const after = mostly(
  8,
  fc.constant(''),
  fc.constantFrom('\r\n', 'x', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
);
const whole = fc
  .tuple(before, version, status, fc.array(mostly(6, plainLine, oddLine), { maxLength: 4 }), framed, after)
  .map(([first, speaks, says, lines, [frame, bytes], last]) =>
    [first, speaks, ' ', says, '\r\n', ...lines, frame, '\r\n', bytes, last].join(''),
  );
const splice = fc.record({
  at: fc.nat(1_000),
  drop: fc.nat(3),
  put: fc.constantFrom(
    '',
    '\r',
    '\n',
    '\r\n',
    '\0',
    ' ',
    ':',
    ';',
    '0',
    'f',
    '\x7f',
    '\x01',
    '\xff',
    '\r\n ',
    '-',
  ),
});
const answer = fc
  .tuple(
    whole,
    mostly(3, fc.array(splice, { maxLength: 0 }), fc.array(splice, { minLength: 1, maxLength: 2 })),
    mostly(6, fc.constant(100_000), fc.nat(200)),
  )
  .map(([text, splices, length]) => {
    const changed = splices.reduce((so, { at, drop, put }) => {
      const from = at % (so.length + 1);
      return so.slice(0, from) + put + so.slice(from + drop);
    }, text);
    return changed.slice(0, length);
  });
