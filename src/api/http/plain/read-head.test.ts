import { expect, test } from 'vitest';
import { readPlainHead } from './read-head.ts';

const line = 'POST /a HTTP/1.1\r\n';

function read(...fields: readonly string[]) {
  const head = `${line}host: h\r\ncontent-length: 2\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
  return readPlainHead(Buffer.from(`${head}{}`), line);
}

test('names are lower case, values as they are, and the body is where it begins', () => {
  const head = read('X-One: Two ', 'X-EMPTY:');
  expect({ ...head?.headers }).toEqual({ host: 'h', 'content-length': '2', 'x-one': 'Two', 'x-empty': '' });
  expect([head?.bodyAt, head?.bodyLength]).toEqual([71, 2]);
});

test('who writes thousands of names changes nothing for others', () => {
  for (let turn = 0; turn < 50; turn += 1)
    expect(read(...Array.from({ length: 100 }, (_, at) => `X-${turn}-${at}: a`))).not.toBeNull();
  expect(read('X-One: two')?.headers['x-one']).toBe('two');
  expect(read('X One: two')).toBeNull();
});

test.each(['', 'POST /a HTTP/1.1', line, `${line}\r\n`, `${line}host: h\r\ncontent-length: 2\r\n`])(
  'what is no whole head of a request with a body is not read: %j',
  (text) => {
    expect(readPlainHead(Buffer.from(text), line)).toBeNull();
  },
);
