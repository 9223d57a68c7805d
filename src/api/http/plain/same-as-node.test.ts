import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns, lawTimeoutMs } from '../../../../tests/support/law-runs.ts';
import { anySpeech, splitAt } from './any-speech.fixture.ts';
import { bareServer, plainServer, requestLine, retellingRoute, say } from './wire-socket.fixture.ts';

interface Compared {
  /** Requests that were read here. */
  readonly taken: number;
  /** The rest of the bytes, which Node got. */
  readonly left: number;
}

/** Each request that was taken must be one to Node, and the whole of it; the rest must be answered as by Node alone. */
async function compare(pieces: readonly string[]): Promise<Compared> {
  const text = pieces.join('');
  const lengths: number[] = [];
  const server = plainServer(retellingRoute((length) => void lengths.push(length)));
  const heard = await say(server, pieces);
  let from = 0;
  let before = '';
  for (const length of lengths) {
    const end = afterLineEnds(text, from) + length;
    const alone = await say(bare, [text.slice(from, end)]);
    expect(alone.answers).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(alone.atEnd).toBe(alone.answers);
    before += alone.answers;
    from = end;
  }
  const rest = await say(bare, splitAt(text.slice(from), endsAfter(pieces, from)));
  expect(heard).toEqual({
    answers: before + rest.answers,
    atEnd: before + rest.atEnd,
    isClosed: rest.isClosed,
  });
  return { taken: lengths.length, left: text.length - from };
}

const bare = bareServer();

/** Between two requests they are nothing. */
function afterLineEnds(text: string, from: number): number {
  return text.startsWith('\r\n', from) ? afterLineEnds(text, from + 2) : from;
}

/** Where the pieces end in what remains. */
function endsAfter(pieces: readonly string[], from: number): number[] {
  let end = 0;
  return pieces.map(({ length }) => (end += length) - from).filter((place) => place > 0);
}

test(
  'whatever bytes come, in whatever pieces: what is read here is what Node reads, and Node answers all the rest',
  async () => {
    let taken = 0;
    let left = 0;
    await fc.assert(
      fc.asyncProperty(anySpeech(), async (pieces) => {
        const compared = await compare(pieces);
        taken += compared.taken;
        if (compared.left > 0) left += 1;
      }),
      lawRuns(3_000),
    );
    expect(Math.min(taken, left)).toBeGreaterThan(1_000);
  },
  lawTimeoutMs,
);

const body = '{"a":1}';
const headWith = (...lines: readonly string[]): string =>
  `${requestLine}${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`;
const usual = ['host: h', `content-length: ${body.length}`] as const;
const manyFields = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${at.toString(36)}:`);

test.each([
  ['nothing odd', headWith(...usual), true],
  ['every character that a name may have', headWith(...usual, "!#$%&'*+-.^_`|~09azAZ: a"), true],
  ['values beyond ASCII', headWith(...usual, 'a: \x80\xff\t\x85'), true],
  ['blanks around values', headWith('host:\t h \t', `content-length:  ${body.length} `, 'a: \t '), true],
  ['keep-alive, in any case', headWith(...usual, 'CONNECTION: Keep-Alive'), true],
  ['what every object has', headWith(...usual, 'constructor: a', 'tostring: b', 'hasownproperty: c'), true],
  ['what no object of Node has', headWith(...usual, '__proto__: a'), false],
  ['a connection that a proxy closes', headWith(...usual, 'proxy-connection: close'), false],
  ['a connection that closes', headWith(...usual, 'connection: close'), false],
  ['a connection that is closed in a list', headWith(...usual, 'connection: keep-alive, close'), false],
  ['200 fields', headWith(...usual, ...manyFields(198)), true],
  ['1000 fields', headWith(...usual, ...manyFields(998)), false],
  ['more fields than Node reads', headWith(...manyFields(1_001), ...usual), false],
  ['more fields than Node reads, with a length it reads', headWith(...usual, ...manyFields(1_100)), false],
  ['a length with a tab behind it', headWith('host: h', `content-length: ${body.length}\t`), true],
  ['a length twice', headWith(...usual, `content-length: ${body.length}`), false],
  ['a length and chunks', headWith(...usual, 'transfer-encoding: chunked'), false],
  ['no length', headWith('host: h'), false],
  ['a length of 0', headWith('host: h', 'content-length: 0'), false],
  ['no host', headWith(`content-length: ${body.length}`), false],
  ['a fold', headWith(...usual, 'a: b', ' content-length: 1'), false],
  ['a fold without a field before it', headWith(' a: b', ...usual), false],
  ['a blank before a colon', headWith('host: h', `content-length : ${body.length}`), false],
  ['a bare line feed in a field', headWith(...usual, 'a: b\nc: d'), false],
  ['a bare carriage return in a field', headWith(...usual, 'a: b\rc: d'), false],
  ['a line feed as the end of the head', headWith(...usual).replace('\r\n\r\n', '\n\n'), false],
  ['NUL', headWith(...usual, 'a: b\0'), false],
  ['a line break before it', `\r\n${headWith(...usual)}`, false],
  ['one after it', `${headWith(...usual)}\r\n`, true],
  ['a head as long as it may be', headWith(...usual, `a: ${'b'.repeat(16_300)}`), true],
  ['a longer one', headWith(...usual, `a: ${'b'.repeat(16_400)}`), false],
])('%s', async (_name, request, isTaken) => {
  const { taken } = await compare([request]);
  expect(taken).toBe(isTaken ? 1 : 0);
  const next = headWith('host: next', `content-length: ${body.length}`);
  await compare([request + next]);
  await compare([request, next]);
});
